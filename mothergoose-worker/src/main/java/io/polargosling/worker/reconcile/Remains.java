package io.polargosling.worker.reconcile;

import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.inventory.Cloud;
import io.polargosling.domain.inventory.Clouds;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.runner.Runner;
import io.polargosling.worker.observe.EggFacts;
import java.util.Optional;
import java.util.OptionalLong;

/** What may be left of a runner that OpenTofu has removed, or never knew: a machine in no state, an entity in GitLab. */
final class Remains {

    private final GitLab gitlab;
    private final Clouds clouds;

    Remains(GitLab gitlab, Clouds clouds) {
        this.gitlab = gitlab;
        this.clouds = clouds;
    }

    /** Removes them; tells what could not be done, and never removes a machine on which GitLab shows a job. */
    Optional<String> remove(Runner runner, boolean removedByTofu, EggFacts facts) {
        try {
            var entity = runner.identity().gitlabRunnerId();
            if (entity.isPresent() && facts.accessOf(runner).isEmpty()) {
                return facts.missing().or(() -> Optional.of("GitLab cannot be called for it: its target is gone"));
            }
            var access = facts.accessOf(runner);
            if (!removedByTofu && exists(runner)) {
                var busy = runningJob(entity, access);
                if (busy.isPresent()) {
                    return busy;
                }
                cloud(runner).ifPresent(cloud -> cloud.inventory().delete(runner.id()));
            }
            if (!runner.identity().sharesEntity()) {
                entity.ifPresent(id -> access.ifPresent(way -> gitlab.runners().deleteRunner(way, id)));
            }
            return Optional.empty();
        } catch (GoslingException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> runningJob(OptionalLong entity, Optional<GitLabAccess> access) {
        if (entity.isEmpty() || access.isEmpty()) {
            return Optional.empty();
        }
        var jobs = gitlab.runners().runningJobs(access.get(), entity.getAsLong());
        return jobs.isEmpty()
                ? Optional.empty()
                : Optional.of("its machine is in no state and GitLab shows job " + jobs.getFirst() + " on it");
    }

    /** Asked anew: what the look began with may be older than the machine. */
    private boolean exists(Runner runner) {
        return cloud(runner).stream()
                .flatMap(cloud -> cloud.inventory().list().stream())
                .anyMatch(listed -> listed.runner().equals(runner.id()));
    }

    private Optional<Cloud> cloud(Runner runner) {
        return clouds.of(runner.origin().placement().provider());
    }
}
