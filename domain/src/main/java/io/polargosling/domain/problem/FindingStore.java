package io.polargosling.domain.problem;

import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;

/**
 * Findings that stand. A resource is a finding's subject, such as {@code egg/web}.
 *
 * <p>Every method may throw {@link UnavailableException}.
 */
public interface FindingStore {

    /** What stands against the resource, by code. */
    Page<StandingFinding> ofResource(String resource, PageRequest page);

    /** What stands with this severity, by resource and code. */
    Page<StandingFinding> ofSeverity(Severity severity, PageRequest page);

    /**
     * Writes the finding: a new row, or {@link StandingFinding#seenAgain} of the one with its subject and code.
     *
     * @return the row as it now is
     */
    StandingFinding report(Finding finding, Instant now);

    /**
     * Deletes a finding that is mended.
     *
     * @return false when there was none
     */
    boolean clear(String resource, String code);

    /**
     * Deletes what stands against the resource and was not reported since {@code limit}.
     *
     * @param atMost 1 to 500
     * @return how many; there may be more when it is {@code atMost}
     */
    int clearUnseen(String resource, Instant limit, int atMost);
}
