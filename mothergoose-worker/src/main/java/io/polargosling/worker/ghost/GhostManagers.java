package io.polargosling.worker.ghost;

import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabRunnerHost;
import io.polargosling.domain.gitlab.GitLabRunners;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerFilter;
import io.polargosling.domain.runner.RunnerIdentity;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Agents of ended runners that GitLab still counts among those of a shared entity. */
final class GhostManagers {

    private static final Logger log = LoggerFactory.getLogger(GhostManagers.class);

    /** GitLab forgets an agent by itself after a week of silence, so the newest are enough. */
    private static final int NEWEST = 100;

    private final Storage storage;
    private final GitLabRunners gitlab;
    private final Secrets secrets;

    GhostManagers(Storage storage, GitLabRunners gitlab, Secrets secrets) {
        this.storage = storage;
        this.gitlab = gitlab;
        this.secrets = secrets;
    }

    /** Removes them. */
    void sweep(Target target, GitLabAccess access) {
        var ended = ended(target).stream()
                .collect(Collectors.groupingBy(
                        runner -> runner.identity().gitlabRunnerId().orElse(0)));
        if (ended.isEmpty()) {
            return;
        }
        var token = sharedToken(target);
        if (token.isPresent()) {
            ended.forEach((entity, runners) -> sweep(entity, runners, access, token.get()));
        }
    }

    private void sweep(long entity, List<Runner> ended, GitLabAccess access, SecretValue token) {
        var known = gitlab.managers(access, entity).stream()
                .map(GitLabRunnerHost::systemId)
                .collect(Collectors.toSet());
        for (var runner : ended) {
            var systemId = RunnerIdentity.systemId(runner.id());
            if (known.contains(systemId)
                    && gitlab.runningJobs(access, entity, systemId).isEmpty()) {
                gitlab.deleteManager(access.server(), token, systemId);
                log.info("ghost manager deleted egg={} runner={} gitlab_runner={}", runner.egg(), runner.id(), entity);
            }
        }
    }

    private List<Runner> ended(Target target) {
        var filter = new RunnerFilter(Optional.of(target.id().egg()), Optional.of(RunnerState.TERMINATED));
        return storage.runners().list(filter, PageRequest.first(NEWEST)).items().stream()
                .filter(runner -> runner.identity().sharesEntity())
                .filter(runner ->
                        runner.origin().repo().equals(target.declared().repo()))
                .toList();
    }

    private Optional<SecretValue> sharedToken(Target target) {
        return storage.eggs()
                .find(target.id().egg())
                .flatMap(egg -> egg.config().configOf(target.id()))
                .map(EggConfig::gitlab)
                .flatMap(gitlab -> gitlab.sharedToken())
                .flatMap(secrets::find);
    }
}
