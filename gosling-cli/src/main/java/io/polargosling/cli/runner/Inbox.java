package io.polargosling.cli.runner;

import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What other threads tell the one that decides. */
final class Inbox {

    /** A message. */
    sealed interface Message {

        /** SIGTERM: no new jobs, finish the current one, end. */
        record Terminate() implements Message {}

        /** SIGINT: end now. */
        record Interrupt() implements Message {}

        record Enrolment(EnrolmentAnswer answer) implements Message {}

        record Beat(HeartbeatAnswer answer) implements Message {}

        record AgentVersion(String version) implements Message {}

        /**
         * Other jobs run than before.
         *
         * @param run which start of the agent this is about
         */
        record Jobs(int run, SortedSet<Long> jobs) implements Message {}

        /**
         * The agent has ended.
         *
         * @param run which start of the agent this is about
         * @param started jobs it began
         * @param lastLine of its output, masked
         */
        record AgentEnded(int run, int status, int started, String lastLine) implements Message {}
    }

    private final LinkedBlockingQueue<Message> queue = new LinkedBlockingQueue<>();

    void put(Message message) {
        queue.add(message);
    }

    /** The next message, or empty when none comes in time. */
    Optional<Message> next(Duration wait) throws InterruptedException {
        return Optional.ofNullable(queue.poll(Math.max(0, wait.toMillis()), TimeUnit.MILLISECONDS));
    }
}
