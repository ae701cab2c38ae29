package io.polargosling.domain.idempotency;

import java.time.Instant;

/**
 * Keys of requests. A row that has expired by the {@code now} given is not there, whether or not it was deleted.
 *
 * <p>Every method may throw {@link io.polargosling.domain.problem.UnavailableException}.
 */
public interface IdempotencyStore {

    /**
     * Claims the request until {@code until}, by when it must be answered or another one may claim it. Of several that
     * claim at once, one gets it.
     *
     * @param fingerprint hash of path and body
     */
    ClaimOutcome claim(RequestKey key, String fingerprint, Instant now, Instant until);

    /** Records the answer of a claimed request, to be kept until {@code until}; the first answer stays. */
    void answer(RequestKey key, String fingerprint, Answer answer, Instant now, Instant until);

    /** Gives up a claim, so that the request may be tried again; an answered one stays. */
    void release(RequestKey key, String fingerprint);

    /**
     * Deletes rows that have expired by {@code now}.
     *
     * @param atMost 1 to 500
     * @return how many; there may be more when it is {@code atMost}
     */
    int forgetExpired(Instant now, int atMost);
}
