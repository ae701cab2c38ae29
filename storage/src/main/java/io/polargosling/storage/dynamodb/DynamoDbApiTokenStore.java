package io.polargosling.storage.dynamodb;

import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.token.ApiToken;
import io.polargosling.domain.token.ApiTokenStore;
import io.polargosling.domain.token.TokenHash;
import java.util.Optional;

/** API tokens: the row by id, and a copy under its hash, which is what requests come with. */
final class DynamoDbApiTokenStore implements ApiTokenStore {

    private static final String ID = "token_id";

    private final Table table;

    DynamoDbApiTokenStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<ApiToken> findByHash(TokenHash hash) {
        return table.get("looking for an API token", Keys.tokenHash(hash)).map(DynamoDbApiTokenStore::token);
    }

    @Override
    public void save(ApiToken token) {
        String what = "writing API token \"" + token.name() + "\"";
        table.change(what, transaction -> {
            var stored = table.get(what, Keys.token(token.id()));
            long version = stored.map(Item::version).orElse(0L);
            transaction.put(
                    Item.at(Keys.token(token.id())).version(version + 1).doc(token), Expression.atVersion(version));
            var id = Value.text(token.id().toString());
            transaction.put(
                    Item.at(Keys.tokenHash(token.hash()))
                            .version(version + 1)
                            .doc(token)
                            .with(ID, id),
                    Expression.of("attribute_not_exists(#pk) OR #token_id = :id")
                            .with(":id", id),
                    () -> new ConflictException(what + ": another token has this hash (expected: one of its own)"));
            stored.map(item -> token(item).hash())
                    .filter(old -> !old.equals(token.hash()))
                    .ifPresent(old -> transaction.delete(Keys.tokenHash(old), Expression.NONE));
        });
    }

    private static ApiToken token(Item item) {
        return item.doc(ApiToken.class);
    }
}
