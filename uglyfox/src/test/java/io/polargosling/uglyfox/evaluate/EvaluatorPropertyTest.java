package io.polargosling.uglyfox.evaluate;

import static io.polargosling.uglyfox.evaluate.Fleets.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerPlatform;
import io.polargosling.domain.runner.RunnerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class EvaluatorPropertyTest {

    private static final Egg EGG = Fleets.egg("web", 100);

    private final Evaluator evaluator = new Evaluator(Fleets.HEARTBEAT);

    /** A runner as it is generated; ages and times in minutes. */
    record Spec(RunnerState state, RunnerPlatform platform, int age, int inState, int failures) {

        Runner numbered(int number) {
            return Fleets.failing(
                    Fleets.runner(
                            EGG.name(),
                            number,
                            state,
                            platform,
                            Duration.ofMinutes(age),
                            Duration.ofMinutes(Math.min(inState, age))),
                    failures);
        }
    }

    @Property(tries = 300)
    void P16_idlePastTheTimeout_isDemotedOrEndedWhenNadirIsFull(
            @ForAll("specs") @Size(min = 1, max = 30) List<Spec> specs, @ForAll @IntRange(max = 4) int nadir) {
        var policy = new PruningPolicy(100, Duration.ofDays(30), Duration.ofMinutes(5), List.of(), List.of());
        var fleet = Fleets.fleet(EGG, Fleets.limits(0, 100, nadir), runners(specs));

        var rulings = evaluator.judge(List.of(fleet), policy, NOW).rulings();

        var idle = fleet.runners().stream()
                .filter(runner -> runner.state() == RunnerState.IDLE)
                .filter(runner -> idleFor(runner).compareTo(timeout(runner, nadir)) >= 0)
                .toList();
        assertThat(rulings.stream().filter(ruling -> "idle_timeout".equals(ruling.reason())))
                .extracting(Ruling::runner)
                .containsExactlyInAnyOrderElementsOf(idle);
        long dormant = fleet.runners().stream()
                .filter(runner -> runner.state() == RunnerState.DORMANT)
                .count();
        long machines = idle.stream()
                .filter(runner -> runner.origin().platform() == RunnerPlatform.VM)
                .count();
        assertThat(rulings.stream().filter(ruling -> isKind(ruling, PendingOrder.Kind.DEMOTE)))
                .allMatch(ruling -> ruling.runner().origin().platform() == RunnerPlatform.VM)
                .hasSize((int) Math.min(machines, Math.max(0, nadir - dormant)));
    }

    @Property(tries = 300)
    void P17_failuresAtTheThreshold_leadToTermination(
            @ForAll("specs") @Size(min = 1, max = 30) List<Spec> specs,
            @ForAll @IntRange(min = 1, max = 6) int threshold) {
        var policy = new PruningPolicy(threshold, Duration.ofDays(30), Duration.ofMinutes(5), List.of(), List.of());

        assertEndsAll(policy, specs, "max_failures", runner -> runner.pulse().failures() >= threshold);
    }

    @Property(tries = 300)
    void P18_olderThanTheMaximum_leadsToTermination(
            @ForAll("specs") @Size(min = 1, max = 30) List<Spec> specs,
            @ForAll @IntRange(min = 1, max = 500) int maxAge) {
        var limit = Duration.ofMinutes(maxAge);
        var policy = new PruningPolicy(100, limit, Duration.ofMinutes(5), List.of(), List.of());

        assertEndsAll(
                policy, specs, "max_age", runner -> runner.origin().createdAt().isBefore(NOW.minus(limit)));
    }

    @Property(tries = 300)
    void judge_idlenessAndRules_neverUndercutTheMinimum(
            @ForAll("specs") @Size(min = 1, max = 30) List<Spec> specs, @ForAll @IntRange(max = 10) int minimum) {
        var rule = new PruningPolicy.PolicyRule("any", "idle_time > 1m", PruningPolicy.Action.TERMINATE);
        var policy = new PruningPolicy(100, Duration.ofDays(30), Duration.ofMinutes(5), List.of(), List.of(rule));
        var fleet = Fleets.fleet(EGG, Fleets.limits(minimum, 100, 0), runners(specs));
        long before = serving(fleet.runners());

        var rulings = evaluator.judge(List.of(fleet), policy, NOW).rulings();

        long after = serving(apply(fleet.runners(), rulings));
        assertThat(after).isGreaterThanOrEqualTo(Math.min(before, minimum));
    }

    /** Evaluations follow each other until one orders nothing: each within the guard, all that are hit in the end. */
    private void assertEndsAll(PruningPolicy policy, List<Spec> specs, String reason, Predicate<Runner> isHit) {
        var runners = runners(specs);
        var ended = new ArrayList<Runner>();
        for (int round = 0; round <= specs.size(); round++) {
            var fleet = new EggFleet(EGG, runners, Fleets.limits(0, 100, 0), 1);
            var rulings = evaluator.judge(List.of(fleet), policy, NOW).rulings();
            var hits = rulings.stream()
                    .filter(ruling -> reason.equals(ruling.reason()))
                    .toList();
            assertThat(hits)
                    .hasSizeLessThanOrEqualTo(Math.max(2, specs.size() / 5))
                    .allMatch(ruling -> isKind(ruling, PendingOrder.Kind.TERMINATE));
            hits.forEach(ruling -> ended.add(ruling.runner()));
            runners = apply(runners, rulings);
        }
        assertThat(ended)
                .containsExactlyInAnyOrderElementsOf(runners(specs).stream()
                        .filter(EvaluatorPropertyTest::isJudged)
                        .filter(isHit)
                        .toList());
    }

    private static List<Runner> apply(List<Runner> runners, List<Ruling> rulings) {
        return runners.stream()
                .map(runner -> rulings.stream()
                        .filter(ruling -> ruling.runner().equals(runner))
                        .findFirst()
                        .map(ruling -> runner.withOrder(ruling.order()))
                        .orElse(runner))
                .toList();
    }

    private static long serving(List<Runner> runners) {
        return runners.stream()
                .filter(runner -> runner.origin().platform() != RunnerPlatform.SERVERLESS)
                .filter(runner -> runner.status().order().isEmpty())
                .filter(runner -> runner.state() == RunnerState.ACTIVE
                        || runner.state() == RunnerState.IDLE
                        || runner.state() == RunnerState.BUSY)
                .count();
    }

    private static boolean isJudged(Runner runner) {
        return switch (runner.state()) {
            case ACTIVE, IDLE, BUSY, DORMANT -> true;
            case PROVISIONING, DRAINING, DEMOTING, PROMOTING, FAILED, TERMINATING, TERMINATED -> false;
        };
    }

    private static Duration idleFor(Runner runner) {
        return Duration.between(runner.schedule().idleSince().orElseThrow(), NOW);
    }

    private static Duration timeout(Runner runner, int nadir) {
        boolean hasNadir = nadir > 0 && runner.origin().platform() == RunnerPlatform.VM;
        return hasNadir ? Fleets.limits(0, 0, nadir).idleTimeout() : Fleets.IDLE_TIMEOUT;
    }

    private static boolean isKind(Ruling ruling, PendingOrder.Kind kind) {
        return ruling.order().filter(order -> order.kind() == kind).isPresent();
    }

    private static List<Runner> runners(List<Spec> specs) {
        return IntStream.range(0, specs.size())
                .mapToObj(n -> specs.get(n).numbered(n))
                .toList();
    }

    @Provide
    Arbitrary<List<Spec>> specs() {
        return Combinators.combine(
                        Arbitraries.of(RunnerState.values()),
                        Arbitraries.of(RunnerPlatform.values()),
                        Arbitraries.integers().between(0, 600),
                        Arbitraries.integers().between(0, 60),
                        Arbitraries.integers().between(0, 8))
                .as(Spec::new)
                .filter(spec -> spec.state() != RunnerState.DORMANT || spec.platform() == RunnerPlatform.VM)
                .list();
    }
}
