package io.polargosling.domain.egg;

import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.Optional;

/**
 * What is learnt of targets at GitLab. Targets come and go with {@link EggStore#apply}; one that a new configuration
 * still has keeps what is known of it. Those of eggs that take no runners are among the answers.
 *
 * <p>Every method may throw {@link io.polargosling.domain.problem.UnavailableException}.
 */
public interface TargetStore {

    /** The target. */
    Optional<Target> find(TargetId id);

    /** The egg's targets, in a stable order. */
    Page<Target> ofEgg(EggName egg, PageRequest page);

    /** The targets on {@code server} that are groups, in a stable order. */
    Page<Target> groups(GitLabServer server, PageRequest page);

    /** The targets that were last polled before {@code limit}: those never polled first, then the longest ago. */
    Page<Target> polledBefore(Instant limit, PageRequest page);

    /**
     * Records a poll; an earlier one than that recorded changes nothing.
     *
     * @return false when there is no such target
     */
    boolean markPolled(TargetId id, Instant at);

    /**
     * Records an event; an earlier one than that recorded changes nothing.
     *
     * @return false when there is no such target
     */
    boolean markEvent(TargetId id, Instant at);

    /**
     * Records the state of its hook.
     *
     * @return false when there is no such target
     */
    boolean saveHook(TargetId id, TargetHook hook);

    /**
     * Records its path at GitLab.
     *
     * @return false when there is no such target
     */
    boolean savePath(TargetId id, String fullPath);
}
