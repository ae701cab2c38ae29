package io.polargosling.testkit.gen;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.egg.RunnerSettings;
import io.polargosling.domain.planner.Breakers;
import io.polargosling.domain.planner.Fleet;
import io.polargosling.domain.planner.PlannerInput;
import io.polargosling.domain.planner.PoolPolicy;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerIdentity;
import io.polargosling.domain.runner.RunnerOrigin;
import io.polargosling.domain.runner.RunnerPlatform;
import io.polargosling.domain.runner.RunnerPulse;
import io.polargosling.domain.runner.RunnerState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/** An egg with very many runners of all states and kinds, and very many jobs, to see how long a decision takes. */
public final class PlannerLoad {

    private static final List<RunnerState> STATES = List.of(
            RunnerState.PROVISIONING,
            RunnerState.ACTIVE,
            RunnerState.IDLE,
            RunnerState.BUSY,
            RunnerState.BUSY,
            RunnerState.BUSY,
            RunnerState.DRAINING,
            RunnerState.DORMANT,
            RunnerState.FAILED,
            RunnerState.TERMINATING);

    private static final Placement PLACE = new Placement(
            CloudProvider.AWS,
            Optional.of("eu-1"),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty());

    private PlannerLoad() {}

    /** As many {@code runners}, and {@code jobs} of which every other one runs; the egg may have half as many more. */
    public static PlannerInput of(int runners, int jobs) {
        var plain = Samples.eggConfig("load");
        var settings = plain.runner();
        int most = runners + runners / 2;
        var config = new EggConfig(
                plain.name(),
                Optional.empty(),
                List.of(PLACE),
                plain.resources(),
                new RunnerSettings(settings.jobs(), settings.agent(), most, settings.idleTimeout()),
                plain.gitlab(),
                plain.options());
        var revision = new EggRevision(config.name(), 1, config, Samples.hash('a'), Samples.COMMIT, Samples.NOW);
        var egg = new Egg(revision, EggState.ACTIVE, Optional.empty(), false, Optional.empty(), 1, 0, Samples.NOW);
        var fleet = IntStream.range(0, runners).mapToObj(PlannerLoad::runner).toList();
        var open =
                IntStream.range(0, jobs).mapToObj(n -> job(n, config, runners)).toList();
        return new PlannerInput(
                egg,
                Optional.of(open),
                new Fleet(
                        fleet,
                        fleet.subList(Math.max(0, runners - 12), runners).reversed(),
                        Optional.empty(),
                        Set.of()),
                new PoolPolicy(PoolLimits.defaults(most), Duration.ofSeconds(30), Duration.ofHours(24)),
                Breakers.CLOSED,
                Samples.NOW);
    }

    private static Runner runner(int number) {
        var kind = number % 2 == 0 ? RunnerKind.VM : RunnerKind.SERVERLESS;
        var wanted = STATES.get(number / 2 % STATES.size());
        var state = wanted == RunnerState.DORMANT && kind == RunnerKind.SERVERLESS ? RunnerState.IDLE : wanted;
        var origin = new RunnerOrigin(
                Samples.eggConfig("load").name(),
                Optional.empty(),
                kind,
                RunnerPlatform.of(PLACE.provider(), kind),
                PLACE,
                1,
                Samples.COMMIT,
                Samples.NOW.minusSeconds(7200 - number % 3600));
        var id = RunnerId.of(String.format(Locale.ROOT, "load%08d", number));
        var pool = kind == RunnerKind.VM ? Pool.APEX : Pool.SERVERLESS;
        return Runner.reserved(id, origin, pool, Samples.NOW.plusSeconds(600))
                .moveTo(state, Samples.NOW.minusSeconds(300), Optional.empty())
                .withIdentity(new RunnerIdentity(
                        Optional.empty(), Optional.empty(), OptionalLong.of(number), false, Optional.empty()))
                .withPulse(new RunnerPulse(Optional.of(Samples.NOW), 1, List.of(), false, Optional.empty(), 0));
    }

    private static CiJob job(int number, EggConfig config, int runners) {
        boolean running = number % 2 == 0;
        var expected = number % 3 == 0 ? Optional.of(Duration.ofMinutes(number % 120)) : Optional.<Duration>empty();
        return new CiJob(
                config.gitlab().server(),
                config.target().scope().id(),
                number,
                config.runner().jobs().tags(),
                true,
                running,
                Samples.NOW.minusSeconds(number % 600),
                running ? OptionalLong.of(number % runners) : OptionalLong.empty(),
                expected);
    }
}
