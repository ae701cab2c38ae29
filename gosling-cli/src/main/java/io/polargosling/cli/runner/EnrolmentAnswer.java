package io.polargosling.cli.runner;

import java.time.Duration;

/** What the control plane says to an enrolment. */
sealed interface EnrolmentAnswer {

    record Enrolled(RunnerBootstrap bootstrap) implements EnrolmentAnswer {}

    /** Never to be tried again. */
    record Refused(int exitCode, String message) implements EnrolmentAnswer {}

    /** No usable answer; to be tried again. */
    record Later(String reason, Duration asked) implements EnrolmentAnswer {}
}
