package io.polargosling.testkit.gen;

import io.polargosling.domain.binary.BinaryBuild;
import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.binary.BinaryVersion;
import io.polargosling.domain.breaker.Breaker;
import io.polargosling.domain.breaker.BreakerScope;
import io.polargosling.domain.demand.CiJobFacts;
import io.polargosling.domain.demand.CiJobId;
import io.polargosling.domain.demand.CiJobProgress;
import io.polargosling.domain.demand.CiJobStatus;
import io.polargosling.domain.demand.JobReason;
import io.polargosling.domain.demand.TrackedJob;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.job.JobRow;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerMetrics;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Values of the rows around eggs and runners, plain ones and ones drawn from a seed. */
public final class RowSamples {

    /** The longest name of an egg or a job. */
    public static final String LONGEST_NAME = "Z" + "z-9_".repeat(15) + "zz";

    private static final List<String> WORDS =
            List.of("deploy", "гусь", "a\"b\\c\n", "🪿🪿", "' OR 1=1 --", "%_", "#".repeat(255));

    private RowSamples() {}

    /** A CI job of {@code egg} that waits since {@code since}. */
    public static TrackedJob pendingJob(long number, EggName egg, Instant since) {
        return new TrackedJob(
                new CiJobId(Samples.SERVER, number),
                Optional.of(egg),
                new CiJobFacts(4711, OptionalLong.of(99), "test: [1/2]", "main", true, Set.of("docker")),
                CiJobProgress.pending(since),
                List.of());
    }

    /** {@code job}, seen in another status at {@code at}, with a runner that goes by that time too. */
    public static TrackedJob seen(TrackedJob job, CiJobStatus status, Instant at) {
        Optional<Instant> startedAt = status == CiJobStatus.PENDING ? Optional.empty() : Optional.of(at);
        Optional<Instant> finishedAt = status == CiJobStatus.FINISHED ? Optional.of(at) : Optional.empty();
        var progress = new CiJobProgress(
                status,
                job.progress().pendingSince(),
                startedAt,
                finishedAt,
                status == CiJobStatus.PENDING ? OptionalLong.empty() : OptionalLong.of(at.getEpochSecond()),
                finishedAt.map(end -> "success"));
        return new TrackedJob(job.id(), job.egg(), job.facts(), progress, List.of());
    }

    /** A CI job drawn from {@code random} in every field. */
    public static TrackedJob randomJob(long number, RandomGenerator random) {
        var facts = new CiJobFacts(
                random.nextLong(1, 1L << 40),
                random.nextBoolean() ? OptionalLong.of(random.nextLong(1L << 40)) : OptionalLong.empty(),
                word(random),
                word(random),
                random.nextBoolean(),
                Set.copyOf(Stream.generate(() -> word(random))
                        .limit(random.nextInt(4))
                        .distinct()
                        .toList()));
        var progress = new CiJobProgress(
                one(random, List.of(CiJobStatus.PENDING, CiJobStatus.RUNNING, CiJobStatus.FINISHED)),
                time(random),
                maybe(random, () -> time(random)),
                maybe(random, () -> time(random)),
                random.nextBoolean() ? OptionalLong.of(random.nextLong(1L << 40)) : OptionalLong.empty(),
                maybe(random, () -> word(random)));
        var reasons =
                Stream.generate(() -> reason(random)).limit(random.nextInt(4)).toList();
        return new TrackedJob(
                new CiJobId(Samples.SERVER, number),
                maybe(random, () -> EggName.of(random.nextBoolean() ? "web" : LONGEST_NAME)),
                facts,
                progress,
                reasons);
    }

    private static JobReason reason(RandomGenerator random) {
        return new JobReason(time(random), word(random), Map.of(word(random), word(random)));
    }

    /** What {@code runner} measured at {@code at}, drawn from {@code random}. */
    public static RunnerMetrics metrics(RunnerId runner, Instant at, RandomGenerator random) {
        var usage = new RunnerMetrics.Usage(random.nextDouble() * 100, random.nextInt(101), random.nextDouble());
        var load = new RunnerMetrics.Load(
                word(random), random.nextInt(9), random.nextInt(9), maybe(random, () -> time(random)));
        return new RunnerMetrics(runner, at, usage, load, maybe(random, () -> word(random)));
    }

    /** A build with content of one digit, stored at {@code at}. */
    public static BinaryVersion build(String version, String platform, char content, Instant at) {
        return new BinaryVersion(
                BinaryName.OPENTOFU,
                new BinaryBuild(version, platform),
                "выпуск 🪿",
                new BinaryVersion.Content("tofu/" + version + "/" + platform + "/tofu", Samples.hash(content)),
                new BinaryVersion.Added(at, "admin"),
                Optional.empty());
    }

    /** What the Nest says of a job; its hash is made of {@code digit}. */
    public static JobRow.Declared declaredJob(char digit) {
        return new JobRow.Declared(
                "{\"name\":\"ночь\"}", Samples.hash(digit), "0 3 * * *", "Europe/Berlin", Samples.COMMIT);
    }

    /** A finding about {@code subject}. */
    public static Finding finding(Severity severity, String code, String subject) {
        return new Finding(
                severity,
                code,
                new Place("Eggs/веб/config.fly", 3, 14),
                subject,
                "не то: \"x\"",
                Optional.of("сделать"));
    }

    /** A breaker in a state drawn from {@code random}, not yet written. */
    public static Breaker breaker(String scope, RandomGenerator random) {
        var state = one(random, List.of(Breaker.State.CLOSED, Breaker.State.OPEN, Breaker.State.HALF_OPEN));
        var rest = new Breaker.Rest(time(random), Duration.ofMillis(random.nextLong(1L << 30)), time(random));
        return new Breaker(
                new BreakerScope(scope),
                state,
                random.nextInt(99),
                maybe(random, () -> word(random)),
                state == Breaker.State.CLOSED ? Optional.empty() : Optional.of(rest),
                0);
    }

    /** A text that is awkward in one way or another, and never empty. */
    public static String word(RandomGenerator random) {
        return one(random, WORDS);
    }

    /** A time within a year of {@link Samples#NOW}. */
    public static Instant time(RandomGenerator random) {
        return Samples.NOW.plus(random.nextLong(-1L << 44, 1L << 44), ChronoUnit.MICROS);
    }

    private static <T> T one(RandomGenerator random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static <T> Optional<T> maybe(RandomGenerator random, Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }
}
