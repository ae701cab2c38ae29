package io.polargosling.worker.lifecycle;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Storage;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes runners under the egg's lease; a move of state leaves an audit row and a line in the log. */
public final class RunnerMoves {

    private static final Logger log = LoggerFactory.getLogger("io.polargosling.worker.runner");
    private static final String ACTOR = "worker";

    private final Storage storage;
    private final InstantSource clock;

    /** Moves in {@code storage}. */
    public RunnerMoves(Storage storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /**
     * Moves the runner to {@code next} in one atomic write.
     *
     * @param cause why, as it stands on the row
     * @return the row as written
     */
    public Runner move(Runner runner, RunnerState next, String cause, Fence fence) {
        var moved = runner.moveTo(next, clock.instant(), Optional.of(cause));
        return write(runner, moved, cause, fence);
    }

    /** Writes {@code changed}, whose state may differ from that of {@code before}. */
    public Runner write(Runner before, Runner changed, String reason, Fence fence) {
        return write(before, asWrite(before, changed, reason, fence), reason);
    }

    /**
     * As {@link #write}, for a move that takes a slot.
     *
     * @param limits of the pool the slot is of
     * @throws io.polargosling.domain.problem.CapacityException when there is no room; nothing is written then
     */
    Runner writeTaking(Runner before, Runner changed, String reason, SlotLimits limits, Fence fence) {
        return write(before, asWrite(before, changed, reason, fence).withLimits(limits), reason);
    }

    /**
     * Moves the runner to its end as one that failed: its slot is free at once, its machine is destroyed next.
     *
     * @param cause a stable code
     * @param evidence what is known about it besides; stands on the row behind the code
     */
    void fail(Runner runner, String cause, String evidence, Fence fence) {
        var full = evidence.isEmpty() ? cause : cause + ": " + evidence;
        var failed = write(runner, runner.moveTo(RunnerState.FAILED, clock.instant(), Optional.of(full)), cause, fence);
        write(failed, failed.moveTo(RunnerState.TERMINATING, clock.instant(), Optional.empty()), cause, fence);
    }

    private RunnerWrite asWrite(Runner before, Runner changed, String reason, Fence fence) {
        return new RunnerWrite(
                List.of(changed), audit(before, changed, reason), Optional.empty(), Optional.of(fence), false);
    }

    private Runner write(Runner before, RunnerWrite write, String reason) {
        var written = storage.runners().write(write).getFirst();
        tell(before, written, reason);
        return written;
    }

    private List<AuditEntry> audit(Runner before, Runner changed, String reason) {
        if (before.state() == changed.state()) {
            return List.of();
        }
        var details = Map.of(
                "from",
                before.state().word(),
                "to",
                changed.state().word(),
                "reason",
                reason,
                "egg",
                changed.egg().value());
        return List.of(AuditEntry.of(
                clock.instant(), ACTOR, "runner." + changed.state().word(), "runner/" + changed.id(), details));
    }

    private static void tell(Runner before, Runner after, String reason) {
        if (before.state() != after.state()) {
            log.info(
                    "runner {} egg={} runner={} from={} reason={}",
                    after.state().word(),
                    after.egg(),
                    after.id(),
                    before.state().word(),
                    reason);
        }
    }
}
