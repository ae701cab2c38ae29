package io.polargosling.cli.runner;

import java.util.OptionalInt;

/**
 * How many jobs one run of the agent may begin.
 *
 * @param most empty for any number
 */
record JobQuota(JobLog jobs, OptionalInt most) {

    /** True when it may begin no further one. */
    boolean isUsedUp() {
        return most.isPresent() && jobs.started() >= most.getAsInt();
    }

    /** True while it has one. */
    boolean isWorking() {
        return jobs.isWorking();
    }
}
