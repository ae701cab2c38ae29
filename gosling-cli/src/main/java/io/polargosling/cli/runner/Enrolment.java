package io.polargosling.cli.runner;

import io.polargosling.cli.client.Backoff;
import io.polargosling.cli.print.ExitCode;
import io.polargosling.domain.secret.SecretValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Becomes a runner the control plane knows; tries until it has an answer that counts. */
final class Enrolment {

    /** How it ended. */
    sealed interface Result {

        /**
         * It is a runner now.
         *
         * @param text the answer as it came, which holds tokens
         */
        record Enrolled(RunnerBootstrap bootstrap, SecretValue text) implements Result {}

        /**
         * There is no runner to be.
         *
         * @param message empty when a signal ended it
         */
        record Over(int exitCode, String message) implements Result {}
    }

    private final RunnerApi api;
    private final Inbox inbox;
    private final InstantSource steady;
    private final Backoff backoff;
    private final ActLog log;

    Enrolment(RunnerApi api, Inbox inbox, InstantSource steady, Backoff backoff, ActLog log) {
        this.api = api;
        this.inbox = inbox;
        this.steady = steady;
        this.backoff = backoff;
        this.log = log;
    }

    Result run(SecretValue token) throws InterruptedException {
        @Nullable Instant again = ask(token);
        while (true) {
            Duration wait = again == null ? Duration.ofDays(1) : Duration.between(steady.instant(), again);
            var message = inbox.next(wait);
            if (message.isEmpty()) {
                again = again == null ? null : ask(token);
                continue;
            }
            switch (message.get()) {
                case Inbox.Message.Terminate terminate -> {
                    return new Result.Over(ExitCode.DONE, "");
                }
                case Inbox.Message.Interrupt interrupt -> {
                    return new Result.Over(ExitCode.INTERRUPTED, "");
                }
                case Inbox.Message.Enrolment(EnrolmentAnswer.Enrolled enrolled) -> {
                    return new Result.Enrolled(enrolled.bootstrap(), enrolled.text());
                }
                case Inbox.Message.Enrolment(EnrolmentAnswer.Refused refused) -> {
                    return new Result.Over(refused.exitCode(), refused.message());
                }
                case Inbox.Message.Enrolment(EnrolmentAnswer.Later later) -> {
                    Duration pause = backoff.next(later.asked());
                    log.warn("enrolment put off", "retry_ms=" + pause.toMillis(), "reason=\"" + later.reason() + "\"");
                    again = steady.instant().plus(pause);
                }
                case Inbox.Message.Beat beat -> {}
                case Inbox.Message.AgentVersion version -> {}
                case Inbox.Message.Jobs jobs -> {}
                case Inbox.Message.AgentEnded ended -> {}
            }
        }
    }

    /** Asks; nothing is due until the answer is there. */
    private @Nullable Instant ask(SecretValue token) {
        var _ = api.enrol(token).thenAccept(answer -> inbox.put(new Inbox.Message.Enrolment(answer)));
        return null;
    }
}
