package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.token.ApiToken;
import io.polargosling.domain.token.ApiTokenStore;
import io.polargosling.domain.token.Role;
import io.polargosling.domain.token.TokenHash;
import java.sql.SQLException;
import java.util.Optional;

/** API tokens, found by their hash. */
final class JdbcApiTokenStore implements ApiTokenStore {

    static final Table TABLE = Table.of("api_tokens")
            .key(TEXT, "id")
            .with(TEXT, "name", "role", "hash")
            .with(TIME, "created_at", "expires_at");

    private final Database database;

    JdbcApiTokenStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<ApiToken> findByHash(TokenHash hash) {
        return database.read("looking for an API token", db -> findByHash(db, hash));
    }

    @Override
    public void save(ApiToken token) {
        database.change("writing API token \"" + token.name() + "\"", db -> {
            findByHash(db, token.hash())
                    .filter(other -> !other.id().equals(token.id()))
                    .ifPresent(_ -> {
                        throw new ConflictException("writing API token \"" + token.name()
                                + "\": another one has its hash (expected: a token of its own)");
                    });
            db.save(TABLE.row()
                    .set("id", token.id())
                    .set("name", token.name())
                    .set("role", token.role().word())
                    .set("hash", token.hash().value())
                    .set("created_at", token.createdAt())
                    .set("expires_at", token.expiresAt()));
        });
    }

    private static Optional<ApiToken> findByHash(Session db, TokenHash hash) {
        return db.find(TABLE.select().by("api_tokens_hash").where("hash", hash.value()), JdbcApiTokenStore::token);
    }

    private static ApiToken token(Cells cells) throws SQLException {
        return new ApiToken(
                cells.id("id"),
                cells.text("name"),
                Role.of(cells.text("role")),
                new TokenHash(cells.text("hash")),
                cells.time("created_at"),
                cells.time("expires_at"));
    }
}
