package io.polargosling.api.heartbeat;

import java.util.List;
import java.util.Optional;

/**
 * What a runner says of itself.
 *
 * @param sequence grows with every heartbeat of the runner
 * @param egg the egg it believes to serve
 * @param runningJobs GitLab's ids of the jobs it has
 * @param bootPhase how far its start has come; empty when it does not say
 * @param trouble what went wrong since the heartbeat before
 */
public record Heartbeat(
        long sequence, String egg, Load load, List<Long> runningJobs, Optional<String> bootPhase, Trouble trouble) {

    public Heartbeat {
        runningJobs = List.copyOf(runningJobs);
    }

    /** Its own word for what it does. */
    public enum Load {
        ACTIVE,
        IDLE,
        BUSY,
        DRAINING,
        FINISHED,
        STOPPING
    }

    /**
     * Failures that a runner reports.
     *
     * @param failures one text each
     * @param logTail the last lines of its agent's log; empty when there is no failure
     */
    public record Trouble(List<String> failures, List<String> logTail) {

        public Trouble {
            failures = List.copyOf(failures);
            logTail = List.copyOf(logTail);
        }

        /** Nothing went wrong. */
        public static Trouble none() {
            return new Trouble(List.of(), List.of());
        }
    }

    /** A heartbeat with nothing else to tell. */
    public static Heartbeat of(long sequence, String egg, Load load, List<Long> runningJobs) {
        return new Heartbeat(sequence, egg, load, runningJobs, Optional.empty(), Trouble.none());
    }

    /** True when any sign points to a job. */
    boolean showsJob() {
        return load == Load.BUSY || !runningJobs.isEmpty();
    }

    /** True when it takes no further job. */
    boolean takesNoMore() {
        return switch (load) {
            case DRAINING, FINISHED, STOPPING -> true;
            case ACTIVE, IDLE, BUSY -> false;
        };
    }
}
