package io.polargosling.standalone.simulation;

import io.polargosling.domain.breaker.Breaker;
import io.polargosling.domain.breaker.BreakerScope;
import io.polargosling.domain.demand.ReasonCode;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.planner.Breakers;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold in every history, whatever happens; looked at every few seconds and at the end. */
final class Laws {

    private static final long MINUTE = 60_000;

    /** One boot (an apply, a start, an enrolment and two heartbeats), two periods, and the ways of messages. */
    private static final long SERVED = 110_000 + 2 * MINUTE + 30_000;

    /** The longest probe interval and the rest of a place more. */
    private static final long SERVED_AT_LAST = 30 * MINUTE + 10 * MINUTE + SERVED;

    /** A lease that nobody renews is taken over, at a look that comes with the sweep after. */
    private static final long TAKEN_OVER = 70_000 + 3 * MINUTE;

    /** Two sweeps, and the naps between. */
    private static final long ORPHAN = 2 * 2 * MINUTE + 30_000;

    /** The longest that a state with a deadline lasts, with two periods to notice. */
    private static final Map<RunnerState, Long> LONGEST = Map.of(
            RunnerState.PROVISIONING, 23 * MINUTE,
            RunnerState.ACTIVE, 4 * MINUTE,
            RunnerState.DRAINING, 8 * MINUTE,
            RunnerState.DEMOTING, 12 * MINUTE,
            RunnerState.PROMOTING, 5 * MINUTE,
            RunnerState.FAILED, 2 * MINUTE,
            RunnerState.TERMINATING, 5 * MINUTE);

    /** Between two tries to end a machine. */
    private static final long LONGEST_WAIT = 20 * MINUTE;

    private final World world;
    private final Map<RunnerId, Long> ownerlessSince = new HashMap<>();
    private final Map<RunnerId, Stay> stays = new HashMap<>();
    private final Set<Object> told = new HashSet<>();
    private final Map<EggName, Long> lastDemand = new HashMap<>();

    /** Since when a runner is in its state, by a clock that does not jump. */
    private record Stay(RunnerState state, long since) {}

    Laws(World world) {
        this.world = world;
    }

    /** A worker has died, another one comes at {@code back}. */
    void workerDied(String host, long back) {
        world.weather.troubleAll(back + TAKEN_OVER);
        for (var egg : world.eggs) {
            world.storage
                    .runs()
                    .open(egg.name())
                    .filter(run -> run.host().equals(host))
                    .ifPresent(run -> {
                        // A worker on another host waits for this before it closes the run.
                        long safe = run.step().killBy().toEpochMilli()
                                - world.loop.wall().instant().toEpochMilli();
                        world.weather.trouble(egg.name(), world.loop.now() + safe + MINUTE + TAKEN_OVER);
                    });
        }
    }

    /** Rows were written. */
    void afterWrite(String method, Object[] arguments) {
        if (method.equals("reserve")) {
            world.eggs.forEach(this::neverOverMaximum);
        }
    }

    /** Looks at everything. */
    void look() {
        for (var egg : world.eggs) {
            var rows = world.storage.runners().ofEgg(egg.name());
            noteReasonsToWait(egg, rows);
            neverOverMaximum(egg);
            servedInTime(egg);
            nothingStuck(egg, rows);
            downToTheMinimum(egg, rows);
        }
        noOrphans();
    }

    private void once(Object subject, String law, String how) {
        if (told.add(List.of(law, subject))) {
            world.chronicle.violated(law, how);
        }
    }

    private void noteReasonsToWait(EggConfig egg, List<Runner> rows) {
        long held = rows.stream().filter(Laws::isInService).count();
        if (held >= egg.runner().maxRunners()
                || rows.stream().filter(runner -> runner.slots().isEmpty()).count()
                        >= egg.runner().maxRunners()) {
            world.weather.saturated(egg.name());
        }
        boolean eggRests = isOpen(BreakerScope.of(egg.name()));
        boolean placesRest = egg.placements().stream()
                .allMatch(place -> isOpen(Breakers.scope(place, egg.type().orElseThrow(), egg.resources())));
        if (eggRests || placesRest || backsOff(egg)) {
            world.weather.rough(egg.name(), world.loop.now());
        }
    }

    /** It rests, for at most ten minutes, since what was made for it of late came to nothing. */
    private boolean backsOff(EggConfig egg) {
        return world.storage.decisions().newest(egg.name(), 1).stream()
                .flatMap(last -> last.reasons().stream())
                .anyMatch(reason -> reason.startsWith(ReasonCode.BACKING_OFF.word()));
    }

    private boolean isOpen(BreakerScope scope) {
        return world.storage
                .breakers()
                .find(scope)
                .filter(breaker -> breaker.state() != Breaker.State.CLOSED)
                .isPresent();
    }

    private static boolean isInService(Runner runner) {
        return runner.slots().stream().anyMatch(Pool::countsInAll);
    }

    private void neverOverMaximum(EggConfig egg) {
        int most = egg.runner().maxRunners();
        var holding = world.storage.runners().ofEgg(egg.name()).stream()
                .filter(Laws::isInService)
                .map(Runner::id)
                .collect(Collectors.toSet());
        if (holding.size() > most) {
            once(egg.name(), "never over the maximum", holding.size() + " rows of " + egg.name() + ", at most " + most);
        }
        int used = world.storage.runners().capacity(egg.name()).stream()
                .filter(use -> use.pool().countsInAll())
                .mapToInt(use -> use.used())
                .sum();
        if (used != holding.size()) {
            once(egg.name(), "the counter tells the rows", used + " counted, " + holding.size() + " hold");
        }
    }

