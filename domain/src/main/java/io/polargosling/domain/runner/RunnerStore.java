package io.polargosling.domain.runner;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.pool.CapacityDrift;
import io.polargosling.domain.pool.CapacityUse;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Runners and the slots they hold.
 *
 * <p>Every method may throw {@link io.polargosling.domain.problem.UnavailableException}.
 */
public interface RunnerStore {

    /** The runner, terminated ones included. */
    Optional<Runner> find(RunnerId id);

    /** The egg's runners that are not terminated, oldest first. */
    List<Runner> ofEgg(EggName egg);

    /** Runners newest first. */
    Page<Runner> list(RunnerFilter filter, PageRequest page);

    /** Up to {@code limit} eggs that have a runner whose deadline or next action has come by {@code now}. */
    List<EggName> due(Instant now, int limit);

    /**
     * Writes new runners and takes their slots, in one atomic write with the audit rows.
     *
     * @param fresh 1 to 8 new runners of one egg, all with a slot of one pool
     * @param limits of that pool, and of both kinds together where that is limited
     * @return the rows as written, or that there was no room; never a part
     * @throws io.polargosling.domain.problem.ConflictException when the lease has another owner by now
     */
    ReserveOutcome reserve(List<Runner> fresh, SlotLimits limits, List<AuditEntry> audit, Fence fence);

    /**
     * Carries out {@code write}. Slots that a runner holds by the row as written and not by the stored one are taken
     * in the same write, those it holds no longer are given back; what is given back makes room for what is taken.
     *
     * @return the rows as written, in the order given
     * @throws io.polargosling.domain.problem.CapacityException when there is no room for a slot that is taken, by the
     *     limits of the write or, where it has none, by those of the last reservation from that pool; nothing is
     *     written then
     * @throws io.polargosling.domain.problem.ConflictException when a version is not the stored one, a move is not
     *     legal, or the lease has another owner by now; nothing is written then
     */
    List<Runner> write(RunnerWrite write);

    /** The slots the egg holds, one entry per pool that was ever used. */
    List<CapacityUse> capacity(EggName egg);

    /**
     * Counts the slots that the rows of the egg's runners hold, and corrects the counters that say something else, in
     * one atomic write.
     *
     * @return what was corrected; empty as a rule
     * @throws io.polargosling.domain.problem.ConflictException when the lease has another owner by now
     */
    List<CapacityDrift> recount(EggName egg, Fence fence);

    /**
     * Deletes runners that have been terminated since before {@code limit}.
     *
     * @param atMost 1 to 500
     * @return how many; there may be more when it is {@code atMost}
     */
    int forgetTerminated(Instant limit, int atMost);
}
