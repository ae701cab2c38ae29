package io.polargosling.api.heartbeat;

import java.util.List;

/**
 * What a runner says of itself.
 *
 * @param sequence grows with every heartbeat of the runner
 * @param egg the egg it believes to serve
 * @param runningJobs GitLab's ids of the jobs it has
 * @param failures failures since the heartbeat before
 */
public record Heartbeat(long sequence, String egg, Load load, List<Long> runningJobs, int failures) {

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

    /** True when any sign points to a job. */
    boolean showsJob() {
        return load == Load.BUSY || !runningJobs.isEmpty();
    }
}
