package io.polargosling.testkit.memory;

import io.polargosling.domain.idempotency.Answer;
import io.polargosling.domain.idempotency.ClaimOutcome;
import io.polargosling.domain.idempotency.IdempotencyStore;
import io.polargosling.domain.idempotency.RequestKey;
import java.time.Instant;
import java.util.Optional;

/** Keys of requests; a row without an answer is a claim. */
final class MemoryRequests implements IdempotencyStore {

    private final Rows rows;
    private final Table<RequestKey, Row> requests;

    MemoryRequests(Rows rows) {
        this.rows = rows;
        requests = new Table<>(rows, "requests");
    }

    private record Row(RequestKey key, String fingerprint, Optional<Answer> answer, Instant expiresAt) {}

    @Override
    public ClaimOutcome claim(RequestKey key, String fingerprint, Instant now, Instant until) {
        return rows.write(() -> {
            var valid = valid(key, now);
            if (valid.isPresent()) {
                return outcome(valid.get(), fingerprint);
            }
            requests.put(key, new Row(key, fingerprint, Optional.empty(), until));
            return new ClaimOutcome.Claimed();
        });
    }

    private Optional<Row> valid(RequestKey key, Instant now) {
        return requests.find(key).filter(row -> row.expiresAt().isAfter(now));
    }

    private static ClaimOutcome outcome(Row row, String fingerprint) {
        if (!row.fingerprint().equals(fingerprint)) {
            return new ClaimOutcome.Mismatch();
        }
        return row.answer().<ClaimOutcome>map(ClaimOutcome.Answered::new).orElseGet(ClaimOutcome.UnderWay::new);
    }

    @Override
    public void answer(RequestKey key, String fingerprint, Answer answer, Instant now, Instant until) {
        rows.change(() -> {
            boolean taken = valid(key, now)
                    .filter(row ->
                            row.answer().isPresent() || !row.fingerprint().equals(fingerprint))
                    .isPresent();
            if (!taken) {
                requests.put(key, new Row(key, fingerprint, Optional.of(answer), until));
            }
        });
    }

    @Override
    public void release(RequestKey key, String fingerprint) {
        rows.change(() -> requests.find(key)
                .filter(row -> row.answer().isEmpty() && row.fingerprint().equals(fingerprint))
                .ifPresent(row -> requests.remove(row.key())));
    }

    @Override
    public int forgetExpired(Instant now, int atMost) {
        return requests.forget(
                requests.all().stream().filter(row -> !row.expiresAt().isAfter(now)), atMost, Row::key);
    }
}
