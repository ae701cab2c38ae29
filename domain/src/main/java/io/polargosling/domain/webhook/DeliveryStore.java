package io.polargosling.domain.webhook;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Deliveries of the last 24 hours. One that has expired by the {@code now} given is not there, whether or not its row
 * is.
 *
 * <p>Every method may throw {@link io.polargosling.domain.problem.UnavailableException}.
 */
public interface DeliveryStore {

    /** Those of {@code keys} with which a delivery was recorded; read in as few requests as the database allows. */
    Set<String> known(Collection<String> keys, Instant now);

    /**
     * Records deliveries that were not known a moment ago, in as few writes as the database allows. Not atomic as a
     * whole; where one with the same key is there by now, or is given twice, either of the two stays.
     */
    void recordAll(List<Delivery> deliveries);

    /** All deliveries, newest first. */
    Page<Delivery> newest(Instant now, PageRequest page);

    /** The deliveries for a target, newest first. */
    Page<Delivery> ofTarget(GitLabServer server, String target, Instant now, PageRequest page);

    /**
     * Deletes deliveries that have expired by {@code now}.
     *
     * @param atMost 1 to 500
     * @return how many; there may be more when it is {@code atMost}
     */
    int forgetExpired(Instant now, int atMost);
}
