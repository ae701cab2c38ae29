package io.polargosling.uglyfox.evaluate;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.egg.RunnerSettings;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerOrigin;
import io.polargosling.domain.runner.RunnerPlatform;
import io.polargosling.domain.runner.RunnerPulse;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.testkit.gen.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Eggs and runners as the tests of UglyFox need them; an egg ends idle runners after 10 minutes. */
public final class Fleets {

    public static final Instant NOW = Samples.NOW;
    public static final Duration HEARTBEAT = Duration.ofSeconds(30);
    public static final Duration IDLE_TIMEOUT = Duration.ofMinutes(10);

    private static final Duration POOL_TIMEOUT = Duration.ofMinutes(30);

    private Fleets() {}

    public static Egg egg(String name, int maxRunners) {
        var plain = Samples.eggConfig(name);
        var config = new EggConfig(
                plain.name(),
                plain.type(),
                plain.placements(),
                plain.resources(),
                new RunnerSettings(plain.runner().jobs(), plain.runner().agent(), maxRunners, IDLE_TIMEOUT),
                plain.gitlab(),
                plain.options());
        var revision = new EggRevision(config.name(), 2, config, Samples.hash('a'), Samples.COMMIT, NOW);
        return new Egg(revision, EggState.ACTIVE, Optional.empty(), false, Optional.empty(), 1, 1, NOW);
    }

    public static PoolLimits limits(int apexMin, int apexMax, int nadirMax) {
        return new PoolLimits(new PoolLimits.Range(apexMin, apexMax), new PoolLimits.Range(0, nadirMax), POOL_TIMEOUT);
    }

    public static EggFleet fleet(Egg egg, PoolLimits limits, List<Runner> runners) {
        return new EggFleet(egg, runners, limits, 0);
    }

    /** A runner of Apex on this host that is an hour old, was heard from just now and has caused nothing. */
    public static Runner runner(EggName egg, int number, RunnerState state) {
        return runner(egg, number, state, RunnerPlatform.PROCESS, Duration.ofHours(1), Duration.ZERO);
    }

    /** A runner that entered its state, and became idle if it is, {@code inState} ago. */
    public static Runner runner(
            EggName egg, int number, RunnerState state, RunnerPlatform platform, Duration age, Duration inState) {
        var id = RunnerId.of(String.format(Locale.ROOT, "runner%06d", number));
        var kind = platform == RunnerPlatform.SERVERLESS ? RunnerKind.SERVERLESS : RunnerKind.VM;
        var place = platform == RunnerPlatform.PROCESS ? Placement.local() : cloud();
        var origin = new RunnerOrigin(egg, Optional.empty(), kind, platform, place, 2, Samples.COMMIT, NOW.minus(age));
        var pool = state == RunnerState.DORMANT ? Pool.NADIR : kind == RunnerKind.VM ? Pool.APEX : Pool.SERVERLESS;
        return Runner.reserved(id, origin, pool, NOW.minus(age).plus(Duration.ofMinutes(10)))
                .moveTo(state, NOW.minus(inState), Optional.empty())
                .withPulse(new RunnerPulse(
                        Optional.of(NOW),
                        1,
                        state == RunnerState.BUSY ? List.of(7L) : List.of(),
                        false,
                        Optional.empty(),
                        0));
    }

    private static Placement cloud() {
        return new Placement(
                CloudProvider.AWS,
                Optional.of("eu-central-1"),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    public static Runner silentFor(Runner runner, Duration silence) {
        var pulse = runner.pulse();
        return runner.withPulse(new RunnerPulse(
                Optional.of(NOW.minus(silence)),
                pulse.sequence(),
                pulse.runningJobs(),
                pulse.finished(),
                pulse.bootPhase(),
                pulse.failures()));
    }

    public static Runner failing(Runner runner, int failures) {
        var pulse = runner.pulse();
        return runner.withPulse(new RunnerPulse(
                pulse.lastHeartbeat(),
                pulse.sequence(),
                pulse.runningJobs(),
                pulse.finished(),
                pulse.bootPhase(),
                failures));
    }
}
