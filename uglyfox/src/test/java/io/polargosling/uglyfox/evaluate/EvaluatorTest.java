package io.polargosling.uglyfox.evaluate;

import static io.polargosling.uglyfox.evaluate.Fleets.NOW;
import static io.polargosling.uglyfox.evaluate.Fleets.limits;
import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerPlatform;
import io.polargosling.domain.runner.RunnerState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EvaluatorTest {

    private static final Egg EGG = Fleets.egg("web", 10);
    private static final PoolLimits NO_NADIR = limits(0, 10, 0);

    private final Evaluator evaluator = new Evaluator(Fleets.HEARTBEAT);

    @Test
    void judge_nothing_ordersNothing() {
        var judgement = evaluator.judge(List.of(), PruningPolicy.defaults(), NOW);

        assertThat(judgement.rulings()).isEmpty();
        assertThat(judgement.notes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = RunnerState.class,
            names = {"PROVISIONING", "DRAINING", "DEMOTING", "PROMOTING", "TERMINATING", "TERMINATED"})
    void judge_stateThatIsNotJudged_isLeftAloneWhateverIsWrong(RunnerState state) {
        var runner = Fleets.failing(aged(1, state, Duration.ofDays(9)), 9);

        assertThat(reasons(NO_NADIR, runner)).isEmpty();
    }

    @Test
    void judge_orderUnderWay_isNotRepeated() {
        var runner = ordered(Fleets.failing(aged(1, RunnerState.BUSY, Duration.ofDays(9)), 9), "max_age");

        assertThat(reasons(NO_NADIR, runner)).isEmpty();
    }

    @Test
    void judge_failed_isTerminatedAndWithoutAnOrderOnly() {
        var failed = Fleets.runner(EGG.name(), 1, RunnerState.FAILED);

        assertThat(reasons(NO_NADIR, failed)).isEqualTo(Map.of(failed.id().value(), "terminate failed"));
        assertThat(reasons(NO_NADIR, ordered(failed, "failed"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2, 0, ''",
        "3, 0, terminate max_failures",
        "0, 0, ''",
        "0, 1, terminate max_age",
        "3, 1, terminate max_failures"
    })
    void judge_failuresAndAge_firstCheckWinsAndAgeIsStrict(int failures, int overAgeMillis, String expected) {
        var runner =
                Fleets.failing(aged(1, RunnerState.BUSY, Duration.ofHours(24).plusMillis(overAgeMillis)), failures);

        assertThat(String.join("", reasons(NO_NADIR, runner).values())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"599, ''", "600, terminate idle_timeout"})
    void judge_idle_endsAtTheEggsTimeout(long seconds, String expected) {
        var runner = idleFor(1, Duration.ofSeconds(seconds));

        assertThat(String.join("", reasons(NO_NADIR, runner).values())).isEqualTo(expected);
    }

    @Test
    void judge_idleWithPendingJobs_isKept() {
        var fleet = new EggFleet(EGG, List.of(idleFor(1, Duration.ofHours(1))), NO_NADIR, 1);

        var judgement = evaluator.judge(List.of(fleet), PruningPolicy.defaults(), NOW);

        assertThat(judgement.rulings()).isEmpty();
        assertThat(judgement.notes()).singleElement().asString().startsWith("jobs-pending egg=web runner=runner000001");
    }

    @Test
    void judge_idleAtMinimum_keepsTheNewestIdleOnes() {
        var longest = idleFor(1, Duration.ofMinutes(40));
        var shortest = idleFor(2, Duration.ofMinutes(20));
        var middle = idleFor(3, Duration.ofMinutes(30));
        var booting = Fleets.runner(EGG.name(), 4, RunnerState.PROVISIONING);

        assertThat(reasons(limits(1, 10, 0), shortest, middle, longest, booting))
                .containsOnlyKeys(longest.id().value(), middle.id().value());
        assertThat(reasons(limits(2, 10, 0), shortest, middle, longest, booting))
                .containsOnlyKeys(longest.id().value());
        assertThat(reasons(limits(3, 10, 0), shortest, middle, longest, booting))
                .isEmpty();
    }

    @Test
    void judge_idleMachineWithNadir_isDemotedWhileThereIsRoomAfterThePoolsTimeout() {
        var first = machine(1, Duration.ofMinutes(50));
        var second = machine(2, Duration.ofMinutes(40));
        var third = machine(3, Duration.ofMinutes(29));
        var dormant = Fleets.runner(
                EGG.name(), 4, RunnerState.DORMANT, RunnerPlatform.VM, Duration.ofHours(2), Duration.ofHours(1));

        assertThat(reasons(limits(0, 10, 2), first, second, third, dormant))
                .isEqualTo(Map.of(
                        first.id().value(), "demote idle_timeout",
                        second.id().value(), "terminate idle_timeout"));
    }

    @Test
    void judge_processWithNadir_isTerminatedForItCannotBeStopped() {
        assertThat(reasons(limits(0, 10, 5), idleFor(1, Duration.ofMinutes(11))).values())
                .containsExactly("terminate idle_timeout");
    }

    @Test
    void judge_apexOverMaximum_endsTheLongestIdleAndNeverABusyOne() {
        var busy = Fleets.runner(EGG.name(), 1, RunnerState.BUSY);
        var idle = idleFor(2, Duration.ofMinutes(2));
        var idleLonger = idleFor(3, Duration.ofMinutes(3));

        assertThat(reasons(limits(0, 2, 0), busy, idle, idleLonger))
                .isEqualTo(Map.of(idleLonger.id().value(), "terminate over_max"));
        assertThat(reasons(limits(0, 0, 0), busy, idle, idleLonger))
                .isEqualTo(Map.of(
                        idle.id().value(), "terminate over_max", idleLonger.id().value(), "terminate over_max"));
    }

    @Test
    void judge_apexUnderMinimum_wakesTheOldestDormantOnes() {
        var young = Fleets.runner(
                EGG.name(), 1, RunnerState.DORMANT, RunnerPlatform.VM, Duration.ofHours(2), Duration.ofHours(1));
        var old = Fleets.runner(
                EGG.name(), 2, RunnerState.DORMANT, RunnerPlatform.VM, Duration.ofHours(3), Duration.ofHours(1));

        assertThat(reasons(limits(1, 2, 2), young, old)).hasSize(1).containsValue("promote under_min");
    }

    @Test
    void judge_manyForAge_areLimitedToTwoOrAFifth() {
        assertThat(reasons(NO_NADIR, manyOfAge(9, Duration.ofDays(2)))).hasSize(2);
        assertThat(reasons(NO_NADIR, manyOfAge(15, Duration.ofDays(2)))).hasSize(3);
        assertThat(judge(NO_NADIR, manyOfAge(9, Duration.ofDays(2))).notes())
                .hasSize(7)
                .allMatch(note -> note.startsWith("deferred egg=web runner="));
    }

    @Test
    void judge_rules_firstTrueOneCounts() {
        var policy = policy(
                rule("unknown", "cpu_usage > 1 OR interrupted", PruningPolicy.Action.TERMINATE),
                rule("broken", "age >", PruningPolicy.Action.TERMINATE),
                rule("old", "age > 30m AND state == 'apex' AND outdated == false", PruningPolicy.Action.TERMINATE),
                rule("any", "true", PruningPolicy.Action.TERMINATE));

        var judgement = evaluator.judge(
                List.of(Fleets.fleet(EGG, NO_NADIR, List.of(aged(1, RunnerState.BUSY, Duration.ofHours(1))))),
                policy,
                NOW);

        assertThat(judgement.rulings()).singleElement().satisfies(ruling -> {
            assertThat(ruling.reason()).isEqualTo("rule:old");
            assertThat(ruling.values())
                    .containsEntry("rule", "old")
                    .containsEntry("age", "PT1H")
                    .containsEntry("state", "busy");
        });
        assertThat(judgement.notes()).singleElement().asString().startsWith("rule-skipped: rule \"broken\": the end");
    }

    @Test
    void judge_rulesOfAYoungRunner_areNotAsked() {
        var policy = policy(rule("any", "true", PruningPolicy.Action.TERMINATE));
        var young = aged(1, RunnerState.IDLE, Duration.ofMinutes(2));
        var old = aged(2, RunnerState.IDLE, Duration.ofMinutes(2).plusMillis(1));

        var judgement = evaluator.judge(List.of(Fleets.fleet(EGG, NO_NADIR, List.of(young, old))), policy, NOW);

        assertThat(judgement.rulings()).extracting(Ruling::runner).containsExactly(old);
    }

    @Test
    void judge_ruleAtMinimum_doesNotUndercutIt() {
        var policy = policy(rule("any", "true", PruningPolicy.Action.DEMOTE_TO_NADIR));
        var fleet = Fleets.fleet(EGG, limits(1, 5, 0), List.of(aged(1, RunnerState.IDLE, Duration.ofHours(1))));

        var judgement = evaluator.judge(List.of(fleet), policy, NOW);

        assertThat(judgement.rulings()).isEmpty();
        assertThat(judgement.notes()).singleElement().asString().startsWith("at-minimum");
    }

    @ParameterizedTest
    @CsvSource({
        "VM, 1, demote rule:any",
        "VM, 0, terminate rule:any",
        "PROCESS, 1, terminate rule:any",
        "SERVERLESS, 1, terminate rule:any"
    })
    void judge_ruleThatDemotes_terminatesWhereThereIsNoNadir(RunnerPlatform platform, int nadir, String expected) {
        var policy = policy(rule("any", "true", PruningPolicy.Action.DEMOTE_TO_NADIR));
        var runner =
                Fleets.runner(EGG.name(), 1, RunnerState.IDLE, platform, Duration.ofHours(1), Duration.ofMinutes(1));

        var judgement = evaluator.judge(List.of(Fleets.fleet(EGG, limits(0, 5, nadir), List.of(runner))), policy, NOW);

        assertThat(judgement.rulings()).extracting(EvaluatorTest::word).containsExactly(expected);
    }

    @ParameterizedTest
    @EnumSource(
            value = RunnerState.class,
            names = {"ACTIVE", "IDLE", "BUSY", "DRAINING"})
    void judge_silentForOverTenHeartbeats_isOrderedAsLost(RunnerState state) {
        var runner = Fleets.runner(EGG.name(), 1, state);

        assertThat(reasons(NO_NADIR, Fleets.silentFor(runner, Duration.ofMinutes(5))))
                .isEmpty();
        assertThat(reasons(NO_NADIR, Fleets.silentFor(runner, Duration.ofMillis(300_001)))
                        .values())
                .containsExactly("terminate heartbeat_lost");
        assertThat(reasons(NO_NADIR, ordered(Fleets.silentFor(runner, Duration.ofMillis(300_001)), "max_age"))
                        .values())
                .as("an order that waits for a dead runner is replaced")
                .containsExactly("terminate heartbeat_lost");
        assertThat(reasons(NO_NADIR, ordered(Fleets.silentFor(runner, Duration.ofMillis(300_001)), "heartbeat_lost")))
                .isEmpty();
    }

    @Test
    void judge_shorterHeartbeats_shortenTheLimit() {
        var runner = Fleets.silentFor(Fleets.runner(EGG.name(), 1, RunnerState.BUSY), Duration.ofMillis(10_001));
        var fleet = List.of(Fleets.fleet(EGG, NO_NADIR, List.of(runner)));

        assertThat(new Evaluator(Duration.ofSeconds(1))
                        .judge(fleet, PruningPolicy.defaults(), NOW)
                        .rulings())
                .extracting(Ruling::reason)
                .containsExactly("heartbeat_lost");
    }

    @Test
    void judge_heardAgainAfterBeingLost_withdrawsTheOrder() {
        var runner = ordered(Fleets.runner(EGG.name(), 1, RunnerState.BUSY), "heartbeat_lost");

        assertThat(judge(NO_NADIR, runner).rulings()).singleElement().satisfies(ruling -> {
            assertThat(ruling.reason()).isEqualTo("heartbeat_back");
            assertThat(ruling.order()).isEmpty();
        });
    }

    @Test
    void judge_mostRunnersOfTwoEggsSilentTogether_endsNoneForHalfAnHour() {
        assertThat(lost(3, 2, Duration.ofMinutes(6))).isEmpty();
        assertThat(lost(3, 2, Duration.ofMinutes(35))).isEmpty();
        assertThat(lost(3, 2, Duration.ofMinutes(35).plusSeconds(1))).hasSize(3);
    }

    @Test
    void judge_halfOrFewOrOneEgg_isNoMassLoss() {
        assertThat(lost(3, 3, Duration.ofMinutes(6))).as("half").hasSize(3);
        assertThat(lost(4, 0, Duration.ofMinutes(6))).as("four").hasSize(4);
        var oneEgg = silent(EGG, 1, 6, Duration.ofMinutes(6));
        assertThat(judge(NO_NADIR, oneEgg.toArray(Runner[]::new)).rulings())
                .as("one egg")
                .hasSize(6);
    }

    @Test
    void judge_suspicion_holdsBackAgeAndIdlenessButNotFailedOnes() {
        var other = Fleets.egg("api", 10);
        var silent = silent(EGG, 1, 5, Duration.ofMinutes(2));
        var mine = Stream.concat(
                        silent.stream(),
                        Stream.of(
                                aged(20, RunnerState.BUSY, Duration.ofDays(3)),
                                Fleets.runner(EGG.name(), 21, RunnerState.FAILED)))
                .toList();
        var theirs = List.of(idleFor(30, Duration.ofHours(1)));

        var judgement = evaluator.judge(
                List.of(Fleets.fleet(EGG, NO_NADIR, mine), Fleets.fleet(other, NO_NADIR, renamed(other, theirs))),
                PruningPolicy.defaults(),
                NOW);

        assertThat(judgement.rulings()).extracting(Ruling::reason).containsExactly("failed");
        assertThat(judgement.notes()).anyMatch(note -> note.startsWith("heartbeats-suspect"));
    }

    private List<Ruling> lost(int silent, int healthy, Duration silence) {
        var other = Fleets.egg("api", 10);
        var first = silent(EGG, 1, silent, silence);
        var second = IntStream.range(50, 50 + healthy)
                .mapToObj(n -> Fleets.runner(other.name(), n, RunnerState.BUSY))
                .toList();
        return evaluator
                .judge(
                        List.of(Fleets.fleet(EGG, NO_NADIR, first), Fleets.fleet(other, NO_NADIR, second)),
                        PruningPolicy.defaults(),
                        NOW)
                .rulings();
    }

    private static List<Runner> silent(Egg egg, int from, int count, Duration silence) {
        return IntStream.range(from, from + count)
                .mapToObj(n -> Fleets.silentFor(Fleets.runner(egg.name(), n, RunnerState.BUSY), silence))
                .toList();
    }

    private static List<Runner> renamed(Egg egg, List<Runner> runners) {
        return runners.stream()
                .map(runner -> Fleets.runner(
                        egg.name(),
                        99,
                        runner.state(),
                        RunnerPlatform.PROCESS,
                        Duration.ofHours(2),
                        Duration.ofHours(1)))
                .toList();
    }

    private Judgement judge(PoolLimits limits, Runner... runners) {
        return evaluator.judge(List.of(Fleets.fleet(EGG, limits, List.of(runners))), PruningPolicy.defaults(), NOW);
    }

    private Map<String, String> reasons(PoolLimits limits, Runner... runners) {
        return judge(limits, runners).rulings().stream()
                .collect(java.util.stream.Collectors.toMap(
                        ruling -> ruling.runner().id().value(), EvaluatorTest::word));
    }

    private static String word(Ruling ruling) {
        return ruling.order().map(order -> order.kind().word() + " ").orElse("withdraw ") + ruling.reason();
    }

    private static Runner[] manyOfAge(int count, Duration age) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(n -> aged(n, RunnerState.BUSY, age))
                .toArray(Runner[]::new);
    }

    private static Runner aged(int number, RunnerState state, Duration age) {
        return Fleets.runner(EGG.name(), number, state, RunnerPlatform.PROCESS, age, Duration.ZERO);
    }

    private static Runner idleFor(int number, Duration idle) {
        return Fleets.runner(EGG.name(), number, RunnerState.IDLE, RunnerPlatform.PROCESS, Duration.ofHours(2), idle);
    }

    private static Runner machine(int number, Duration idle) {
        return Fleets.runner(EGG.name(), number, RunnerState.IDLE, RunnerPlatform.VM, Duration.ofHours(2), idle);
    }

    private static Runner ordered(Runner runner, String reason) {
        return runner.withOrder(Optional.of(new PendingOrder(PendingOrder.Kind.TERMINATE, reason, "uglyfox")));
    }

    private static PruningPolicy policy(PruningPolicy.PolicyRule... rules) {
        var plain = PruningPolicy.defaults();
        return new PruningPolicy(
                plain.failedThreshold(), plain.maxAge(), plain.checkInterval(), List.of(), List.of(rules));
    }

    private static PruningPolicy.PolicyRule rule(String name, String condition, PruningPolicy.Action action) {
        return new PruningPolicy.PolicyRule(name, condition, action);
    }
}
