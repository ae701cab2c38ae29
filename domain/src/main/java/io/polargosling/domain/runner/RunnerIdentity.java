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
 * @param sharesEntity true when other machines use the same runner entity, told apart by {@link #systemId}
 * @param cloudId the cloud's id of its machine; empty before it is made
 */
public record RunnerIdentity(
        Optional<TokenHash> enrolmentHash,
        Optional<TokenHash> runnerHash,
        OptionalLong gitlabRunnerId,
        boolean sharesEntity,
        Optional<String> cloudId) {

    /** Nothing known yet. */
    public static RunnerIdentity none() {
        return new RunnerIdentity(Optional.empty(), Optional.empty(), OptionalLong.empty(), false, Optional.empty());
    }

    /** This with another hash of the enrolment token. */
    public RunnerIdentity withEnrolment(Optional<TokenHash> changed) {
        return new RunnerIdentity(changed, runnerHash, gitlabRunnerId, sharesEntity, cloudId);
    }

    /** This after enrolment with a runner entity of its own. */
    public RunnerIdentity enrolled(TokenHash runner, long gitlabRunner) {
        return new RunnerIdentity(enrolmentHash, Optional.of(runner), OptionalLong.of(gitlabRunner), false, cloudId);
    }

    /** This after enrolment with a runner entity that other machines use too. */
    public RunnerIdentity enrolledWithShared(TokenHash runner, long gitlabRunner) {
        return new RunnerIdentity(enrolmentHash, Optional.of(runner), OptionalLong.of(gitlabRunner), true, cloudId);
    }

    /** This with the cloud's id of its machine. */
    public RunnerIdentity inCloud(Optional<String> changed) {
        return new RunnerIdentity(enrolmentHash, runnerHash, gitlabRunnerId, sharesEntity, changed);
    }

    /**
     * What the agent of {@code runner} calls itself at GitLab: {@code r_} and twelve characters, a form that
     * gitlab-runner takes from its {@code .runner_system_id} file.
     */
    public static String systemId(RunnerId runner) {
        return "r_" + runner.value();
    }
}
