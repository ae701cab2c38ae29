package io.polargosling.domain.egg;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Eggs and buckets, their revisions and targets. What is said of an egg here holds for a bucket.
 *
 * <p>Every method may throw {@link io.polargosling.domain.problem.UnavailableException}; writes with a fence throw
 * {@link io.polargosling.domain.problem.ConflictException} when the lease has another owner by now.
 */
public interface EggStore {

    /** The egg, removed ones included. */
    Optional<Egg> find(EggName name);

    /** All eggs, removed ones included, by name. */
    Page<Egg> list(PageRequest page);

    /** What all eggs are, removed ones included, by name; costs far less than {@link #list}. */
    Page<EggDigest> digests(PageRequest page);

    /** Up to {@code limit} eggs whose generation is above the one seen. */
    List<EggName> dirty(int limit);

    /**
     * Atomically adds one to the egg's generation.
     *
     * @return the new generation; empty when there is no such egg
     */
    Optional<Long> raiseGeneration(EggName name);

    /** The targets on {@code server} that are exactly this project, of eggs that accept runners. */
    List<EggTarget> projectTargets(GitLabServer server, long projectId);

    /** The revision {@code number} of {@code egg}. */
    Optional<EggRevision> revision(EggName egg, long number);

    /** The egg's revisions, newest first. */
    Page<EggRevision> revisions(EggName egg, PageRequest page);

    /**
     * Makes {@code config} the egg's configuration in one atomic write: row, new revision, targets, audit row and
     * generation + 1. An egg that was removed comes back. When the stored hash is already {@code hash} only the
     * stale mark, the state and the time of sync are brought up to date, no revision is made, and the generation
     * moves only if the state did. The same holds for an egg that is pinned against {@code hash}; any other hash ends the
     * pin.
     *
     * @return the row as written
     */
    Egg apply(FleetConfig config, String hash, CommitId commit, Instant now, AuditEntry audit, Fence fence);

    /**
     * As {@link #apply} for each of them, in order, at far less cost for many. Each is written whole or not at all; a
     * failure may leave some of them written, and none after one that is not.
     *
     * @return the rows as written
     */
    List<Egg> applyAll(List<EggDeclaration> declared, CommitId commit, Instant now, Fence fence);

    /**
     * Makes the stored revision {@code number} the active one, with audit row and generation + 1, in one atomic write.
     *
     * @param pinnedAgainst hash of the configuration that the Nest's is not taken while it is; empty for no pin
     * @return the row as written
     * @throws io.polargosling.domain.problem.NotFoundException when there is no such egg or revision
     */
    Egg activate(EggName name, long number, Optional<String> pinnedAgainst, AuditEntry audit, Fence fence);

    /** Marks the stored configuration as stale (its file is broken) or fresh; nothing when there is no such egg. */
    void markStale(EggName name, boolean stale, Fence fence);

    /** Moves the egg to {@code state} with audit row and generation + 1, in one atomic write. */
    void changeState(EggName name, EggState state, Optional<String> reason, AuditEntry audit, Fence fence);

    /** Up to {@code atMost} eggs, 1 to 500, that were removed before {@code limit}, the longest removed first. */
    List<EggName> removedBefore(Instant limit, int atMost);

    /**
     * Deletes an egg that was removed before {@code limit}, with its revisions and targets. Its runners must be gone.
     *
     * @return false when there is no such egg, or it is back, or was removed later
     */
    boolean forget(EggName name, Instant limit, Fence fence);
}
