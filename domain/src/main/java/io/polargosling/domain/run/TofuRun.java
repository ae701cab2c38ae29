package io.polargosling.domain.run;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.host.HostProcess;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * A run's record.
 *
 * @param id also the name of the run's folder
 * @param token fencing token of the lease it was started under
 * @param host see {@link io.polargosling.domain.host.HostProcess#thisHost()}
 * @param hostName what that host calls itself in locks, see
 *     {@link io.polargosling.domain.host.HostProcess#thisHostName()}; empty when it cannot be told
 * @param outcome how it ended; empty while it is open
 */
public record TofuRun(
        EggName egg,
        UUID id,
        long token,
        String host,
        Optional<String> hostName,
        Step step,
        Optional<String> outcome,
        Instant startedAt) {

    /**
     * The phase under way.
     *
     * @param pid process number of the phase; empty until it is started
     * @param pidStart in ticks since boot; empty until it is started
     * @param killBy after this instant the phase is dead whatever became of the worker
     */
    public record Step(TofuPhase phase, OptionalLong pid, OptionalLong pidStart, Instant killBy) {}

    /** One that begins on this host. */
    public static TofuRun here(EggName egg, UUID id, long token, Step step, Instant startedAt) {
        return new TofuRun(
                egg, id, token, HostProcess.thisHost(), HostProcess.thisHostName(), step, Optional.empty(), startedAt);
    }

    /** True until its end is recorded. */
    public boolean isOpen() {
        return outcome.isEmpty();
    }

    /** This run at another step. */
    public TofuRun at(Step changed) {
        return new TofuRun(egg, id, token, host, hostName, changed, outcome, startedAt);
    }

    /** This run ended. */
    public TofuRun ended(String how) {
        return new TofuRun(egg, id, token, host, hostName, step, Optional.of(how), startedAt);
    }
}
