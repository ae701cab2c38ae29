package io.polargosling.storage.jdbc;

import io.polargosling.domain.token.ApiToken;
import io.polargosling.domain.token.ApiTokenStore;
import io.polargosling.domain.token.Role;
import io.polargosling.domain.token.TokenHash;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** API tokens, found by their hash. */
final class JdbcApiTokenStore implements ApiTokenStore {

    private final Database database;

    JdbcApiTokenStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<ApiToken> findByHash(TokenHash hash) {
        return database.read(
                "looking for an API token",
                db -> db.sql("SELECT * FROM api_tokens WHERE hash = ?")
                        .params(hash.value())
                        .query(JdbcApiTokenStore::token)
                        .optional());
    }

    @Override
    public void save(ApiToken token) {
        database.change(
                "writing API token \"" + token.name() + "\"",
                db -> Row.of("api_tokens")
                        .key("id", token.id())
                        .set("name", token.name())
                        .set("role", token.role().word())
                        .set("hash", token.hash().value())
                        .set("created_at", token.createdAt())
                        .set("expires_at", token.expiresAt())
                        .save(db));
    }

    private static ApiToken token(ResultSet row, int number) throws SQLException {
        var cells = new Cells(row);
        return new ApiToken(
                cells.id("id"),
                cells.text("name"),
                Role.of(cells.text("role")),
                new TokenHash(cells.text("hash")),
                cells.time("created_at"),
                cells.time("expires_at"));
    }
}
