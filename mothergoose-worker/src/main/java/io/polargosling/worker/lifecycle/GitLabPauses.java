package io.polargosling.worker.lifecycle;

import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabRunner;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether runners are paused in GitLab. A runner that shares its entity with others is never paused.
 *
 * <p>What this process told GitLab last is remembered to save calls, and counts for a few minutes only: GitLab's own
 * word is asked then.
 */
public final class GitLabPauses {

    private static final Logger log = LoggerFactory.getLogger(GitLabPauses.class);
    private static final Duration BELIEVED = Duration.ofMinutes(5);

    private final GitLab gitlab;
    private final InstantSource clock;
    private final Map<RunnerId, Told> told = new ConcurrentHashMap<>();

    private record Told(boolean paused, Instant at) {}

    /** Pauses in {@code gitlab}. */
    public GitLabPauses(GitLab gitlab, InstantSource clock) {
        this.gitlab = gitlab;
        this.clock = clock;
    }

    /** Pauses the runner or takes the pause back. */
    void set(Runner runner, GitLabAccess access, boolean paused) {
        if (runner.identity().sharesEntity()
                || runner.identity().gitlabRunnerId().isEmpty()) {
            return;
        }
        try {
            gitlab.runners()
                    .setPaused(access, runner.identity().gitlabRunnerId().getAsLong(), paused);
        } catch (NotFoundException e) {
            // GitLab gives it no job whatever we say.
            log.info("gitlab runner is gone already egg={} runner={}", runner.egg(), runner.id());
        }
        told.put(runner.id(), new Told(paused, clock.instant()));
    }

    /** True when no new job can come to the runner, by GitLab's own word. */
    boolean stands(Runner runner, GitLabAccess access) {
        var id = runner.identity().gitlabRunnerId();
        return runner.identity().sharesEntity()
                || id.isEmpty()
                || gitlab.runners()
                        .find(access, id.getAsLong())
                        .map(GitLabRunner::paused)
                        .orElse(true);
    }

    /**
     * Sees to it that a busy runner under an order to end or stop gets no further job, and that every other one that
     * works gets some. Runners that are being proven idle, or are off, are left alone.
     *
     * @param fleet runners that nothing is being done about; those whose row and GitLab were compared a moment ago cost
     *     no call
     */
    public void keep(List<Runner> fleet, Function<Runner, Optional<GitLabAccess>> ways) {
        var now = clock.instant();
        for (var runner : fleet) {
            if (!runner.state().wantsMachine()) {
                told.remove(runner.id());
            } else if (takesJobs(runner)) {
                ways.apply(runner).ifPresent(way -> keep(runner, way, isToBePaused(runner), now));
            }
        }
    }

    private void keep(Runner runner, GitLabAccess access, boolean wanted, Instant now) {
        var believed = Optional.ofNullable(told.get(runner.id()))
                .filter(last -> last.at().plus(BELIEVED).isAfter(now))
                .map(Told::paused);
        if (believed.filter(paused -> paused == wanted).isPresent()) {
            return;
        }
        boolean is = believed.isPresent() ? believed.get() : stands(runner, access);
        if (is == wanted) {
            told.put(runner.id(), new Told(is, now));
        } else {
            set(runner, access, wanted);
            log.info("gitlab runner {} egg={} runner={}", wanted ? "paused" : "resumed", runner.egg(), runner.id());
        }
    }

    private static boolean takesJobs(Runner runner) {
        boolean works = runner.state() == RunnerState.ACTIVE
                || runner.state() == RunnerState.IDLE
                || runner.state() == RunnerState.BUSY;
        return works
                && !runner.identity().sharesEntity()
                && runner.identity().gitlabRunnerId().isPresent();
    }

    private static boolean isToBePaused(Runner runner) {
        return runner.state() == RunnerState.BUSY
                && runner.status()
                        .order()
                        .filter(order -> order.kind() != PendingOrder.Kind.PROMOTE)
                        .isPresent();
    }
}
