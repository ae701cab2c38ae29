package io.polargosling.cli.runner;

import io.polargosling.domain.secret.SecretValue;
import java.time.Duration;

/** What the control plane says to an enrolment. */
sealed interface EnrolmentAnswer {

    /**
     * The machine is a runner now.
     *
     * @param text the answer as it came, which holds tokens
     */
    record Enrolled(RunnerBootstrap bootstrap, SecretValue text) implements EnrolmentAnswer {}

    /** Never to be tried again. */
    record Refused(int exitCode, String message) implements EnrolmentAnswer {}

    /** No usable answer; to be tried again. */
    record Later(String reason, Duration asked) implements EnrolmentAnswer {}
}