    private void servedInTime(EggConfig egg) {
        long now = world.loop.now();
        for (var job : world.gitlab.openJobs()) {
            if (job.egg.equals(egg.name())) {
                lastDemand.put(egg.name(), now);
            }
            if (!job.egg.equals(egg.name()) || !job.isPending()) {
                continue;
            }
            long known = Math.max(job.created, job.knownBy);
            long calm = Math.max(known, world.weather.calmSince(egg.name()));
            if (now - calm > SERVED) {
                once(
                        job,
                        "every job is served in time",
                        "job " + job.id.number() + " of " + egg.name() + " waits for " + (now - calm) / 1000
                                + " s without a reason; " + decided(egg));
            }
            long fine = Math.max(
                    Math.max(known, world.weather.troubleEnded(egg.name())), world.weather.roomSince(egg.name()));
            if (now - fine > SERVED_AT_LAST) {
                once(
                        job,
                        "every job is served at last",
                        "job " + job.id.number() + " of " + egg.name() + " waits for " + (now - fine) / 1000
                                + " s for nothing from outside");
            }
        }
    }

    private String decided(EggConfig egg) {
        return "last decided "
                + world.storage.decisions().newest(egg.name(), 1).stream()
                        .map(last -> last.at() + " " + last.pending() + " pending " + last.reasons())
                        .toList()
                + " at " + world.loop.wall().instant();
    }

    private void nothingStuck(EggConfig egg, List<Runner> rows) {
        for (var runner : rows) {
            var stay = stays.merge(
                    runner.id(),
                    new Stay(runner.state(), world.loop.now()),
                    (known, fresh) -> known.state() == fresh.state() ? known : fresh);
            long since = stay.since();
            long calm = Math.max(since, world.weather.troubleEnded(egg.name()));
            var longest = LONGEST.get(runner.state());
            if (runner.state() == RunnerState.TERMINATING && calm > since) {
                // The waits between tries have grown in the trouble.
                longest = LONGEST_WAIT + 5 * MINUTE;
            }
            if (longest != null && world.loop.now() - calm > longest) {
                once(
                        List.of(runner.id(), runner.state()),
                        "nothing is stuck",
                        runner.id() + " is " + runner.state().word() + " "
                                + runner.status().phase().word() + " for " + (world.loop.now() - calm) / 1000 + " s");
            }
        }
    }

    /** Idle timeout, one check, one period, the drain and the run. */
    private void downToTheMinimum(EggConfig egg, List<Runner> rows) {
        long bound = egg.runner().idleTimeout().toMillis() + 5 * MINUTE + MINUTE + 3 * MINUTE + 2 * MINUTE;
        long calm = Math.max(lastDemand.getOrDefault(egg.name(), 0L), world.weather.troubleEnded(egg.name()));
        // Those whose end waits for its next try are seen to by the law above.
        boolean some = rows.stream()
                .filter(row -> row.state() != RunnerState.DORMANT)
                .anyMatch(row ->
                        row.state() != RunnerState.TERMINATING || row.status().attempt() == 0);
        if (some && world.loop.now() - calm > bound) {
            once(
                    List.of(egg.name(), calm),
                    "down to the minimum",
                    egg.name() + " still has " + rows.size()
                            + " runners " + (world.loop.now() - calm) / 1000 + " s after its last demand: "
                            + rows.stream()
                                    .map(row -> row.id() + " " + row.state().word())
                                    .toList());
        }
    }

    private void noOrphans() {
        var seen = new HashSet<RunnerId>();
        for (var cloud : world.clouds.values()) {
            for (CloudResource machine : cloud.inside().machines()) {
                boolean owned = world.storage
                        .runners()
                        .find(machine.runner())
                        .filter(row -> row.state() != RunnerState.TERMINATED)
                        .isPresent();
                if (!owned) {
                    seen.add(machine.runner());
                    long since = ownerlessSince.computeIfAbsent(machine.runner(), _ -> world.loop.now());
                    long calm = Math.max(since, world.weather.allTroubleEnded());
                    if (world.loop.now() - calm > ORPHAN) {
                        once(
                                machine.runner(),
                                "no resource without an owner",
                                machine.runner() + " for " + (world.loop.now() - since) / 1000 + " s");
                    }
                }
            }
        }
        ownerlessSince.keySet().retainAll(seen);
    }

    /** When a job of any egg last waited or ran. */
    long lastDemand() {
        return lastDemand.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** True when nothing is left to be done: all machines are gone, but for those that sleep. */
    boolean isAtRest() {
        var asleep = world.eggs.stream()
                .flatMap(egg -> world.storage.runners().ofEgg(egg.name()).stream())
                .toList();
        var kept = asleep.stream().map(Runner::id).collect(Collectors.toSet());
        return world.gitlab.openJobs().isEmpty()
                && asleep.stream().allMatch(runner -> runner.state() == RunnerState.DORMANT)
                && world.clouds.values().stream()
                        .flatMap(cloud -> cloud.inside().machines().stream())
                        .allMatch(machine -> kept.contains(machine.runner()));
    }

    /** The end: what OpenTofu believes to be there is what the rows say. */
    void lookAtTheEnd() {
        for (var egg : world.eggs) {
            var wanted = world.storage.runners().ofEgg(egg.name()).stream()
                    .map(Runner::id)
                    .collect(Collectors.toSet());
            if (!world.tofu.state(egg.name()).equals(wanted)) {
                once(egg.name(), "states tell what there is", world.tofu.state(egg.name()) + ", rows " + wanted);
            }
        }
    }
}
