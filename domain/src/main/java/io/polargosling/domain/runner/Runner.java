package io.polargosling.domain.runner;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.pool.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A runner's row.
 *
 * @param slot the pool it belongs to; empty when it holds no slot any more. See {@link #slots()}
 * @param version the row's version as read; 0 for a row not yet written
 */
public record Runner(
        RunnerId id,
        RunnerOrigin origin,
        RunnerStatus status,
        RunnerSchedule schedule,
        RunnerPulse pulse,
        RunnerIdentity identity,
        Optional<Pool> slot,
        long version) {

    /** How long a runner may be reserved before its egg is looked at again for its sake. */
    public static final Duration RESERVATION = Duration.ofMinutes(10);

    /** A freshly reserved runner that is to hold a slot of {@code slot}. */
    public static Runner reserved(RunnerId id, RunnerOrigin origin, Pool slot, Instant deadline) {
        var status = new RunnerStatus(
                RunnerState.PROVISIONING, Phase.RESERVED, Optional.empty(), Optional.empty(), origin.createdAt(), 0);
        return new Runner(
                id,
                origin,
                status,
                RunnerSchedule.none().withDeadline(Optional.of(deadline)),
                RunnerPulse.none(),
                RunnerIdentity.none(),
                Optional.of(slot),
                0);
    }

    /** As above, for a runner of this revision at {@code placement}, to be made within {@link #RESERVATION}. */
    public static Runner reserved(
            RunnerId id,
            EggRevision revision,
            Optional<String> repo,
            RunnerKind kind,
            Placement placement,
            Instant now) {
        var platform = RunnerPlatform.of(placement.provider(), kind);
        var origin = new RunnerOrigin(
                revision.egg(), repo, kind, platform, placement, revision.number(), revision.commit(), now);
        return reserved(id, origin, pool(revision.egg(), kind), now.plus(RESERVATION));
    }

    private static Pool pool(EggName egg, RunnerKind kind) {
        if (egg.isOfJob()) {
            return Pool.JOB;
        }
        return kind == RunnerKind.VM ? Pool.APEX : Pool.SERVERLESS;
    }

    /** The egg it belongs to. */
    public EggName egg() {
        return origin.egg();
    }

    /** Its exact state. */
    public RunnerState state() {
        return status.state();
    }

    /**
     * The pools whose slots it holds: one as a rule, both while it is on its way between Apex and Nadir, so that neither
     * has more than its maximum at any moment. A terminated one holds none.
     */
    public Set<Pool> slots() {
        return slot.filter(_ -> state() != RunnerState.TERMINATED)
                .map(pool -> isBetweenPools(pool) ? Set.of(Pool.APEX, Pool.NADIR) : Set.of(pool))
                .orElse(Set.of());
    }

    private boolean isBetweenPools(Pool pool) {
        return (state() == RunnerState.DEMOTING || state() == RunnerState.PROMOTING)
                && (pool == Pool.APEX || pool == Pool.NADIR);
    }

    /**
     * This runner moved to {@code next}: phase, next action and proof are reset, and the deadline to the end of its
     * life where that is what ends the state; a stopped one belongs to Nadir and one that is started to Apex; a failed
     * or terminated runner gives its slots back; a final state ends the
     * order too. Legality is checked by the store.
     */
    public Runner moveTo(RunnerState next, Instant now, Optional<String> cause) {
        var order = next == RunnerState.TERMINATED ? Optional.<PendingOrder>empty() : status.order();
        var idleSince = next == RunnerState.IDLE
                ? schedule.idleSince().or(() -> Optional.of(now))
                : next == RunnerState.BUSY ? Optional.<Instant>empty() : schedule.idleSince();
        boolean works = next == RunnerState.IDLE || next == RunnerState.BUSY;
        return new Runner(
                id,
                origin,
                new RunnerStatus(next, Phase.NONE, cause.or(status::cause), order, now, status.attempt()),
                new RunnerSchedule(
                        works ? schedule.lifetimeEnd() : Optional.empty(),
                        Optional.empty(),
                        idleSince,
                        Optional.empty(),
                        schedule.lifetimeEnd()),
                pulse,
                identity,
                slotIn(next),
                version);
    }

    private Optional<Pool> slotIn(RunnerState next) {
        return switch (next) {
            case FAILED, TERMINATED -> Optional.empty();
            case DORMANT -> slot.map(_ -> Pool.NADIR);
            case PROMOTING -> slot.map(_ -> Pool.APEX);
            case PROVISIONING, ACTIVE, IDLE, BUSY, DRAINING, DEMOTING, TERMINATING -> slot;
        };
    }

    /** This runner in another phase of its state. */
    public Runner inPhase(Phase phase) {
        return withStatus(new RunnerStatus(
                status.state(), phase, status.cause(), status.order(), status.since(), status.attempt()));
    }

    /** This runner with one more attempt counted. */
    public Runner attemptedAgain() {
        return withStatus(new RunnerStatus(
                status.state(), status.phase(), status.cause(), status.order(), status.since(), status.attempt() + 1));
    }

    /** This runner with another order, or none. */
    public Runner withOrder(Optional<PendingOrder> order) {
        return withStatus(new RunnerStatus(
                status.state(), status.phase(), status.cause(), order, status.since(), status.attempt()));
    }

    /** This runner with another schedule. */
    public Runner withSchedule(RunnerSchedule changed) {
        return new Runner(id, origin, status, changed, pulse, identity, slot, version);
    }

    /** This runner with another pulse. */
    public Runner withPulse(RunnerPulse changed) {
        return new Runner(id, origin, status, schedule, changed, identity, slot, version);
    }

    /** This runner with another identity. */
    public Runner withIdentity(RunnerIdentity changed) {
        return new Runner(id, origin, status, schedule, pulse, changed, slot, version);
    }

    /** This runner reserved as {@code changed} says; a store never changes it. */
    public Runner withOrigin(RunnerOrigin changed) {
        return new Runner(id, changed, status, schedule, pulse, identity, slot, version);
    }

    /** This runner as read at {@code changed}. */
    public Runner withVersion(long changed) {
        return new Runner(id, origin, status, schedule, pulse, identity, slot, changed);
    }

    private Runner withStatus(RunnerStatus changed) {
        return new Runner(id, origin, changed, schedule, pulse, identity, slot, version);
    }
}
