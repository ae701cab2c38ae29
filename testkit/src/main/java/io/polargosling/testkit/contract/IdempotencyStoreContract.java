package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.idempotency.Answer;
import io.polargosling.domain.idempotency.ClaimOutcome;
import io.polargosling.domain.idempotency.IdempotencyStore;
import io.polargosling.domain.idempotency.RequestKey;
import io.polargosling.testkit.gen.Samples;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link IdempotencyStore} must do. */
public abstract class IdempotencyStoreContract extends StoreContract {

    private static final Instant NOW = Samples.NOW;
    private static final Instant SOON = NOW.plusSeconds(60);
    private static final Instant TOMORROW = NOW.plusSeconds(86_400);
    private static final RequestKey KEY = new RequestKey("token/1", "k");
    private static final Answer ANSWER =
            new Answer(202, Optional.of("/operations/ж 🪿"), Map.of("operation_id", "\"1\""));
    private static final ClaimOutcome CLAIMED = new ClaimOutcome.Claimed();

    private IdempotencyStore requests() {
        return storage().requests();
    }

    private ClaimOutcome claim(RequestKey key, String fingerprint, Instant now) {
        return requests().claim(key, fingerprint, now, now.plusSeconds(60));
    }

    @Test
    void everyCall_emptyStore_doesNoHarm() {
        requests().release(KEY, "f");
        assertThat(requests().forgetExpired(NOW, 500)).isZero();
        assertThat(claim(KEY, "f", NOW)).isEqualTo(CLAIMED);
    }

    @Test
    void claim_answered_givesTheAnswerAgain() {
        claim(KEY, "f", NOW);
        assertThat(claim(KEY, "f", NOW)).isEqualTo(new ClaimOutcome.UnderWay());

        requests().answer(KEY, "f", ANSWER, NOW, TOMORROW);

        assertThat(claim(KEY, "f", NOW)).isEqualTo(new ClaimOutcome.Answered(ANSWER));
        assertThat(claim(KEY, "f", SOON.plusSeconds(1))).isEqualTo(new ClaimOutcome.Answered(ANSWER));
    }

    @Test
    void claim_otherRequestWithTheKey_isAMismatch() {
        claim(KEY, "f", NOW);
        assertThat(claim(KEY, "g", NOW)).isEqualTo(new ClaimOutcome.Mismatch());
        requests().answer(KEY, "f", ANSWER, NOW, TOMORROW);
        assertThat(claim(KEY, "g", NOW)).isEqualTo(new ClaimOutcome.Mismatch());
    }

    @Test
    void claim_sameKeyOfAnotherCaller_isAnotherRequest() {
        var longest = new RequestKey("t", "~".repeat(128));
        assertThat(claim(KEY, "f", NOW)).isEqualTo(CLAIMED);
        assertThat(claim(new RequestKey("token/2", "k"), "g", NOW)).isEqualTo(CLAIMED);
        assertThat(claim(new RequestKey("token/1", "K"), "g", NOW)).isEqualTo(CLAIMED);
        assertThat(claim(longest, "g", NOW)).isEqualTo(CLAIMED);
        assertThat(claim(longest, "g", NOW)).isEqualTo(new ClaimOutcome.UnderWay());
    }

    @Test
    void claim_racing_oneGetsIt() {
        Cases.some(30, (random, number) -> {
            var key = new RequestKey("token/1", "k" + number);
            var outcomes = Race.run(4, i -> () -> claim(key, "f", NOW));

            assertThat(outcomes).containsOnlyOnce(CLAIMED);
            assertThat(outcomes)
                    .filteredOn(ClaimOutcome.UnderWay.class::isInstance)
                    .hasSize(3);
        });
    }

    @Test
    void claim_expiredClaim_isTakenByOneOther() throws Exception {
        claim(KEY, "f", NOW);
        assertThat(claim(KEY, "f", SOON.minusNanos(1000))).isEqualTo(new ClaimOutcome.UnderWay());

        Race.rounds(number -> {
            var at = SOON.plusSeconds(60L * number);
            var outcomes = Race.run(8, i -> () -> claim(KEY, "g", at));

            assertThat(outcomes).containsOnlyOnce(CLAIMED);
        });
    }

    @Test
    void claim_expiredAnswerNotDeleted_beginsAnew() {
        claim(KEY, "f", NOW);
        requests().answer(KEY, "f", ANSWER, NOW, TOMORROW);

        assertThat(claim(KEY, "g", TOMORROW)).isEqualTo(CLAIMED);
        assertThat(claim(KEY, "g", TOMORROW)).isEqualTo(new ClaimOutcome.UnderWay());
    }

    @Test
    void answer_twice_keepsTheFirst() {
        claim(KEY, "f", NOW);
        requests().answer(KEY, "f", ANSWER, NOW, TOMORROW);
        requests().answer(KEY, "f", new Answer(500, Optional.empty(), Map.of()), NOW, TOMORROW);

        assertThat(claim(KEY, "f", NOW)).isEqualTo(new ClaimOutcome.Answered(ANSWER));
    }

    @Test
    void answer_claimedByAnotherRequestSince_changesNothing() {
        claim(KEY, "f", NOW);
        claim(KEY, "g", SOON);
        requests().answer(KEY, "f", ANSWER, SOON, TOMORROW);

        assertThat(claim(KEY, "g", SOON)).isEqualTo(new ClaimOutcome.UnderWay());
        assertThat(claim(KEY, "f", SOON)).isEqualTo(new ClaimOutcome.Mismatch());
    }

    @Test
    void answer_afterItsClaimExpired_isKeptAllTheSame() {
        var bare = new Answer(204, Optional.empty(), Map.of());
        claim(KEY, "f", NOW);
        requests().answer(KEY, "f", bare, SOON.plusSeconds(1), TOMORROW);

        assertThat(claim(KEY, "f", SOON.plusSeconds(2))).isEqualTo(new ClaimOutcome.Answered(bare));
    }

    @Test
    void release_claimed_mayBeClaimedAgain() {
        claim(KEY, "f", NOW);
        requests().release(KEY, "g");
        assertThat(claim(KEY, "f", NOW)).isEqualTo(new ClaimOutcome.UnderWay());

        requests().release(KEY, "f");
        assertThat(claim(KEY, "g", NOW)).isEqualTo(CLAIMED);
    }

    @Test
    void release_answered_keepsTheAnswer() {
        claim(KEY, "f", NOW);
        requests().answer(KEY, "f", ANSWER, NOW, TOMORROW);
        requests().release(KEY, "f");

        assertThat(claim(KEY, "f", NOW)).isEqualTo(new ClaimOutcome.Answered(ANSWER));
    }

    @Test
    void forgetExpired_moreThanAllowed_deletesNoMoreAndNothingFresh() {
        for (int i = 0; i < 3; i++) {
            claim(new RequestKey("t", "k" + i), "f", NOW);
        }
        requests().claim(KEY, "f", NOW, TOMORROW);

        assertThat(requests().forgetExpired(SOON, 2)).isEqualTo(2);
        assertThat(requests().forgetExpired(SOON, 2)).isEqualTo(1);
        assertThat(requests().forgetExpired(SOON, 2)).isZero();
        assertThat(claim(KEY, "f", SOON)).isEqualTo(new ClaimOutcome.UnderWay());
    }
}
