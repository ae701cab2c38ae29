package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.NUMBER;
import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.idempotency.Answer;
import io.polargosling.domain.idempotency.ClaimOutcome;
import io.polargosling.domain.idempotency.IdempotencyStore;
import io.polargosling.domain.idempotency.RequestKey;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;

/** Keys of requests; a row without a status is a claim. */
final class JdbcIdempotencyStore implements IdempotencyStore {

    static final Table TABLE = Table.of("idempotency_keys")
            .key(TEXT, "caller", "key")
            .with(TEXT, "fingerprint", "location", "ids")
            .with(NUMBER, "status")
            .with(TIME, "expires_at");

    private static final TypeReference<Map<String, String>> IDS = new TypeReference<>() {};

    private final Database database;

    JdbcIdempotencyStore(Database database) {
        this.database = database;
    }

    private record Stored(String fingerprint, Optional<Answer> answer, Instant expiresAt) {}

    @Override
    public ClaimOutcome claim(RequestKey key, String fingerprint, Instant now, Instant until) {
        return database.write("claiming a request", db -> {
            var stored = lock(db, key);
            var valid = stored.filter(row -> row.expiresAt().isAfter(now));
            if (valid.isPresent()) {
                return outcome(valid.get(), fingerprint);
            }
            var claim = row(key, fingerprint, Optional.empty(), until);
            if (stored.isPresent()) {
                db.update(claim);
            } else {
                db.insert(claim);
            }
            return new ClaimOutcome.Claimed();
        });
    }

    private static ClaimOutcome outcome(Stored row, String fingerprint) {
        if (!row.fingerprint().equals(fingerprint)) {
            return new ClaimOutcome.Mismatch();
        }
        return row.answer().<ClaimOutcome>map(ClaimOutcome.Answered::new).orElseGet(ClaimOutcome.UnderWay::new);
    }

    @Override
    public void answer(RequestKey key, String fingerprint, Answer answer, Instant now, Instant until) {
        database.change("recording the answer of a request", db -> {
            var stored = lock(db, key);
            var valid = stored.filter(row -> row.expiresAt().isAfter(now));
            boolean taken = valid.filter(row ->
                            row.answer().isPresent() || !row.fingerprint().equals(fingerprint))
                    .isPresent();
            if (taken) {
                return;
            }
            var answered = row(key, fingerprint, Optional.of(answer), until);
            if (stored.isPresent()) {
                db.update(answered);
            } else {
                db.insert(answered);
            }
        });
    }

    @Override
    public void release(RequestKey key, String fingerprint) {
        database.change("giving up a request", db -> {
            boolean claimed = lock(db, key)
                    .filter(row -> row.answer().isEmpty() && row.fingerprint().equals(fingerprint))
                    .isPresent();
            if (claimed) {
                db.delete(key(key.caller(), key.key()));
            }
        });
    }

    @Override
    public int forgetExpired(Instant now, int atMost) {
        var old = TABLE.select()
                .only("caller", "key")
                .by("idempotency_keys_expires")
                .upTo("expires_at", now)
                .rising("expires_at");
        return database.write(
                "forgetting old requests",
                db -> Expiry.delete(db, old, atMost, cells -> key(cells.text("caller"), cells.text("key"))));
    }

    private static Optional<Stored> lock(Session db, RequestKey key) {
        return db.find(
                TABLE.select()
                        .where("caller", key.caller())
                        .where("key", key.key())
                        .lock(),
                JdbcIdempotencyStore::stored);
    }

    private static Row key(String caller, String key) {
        return TABLE.row().set("caller", caller).set("key", key);
    }

    private static Row row(RequestKey key, String fingerprint, Optional<Answer> answer, Instant until) {
        return key(key.caller(), key.key())
                .set("fingerprint", fingerprint)
                .set("status", answer.map(given -> (long) given.status()))
                .set("location", answer.flatMap(Answer::location))
                .set("ids", answer.map(given -> Json.write(given.ids())))
                .set("expires_at", until);
    }

    private static Stored stored(Cells cells) throws SQLException {
        Optional<Answer> answer = Optional.empty();
        var status = cells.optionalNumber("status");
        if (status.isPresent()) {
            answer = Optional.of(new Answer(
                    Math.toIntExact(status.getAsLong()),
                    cells.optionalText("location"),
                    Json.read(cells.text("ids"), IDS)));
        }
        return new Stored(cells.text("fingerprint"), answer, cells.time("expires_at"));
    }
}
