package io.polargosling.domain.planner;

import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerPlatform;
import java.time.Duration;
import java.time.Instant;

/** What silence, and absence from a listing, say of a runner. */
final class Heard {

    private static final int MISSED = 3;
    /** A cloud may tell late of what it made or changed. */
    private static final Duration LISTING_SETTLES = Duration.ofMinutes(2);

    private Heard() {}

    /** True unless it should report and missed three heartbeats in a row. */
    static boolean isResponsive(Runner runner, PlannerInput input) {
        return switch (runner.state()) {
            case ACTIVE, IDLE, BUSY, DRAINING -> !isSilent(runner, input);
            case PROVISIONING, DEMOTING, DORMANT, PROMOTING, FAILED, TERMINATING, TERMINATED -> true;
        };
    }

    /**
     * True when its machine is known not to exist. Processes of this host are listed as they are; a cloud's listing
     * may be behind, so it is not believed against a fresh heartbeat, nor about a machine that was just made, whose
     * deadline comes soon enough.
     */
    static boolean isGone(Runner runner, PlannerInput input) {
        boolean listed = input.fleet()
                .machines()
                .map(machines -> machines.contains(runner.id()))
                .orElse(true);
        if (listed || runner.origin().platform() == RunnerPlatform.PROCESS) {
            return !listed;
        }
        boolean settled = !runner.status().since().plus(LISTING_SETTLES).isAfter(input.now());
        return settled
                && switch (runner.state()) {
                    case ACTIVE, IDLE, BUSY, DRAINING, DEMOTING -> isSilent(runner, input);
                    case DORMANT, PROMOTING -> true;
                    case PROVISIONING, FAILED, TERMINATING, TERMINATED -> false;
                };
    }

    /** True when it missed so many heartbeats that it is not counted on. */
    static boolean isSilent(Runner runner, PlannerInput input) {
        return runner.pulse()
                .lastHeartbeat()
                .orElse(Instant.MIN)
                .isBefore(input.now().minus(input.policy().heartbeat().multipliedBy(MISSED)));
    }
}
