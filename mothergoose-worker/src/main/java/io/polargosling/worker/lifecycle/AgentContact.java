package io.polargosling.worker.lifecycle;

import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabRunner;
import io.polargosling.domain.gitlab.GitLabRunnerHost;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerIdentity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a runner that seems dead to us is alive to GitLab. Our silence may be that of our own network or clock, and its
 * agent may take a job at any moment.
 */
final class AgentContact {

    private static final Duration LATELY = Duration.ofMinutes(5);

    /** What silence towards us alone tells of; each can be refuted. */
    private static final Set<String> BY_SILENCE = Set.of("heartbeat_lost", "no-load-reported");

    private final GitLab gitlab;
    private final InstantSource clock;

    AgentContact(GitLab gitlab, InstantSource clock) {
        this.gitlab = gitlab;
        this.clock = clock;
    }

    /** True when {@code reason} rests on silence and GitLab has heard of the runner's agent within five minutes. */
    boolean refutes(String reason, Runner runner, GitLabAccess access) {
        return BY_SILENCE.contains(reason)
                && !isLongOverdue(runner)
                && contactedAt(runner, access).filter(this::isLately).isPresent();
    }

    /** One that never says what it does is given up some time after its deadline, whatever its agent does. */
    private boolean isLongOverdue(Runner runner) {
        return runner.schedule()
                .deadline()
                .filter(end -> !isLately(end))
                .filter(end -> end.isBefore(clock.instant()))
                .isPresent();
    }

    private boolean isLately(Instant at) {
        return at.isAfter(clock.instant().minus(LATELY));
    }

    private Optional<Instant> contactedAt(Runner runner, GitLabAccess access) {
        var entity = runner.identity().gitlabRunnerId();
        if (entity.isEmpty()) {
            return Optional.empty();
        }
        if (!runner.identity().sharesEntity()) {
            return gitlab.runners().find(access, entity.getAsLong()).flatMap(GitLabRunner::contactedAt);
        }
        var systemId = RunnerIdentity.systemId(runner.id());
        return gitlab.runners().managers(access, entity.getAsLong()).stream()
                .filter(host -> host.systemId().equals(systemId))
                .findFirst()
                .flatMap(GitLabRunnerHost::contactedAt);
    }
}
