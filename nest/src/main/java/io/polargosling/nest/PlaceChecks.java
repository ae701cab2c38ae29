package io.polargosling.nest;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.infrastructure.Infrastructure;
import io.polargosling.fly.decode.CloudSpec;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.DidYouMean;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Whether eggs are where the control plane is: on its clouds, and on GitLab servers it may talk to. */
final class PlaceChecks {

    private final Infrastructure infrastructure;
    private final NestProblems problems;

    PlaceChecks(Infrastructure infrastructure, NestProblems problems) {
        this.infrastructure = infrastructure;
        this.problems = problems;
    }

    /** Names of eggs with an error are added to {@code broken}. */
    void check(List<Declared> eggs, SortedSet<EggName> broken) {
        Optional<List<GitLabServer>> allowed = infrastructure.nest().gitlabServers();
        for (Declared egg : eggs) {
            if (allowed.isPresent() && !checkServers(egg, allowed.get())) {
                broken.add(egg.name());
            }
            checkProviders(egg);
        }
    }

    private boolean checkServers(Declared egg, List<GitLabServer> allowed) {
        boolean valid = true;
        for (Declared.Target target : egg.targets()) {
            if (!allowed.contains(target.binding().server())) {
                List<String> hosts = allowed.stream().map(GitLabServer::host).toList();
                problems.add(
                        egg.subject(),
                        Diagnostic.error(
                                        "server-not-allowed",
                                        "Server not allowed",
                                        "The server %s is not one eggs may name (expected one of: %s)."
                                                .formatted(
                                                        target.written()
                                                                .server()
                                                                .shown(),
                                                        String.join(", ", hosts)),
                                        target.written().server().range())
                                .suggesting(
                                        target.written().server().sensitive()
                                                ? Optional.empty()
                                                : DidYouMean.advice(
                                                                target.binding()
                                                                        .server()
                                                                        .host(),
                                                                hosts)
                                                        .or(() -> Optional.of(
                                                                "Or add it to \"gitlab_servers\" of the nest"
                                                                        + " block in MG/config.fly."))));
                valid = false;
            }
        }
        return valid;
    }

    /** Machines of the worker's own host need nothing that bootstrap makes. */
    private void checkProviders(Declared egg) {
        CloudProvider own = infrastructure.cloud().provider();
        for (CloudSpec cloud : egg.places().clouds()) {
            CloudProvider provider = FleetMapper.provider(cloud.provider().value());
            if (provider != CloudProvider.LOCAL && provider != own) {
                problems.add(
                        egg.subject(),
                        Diagnostic.warning(
                                "provider-not-bootstrapped",
                                "Cloud not described",
                                "Runners on \"%s\" need what MG/config.fly describes for \"%s\" only."
                                        .formatted(provider.word(), own.word()),
                                cloud.provider().range()));
            }
        }
    }
}
