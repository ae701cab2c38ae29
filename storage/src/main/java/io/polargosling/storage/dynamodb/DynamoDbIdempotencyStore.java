package io.polargosling.storage.dynamodb;

import io.polargosling.domain.idempotency.Answer;
import io.polargosling.domain.idempotency.ClaimOutcome;
import io.polargosling.domain.idempotency.IdempotencyStore;
import io.polargosling.domain.idempotency.RequestKey;
import java.time.Instant;
import java.util.Optional;

/** Keys of requests; a row without an answer is a claim. */
final class DynamoDbIdempotencyStore implements IdempotencyStore {

    private static final String EXPIRING = "REQUESTS#expiring";

    private final Table table;

    DynamoDbIdempotencyStore(Table table) {
        this.table = table;
    }

    private record Content(String fingerprint, Optional<Answer> answer, Instant expiresAt) {

        boolean isValid(Instant now) {
            return expiresAt.isAfter(now);
        }
    }

    @Override
    public ClaimOutcome claim(RequestKey key, String fingerprint, Instant now, Instant until) {
        String what = "claiming a request";
        return table.write(what, transaction -> {
            var stored = table.get(what, Keys.request(key));
            var valid = stored.map(DynamoDbIdempotencyStore::content).filter(row -> row.isValid(now));
            if (valid.isPresent()) {
                return outcome(valid.get(), fingerprint);
            }
            put(transaction, key, stored, new Content(fingerprint, Optional.empty(), until));
            return new ClaimOutcome.Claimed();
        });
    }

    private static ClaimOutcome outcome(Content row, String fingerprint) {
        if (!row.fingerprint().equals(fingerprint)) {
            return new ClaimOutcome.Mismatch();
        }
        return row.answer().<ClaimOutcome>map(ClaimOutcome.Answered::new).orElseGet(ClaimOutcome.UnderWay::new);
    }

    @Override
    public void answer(RequestKey key, String fingerprint, Answer answer, Instant now, Instant until) {
        String what = "recording the answer of a request";
        table.change(what, transaction -> {
            var stored = table.get(what, Keys.request(key));
            boolean taken = stored.map(DynamoDbIdempotencyStore::content)
                    .filter(row -> row.isValid(now))
                    .filter(row ->
                            row.answer().isPresent() || !row.fingerprint().equals(fingerprint))
                    .isPresent();
            if (!taken) {
                put(transaction, key, stored, new Content(fingerprint, Optional.of(answer), until));
            }
        });
    }

    @Override
    public void release(RequestKey key, String fingerprint) {
        String what = "giving up a request";
        table.change(
                what,
                transaction -> table.get(what, Keys.request(key))
                        .filter(item -> content(item).answer().isEmpty())
                        .filter(item -> content(item).fingerprint().equals(fingerprint))
                        .ifPresent(item -> transaction.delete(item.key(), Expression.atVersion(item.version()))));
    }

    @Override
    public int forgetExpired(Instant now, int atMost) {
        var lists = Shards.all(EXPIRING).stream()
                .map(list -> Query.of(Index.TODO, list, Query.ALL).before(Places.justAfter(now)))
                .toList();
        return Forgetting.of(
                        table, "forgetting old requests", row -> !content(row).isValid(now))
                .in(lists, atMost);
    }

    private static void put(Transaction transaction, RequestKey key, Optional<Item> stored, Content content) {
        long version = stored.map(Item::version).orElse(0L);
        transaction.put(
                Item.at(Keys.request(key))
                        .version(version + 1)
                        .doc(content)
                        .expires(content.expiresAt())
                        .in(
                                Index.TODO,
                                Shards.of(EXPIRING, key.key()),
                                Places.timeAndId(content.expiresAt(), key.key())),
                Expression.atVersion(version));
    }

    private static Content content(Item item) {
        return item.doc(Content.class);
    }
}
