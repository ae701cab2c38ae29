package io.polargosling.simulator.server;

import java.util.Locale;
import java.util.Optional;

/** The job states the simulator knows, a part of GitLab's. */
public enum JobStatus {
    PENDING,
    RUNNING,
    CANCELING,
    SUCCESS,
    FAILED,
    CANCELED;

    /** The name on the wire, in lower case. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True when nothing more happens to the job. */
    public boolean finished() {
        return this == SUCCESS || this == FAILED || this == CANCELED;
    }

    static Optional<JobStatus> parse(String wire) {
        for (JobStatus status : values()) {
            if (status.wire().equals(wire)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
