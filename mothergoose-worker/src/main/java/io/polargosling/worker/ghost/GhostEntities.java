package io.polargosling.worker.ghost;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabRunner;
import io.polargosling.domain.gitlab.GitLabRunnerStatus;
import io.polargosling.domain.gitlab.GitLabRunners;
import io.polargosling.domain.gitlab.NewGitLabRunner;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.store.Storage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Entities that no runner acts as: what an enrolment whose answer was lost has made, what could not be deleted at the end
 * of a runner, what is left of a database that was lost. GitLab does not tell how old an entity is, so one is deleted ten
 * minutes after it was first seen to be a ghost, when no job runs on it.
 */
final class GhostEntities {

    private static final Logger log = LoggerFactory.getLogger(GhostEntities.class);
    private static final Duration RIPE = Duration.ofMinutes(10);
    private static final Duration FORGOTTEN = Duration.ofHours(6);

    private final Storage storage;
    private final GitLabRunners gitlab;
    private final InstantSource clock;
    private final Map<Key, Sighting> seen = new HashMap<>();

    private record Key(GitLabServer server, long id) {}

    private record Sighting(Instant first, Instant last) {}

    GhostEntities(Storage storage, GitLabRunners gitlab, InstantSource clock) {
        this.storage = storage;
        this.gitlab = gitlab;
        this.clock = clock;
    }

    /** Marks the ghosts among the entities of the target, and deletes those that were marked long enough ago. */
    List<GitLabRunner> sweep(Target target, GitLabAccess access) {
        var there = gitlab.list(access, target.id().scope());
        there.stream().filter(entity -> RunnerId.isValid(entity.description())).forEach(entity -> {
            if (isGhost(entity)) {
                var now = clock.instant();
                var mark = seen.merge(
                        new Key(access.server(), entity.id()),
                        new Sighting(now, now),
                        (before, _) -> new Sighting(before.first(), now));
                if (!mark.first().plus(RIPE).isAfter(now)) {
                    end(entity, target, access);
                }
            } else {
                seen.remove(new Key(access.server(), entity.id()));
            }
        });
        return there;
    }

    /** Marks of entities that are gone by themselves. */
    void forgetOld() {
        var limit = clock.instant().minus(FORGOTTEN);
        seen.values().removeIf(sighting -> sighting.last().isBefore(limit));
    }

    private boolean isGhost(GitLabRunner entity) {
        var row = rowOf(entity);
        return row.isEmpty() ? isDeserted(entity) : !actsAs(row.get(), entity);
    }

    private Optional<Runner> rowOf(GitLabRunner entity) {
        return storage.runners().find(RunnerId.of(entity.description()));
    }

    private static boolean actsAs(Runner runner, GitLabRunner entity) {
        var id = runner.identity().gitlabRunnerId();
        return runner.state() != RunnerState.TERMINATED && id.isPresent() && id.getAsLong() == entity.id();
    }

    /** Nothing of ours speaks of it; as long as an agent uses it, it may be somebody else's. */
    private static boolean isDeserted(GitLabRunner entity) {
        return entity.status() != GitLabRunnerStatus.ONLINE && entity.status() != GitLabRunnerStatus.OTHER;
    }

    private void end(GitLabRunner entity, Target target, GitLabAccess access) {
        var egg = target.id().egg();
        if (rowOf(entity).isEmpty() && !isNotedAsOurs(entity, access)) {
            log.debug("entity left alone egg={} gitlab_runner={} reason=\"not made by us\"", egg, entity.id());
            return;
        }
        var jobs = gitlab.runningJobs(access, entity.id());
        // Its row may have been written since the list was read.
        if (!jobs.isEmpty() || !isGhost(entity)) {
            log.info("ghost left alone egg={} runner={} jobs={}", egg, entity.description(), jobs);
            return;
        }
        gitlab.deleteRunner(access, entity.id());
        seen.remove(new Key(access.server(), entity.id()));
        log.info("ghost deleted egg={} runner={} gitlab_runner={}", egg, entity.description(), entity.id());
    }

    private boolean isNotedAsOurs(GitLabRunner entity, GitLabAccess access) {
        return gitlab.note(access, entity.id())
                .filter(NewGitLabRunner.noteFor(entity.description())::equals)
                .isPresent();
    }
}
