package io.polargosling.testkit.gen;

import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerIdentity;
import io.polargosling.domain.runner.RunnerPulse;
import io.polargosling.domain.runner.RunnerSchedule;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerStatus;
import io.polargosling.domain.token.TokenHash;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/** Runners changed in every field that may change. */
public final class RandomRunners {

    private static final List<String> WORDS = List.of("timeout", "таймаут", "", "a\"b\\c\n", "🪿🪿");

    private RandomRunners() {}

    /** {@code runner} in a state it may become, with everything else drawn from {@code random}. */
    public static Runner changed(Runner runner, RandomGenerator random) {
        var next = one(random, legalAfter(runner.state()));
        var order = maybe(
                random, () -> new PendingOrder(one(random, PendingOrder.Kind.values()), word(random), word(random)));
        var status = new RunnerStatus(
                next,
                one(random, Phase.values()),
                maybe(random, () -> word(random)),
                order,
                time(random),
                random.nextInt(9));
        var schedule = new RunnerSchedule(
                maybe(random, () -> time(random)),
                maybe(random, () -> time(random)),
                maybe(random, () -> time(random)),
                maybe(random, () -> time(random)),
                maybe(random, () -> time(random)));
        var jobs = LongStream.generate(() -> random.nextLong(1, Long.MAX_VALUE))
                .limit(random.nextInt(4))
                .boxed()
                .toList();
        var pulse = new RunnerPulse(
                maybe(random, () -> time(random)),
                random.nextLong(1L << 40),
                jobs,
                random.nextBoolean(),
                maybe(random, () -> word(random)),
                random.nextInt(9));
        var identity = new RunnerIdentity(
                maybe(random, () -> TokenHash.of(word(random))),
                maybe(random, () -> TokenHash.of(word(random))),
                random.nextBoolean() ? OptionalLong.of(random.nextLong(1L << 40)) : OptionalLong.empty(),
                random.nextBoolean(),
                maybe(random, () -> word(random)));
        var slot = runner.slot().filter(held -> random.nextInt(4) > 0);
        return new Runner(runner.id(), runner.origin(), status, schedule, pulse, identity, slot, runner.version());
    }

    /** Any pool. */
    public static Pool pool(RandomGenerator random) {
        return one(random, Pool.values());
    }

    private static RunnerState[] legalAfter(RunnerState state) {
        return Arrays.stream(RunnerState.values()).filter(state::mayBecome).toArray(RunnerState[]::new);
    }

    private static <T> Optional<T> maybe(RandomGenerator random, Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private static <T> T one(RandomGenerator random, T[] values) {
        return values[random.nextInt(values.length)];
    }

    private static String word(RandomGenerator random) {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static Instant time(RandomGenerator random) {
        return Samples.NOW.plus(random.nextLong(-1L << 45, 1L << 45), ChronoUnit.MICROS);
    }
}
