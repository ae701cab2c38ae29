package io.polargosling.domain.runner;

import io.polargosling.domain.token.TokenHash;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a runner proves who it is, and who it is elsewhere.
 *
 * @param enrolmentHash of the one-time token, which the first heartbeat spends; kept then, so that a late second use can
 *     be told from a forged one
 * @param runnerHash of the runner's own token; empty before enrolment
 * @param gitlabRunnerId GitLab's id of its runner entity; empty before enrolment
 * @param cloudId the cloud's id of its machine; empty before it is made
 */
public record RunnerIdentity(
        Optional<TokenHash> enrolmentHash,
        Optional<TokenHash> runnerHash,
        OptionalLong gitlabRunnerId,
        Optional<String> cloudId) {

    /** Nothing known yet. */
    public static RunnerIdentity none() {
        return new RunnerIdentity(Optional.empty(), Optional.empty(), OptionalLong.empty(), Optional.empty());
    }

    /** This with another hash of the enrolment token. */
    public RunnerIdentity withEnrolment(Optional<TokenHash> changed) {
        return new RunnerIdentity(changed, runnerHash, gitlabRunnerId, cloudId);
    }

    /** This after enrolment. */
    public RunnerIdentity enrolled(TokenHash runner, long gitlabRunner) {
        return new RunnerIdentity(enrolmentHash, Optional.of(runner), OptionalLong.of(gitlabRunner), cloudId);
    }
}
