package io.polargosling.worker.sweep;

import io.polargosling.domain.egg.Target;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerIdentity;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.target.EggTargets;
import io.polargosling.worker.target.Pages;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether GitLab shows a job on a machine that no live row speaks of.
 *
 * <p>The entity is found by its description, the runner's id: in the target of the row while that is kept, else in all
 * targets, each listed once in a pass.
 */
public final class OrphanJobs {

    private static final Logger log = LoggerFactory.getLogger(OrphanJobs.class);

    private final Storage storage;
    private final GitLab gitlab;
    private final EggTargets targets;
    private final InstantSource clock;

    /** Jobs that {@code gitlab} shows. */
    public OrphanJobs(Storage storage, GitLab gitlab, EggTargets targets, InstantSource clock) {
        this.storage = storage;
        this.gitlab = gitlab;
        this.targets = targets;
        this.clock = clock;
    }

    /**
     * True for a machine on which GitLab surely shows no job.
     *
     * @param told what GitLab said of each machine it could be asked about
     */
    Predicate<CloudResource> ofThisPass(BiConsumer<RunnerId, Optional<Long>> told) {
        var pass = new Pass();
        return machine -> {
            try {
                var job = pass.jobOn(machine.runner());
                told.accept(machine.runner(), job);
                return job.isEmpty();
            } catch (GoslingException e) {
                log.warn("jobs of a machine not known runner={} cause=\"{}\"", machine.runner(), e.getMessage());
                return false;
            }
        };
    }

    /** Entities of targets, listed when first asked for. */
    private final class Pass {

        private final Map<Target, Map<String, List<Long>>> entities = new HashMap<>();
        private Optional<List<Target>> all = Optional.empty();

        Optional<Long> jobOn(RunnerId runner) {
            var row = storage.runners().find(runner);
            for (var target : targetsOf(row)) {
                var access = targets.access(target.declared());
                for (long entity : entities(target, access).getOrDefault(runner.value(), List.of())) {
                    var jobs = gitlab.runners().runningJobs(access, entity);
                    if (!jobs.isEmpty()) {
                        return Optional.of(jobs.getFirst());
                    }
                }
                var shared = row.flatMap(known -> sharedJob(known, access));
                if (shared.isPresent()) {
                    return shared;
                }
            }
            return Optional.empty();
        }

        /** A removed egg has no target left: its runners were taken out of GitLab with it. */
        private List<Target> targetsOf(Optional<Runner> row) {
            if (row.isEmpty()) {
                if (all.isEmpty()) {
                    var everything = clock.instant().plus(Duration.ofDays(1));
                    all = Optional.of(Pages.all(page -> storage.targets().polledBefore(everything, page)));
                }
                return all.get();
            }
            return targets.of(row.get().egg()).stream()
                    .filter(target ->
                            target.declared().repo().equals(row.get().origin().repo()))
                    .toList();
        }

        private Optional<Long> sharedJob(Runner row, GitLabAccess access) {
            var identity = row.identity();
            if (!identity.sharesEntity() || identity.gitlabRunnerId().isEmpty()) {
                return Optional.empty();
            }
            return gitlab
                    .runners()
                    .runningJobs(access, identity.gitlabRunnerId().getAsLong(), RunnerIdentity.systemId(row.id()))
                    .stream()
                    .findFirst();
        }

        private Map<String, List<Long>> entities(Target target, GitLabAccess access) {
            var known = entities.get(target);
            if (known != null) {
                return known;
            }
            var found = new HashMap<String, List<Long>>();
            gitlab.runners()
                    .list(access, target.id().scope())
                    .forEach(entity -> found.computeIfAbsent(entity.description(), _ -> new ArrayList<>())
                            .add(entity.id()));
            entities.put(target, found);
            return found;
        }
    }
}
