package io.polargosling.domain.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.breaker.Breaker;
import io.polargosling.domain.breaker.BreakerScope;
import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.demand.ReasonCode;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What holds of the planner whatever egg, fleet, jobs and breakers it is given. */
class PlannerLawPropertyTest {

    private static final BreakerScope ANY = BreakerScope.of(EggName.of("web"));

    @Property(tries = 500)
    void P14_freshView_neverAsksForMoreThanTheMaximum(@ForAll("scenes") Scene scene) {
        var input = scene.input();
        int most = scene.egg().config().runner().maxRunners();
        int apexMost = Math.min(most, input.policy().limits().apex().max());
        long apex = apex(scene.live());
        long all = apex
                + scene.live().stream().filter(r -> holds(r, Pool.SERVERLESS)).count();

        var changes = Planner.plan(input).changes();

        long machines =
                changes.stream().filter(PlannerLawPropertyTest::takesApex).count();
        long others =
                changes.stream().filter(PlannerLawPropertyTest::isContainer).count();
        assertThat(apex + machines).isLessThanOrEqualTo(Math.max(apex, apexMost));
        assertThat(all + machines + others).isLessThanOrEqualTo(Math.max(all, most));
    }

    /** Several planners see the fleet as it was at some moment; a counter alone lets their wishes through. */
    @Property(tries = 200)
    void P14_anyInterleavingOfCreators_neverExceedsTheMaximum(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 6) int maximum) {
        var fleet = new ArrayList<Runner>();
        for (int n = 0; n < 3; n++) {
            fleet.add(Scene.vm(n, RunnerState.DORMANT));
        }
        var views = new ArrayList<List<Runner>>();
        for (int step = 0; step < 40; step++) {
            views.add(List.copyOf(fleet));
            var view = views.get(random.nextInt(views.size()));
            var changes = Scene.vms(10)
                    .limits(0, maximum, 0, 5)
                    .fleet(view)
                    .jobs(Eggs.pending(random.nextInt(8)))
                    .changes();
            for (var change : changes) {
                if (takesApex(change) && apex(fleet) < maximum) {
                    carryOut(change, fleet, step);
                }
            }
            moveOn(fleet, random);
            assertThat(apex(fleet)).isLessThanOrEqualTo(maximum);
        }
    }

    @Property(tries = 300)
    void P15_demandRoomAndAStoppedMachine_leadToItsPromotion(
            @ForAll @IntRange(min = 1, max = 8) int waiting,
            @ForAll @IntRange(max = 6) int dormant,
            @ForAll @IntRange(max = 6) int starting,
            @ForAll @IntRange(min = 1, max = 10) int maximum) {
        var sleepers = IntStream.range(0, dormant)
                .mapToObj(n -> Scene.vm(n, RunnerState.DORMANT))
                .toList();
        var coming = IntStream.range(20, 20 + Math.min(starting, maximum))
                .mapToObj(n -> Scene.vm(n, RunnerState.PROVISIONING))
                .toList();

        var changes = Scene.vms(10)
                .limits(0, maximum, 0, 10)
                .fleet(sleepers)
                .fleet(coming)
                .jobs(Eggs.pending(waiting))
                .changes();

        int wanted = Math.min(Math.max(0, waiting - coming.size()), maximum - coming.size());
        assertThat(changes.stream().filter(RunnerChange.Wake.class::isInstance)).hasSize(Math.min(wanted, dormant));
        assertThat(changes.stream().filter(RunnerChange.Create.class::isInstance))
                .hasSize(Math.max(0, wanted - dormant));
    }

    @Property(tries = 500)
    void P27_runnerChosenForAJob_carriesAllItsTags(@ForAll("scenes") Scene scene) {
        var tags = scene.egg().config().runner().jobs().tags();

        assertThat(scene.plan().verdicts())
                .filteredOn(verdict -> outlook(verdict) == ReasonCode.Outlook.COMING)
                .allMatch(verdict -> tags.containsAll(verdict.job().tags()));
    }

    @Property(tries = 500)
    void plan_anyOrderOfTheInput_givesTheSame(@ForAll("scenes") Scene scene, @ForAll Random random) {
        var input = scene.input();
        var jobs = new ArrayList<>(input.jobs().orElseThrow());
        var live = new ArrayList<>(input.fleet().live());
        Collections.shuffle(jobs, random);
        Collections.shuffle(live, random);
        var shuffled = new PlannerInput(
                input.egg(),
                Optional.of(jobs),
                new Fleet(live, live, input.fleet().machines(), input.fleet().overloaded()),
                input.policy(),
                input.breakers(),
                input.now());

        assertThat(Planner.plan(shuffled)).isEqualTo(Planner.plan(input));
    }

    @Property(tries = 500)
    void plan_workWaits_beginsNoEndForWantOfWork(@ForAll("scenes") Scene scene) {
        var ending = scene.changes().stream()
                .filter(change -> change instanceof RunnerChange.Drain || change instanceof RunnerChange.Demote)
                .filter(change -> change.reason().equals("idle_timeout")
                        || change.reason().equals(Surplus.SLOT_NEEDED))
                .flatMap(change -> change.subject().stream())
                .toList();
        var work = new Workload(scene.input(), new Homes(scene.egg().config()), scene.live());

        assertThat(scene.live())
                .filteredOn(runner -> ending.contains(runner.id()))
                .allMatch(runner -> work.pending(Group.of(runner)).isEmpty());
    }

    @Property(tries = 500)
    void plan_anyInput_judgesEveryWaitingJobOnce(@ForAll("scenes") Scene scene) {
        var planning = scene.plan();
        var waiting = scene.input().jobs().orElseThrow().stream()
                .filter(job -> !job.running())
                .toList();

        assertThat(planning.verdicts()).extracting(JobVerdict::job).containsExactlyInAnyOrderElementsOf(waiting);
        assertThat(planning.verdicts())
                .allMatch(verdict -> ReasonCode.parse(verdict.code()).isPresent())
                .isSortedAccordingTo((one, other) ->
                        one.job().createdAt().compareTo(other.job().createdAt()));
        assertThat(planning.lookAgain().filter(at -> !at.isAfter(Eggs.NOW))).isEmpty();
    }

    /** What a time holds back is looked at again by then at the latest. */
    @Property(tries = 500)
    void plan_jobHeldBackForAWhile_isLookedAtAgainInTime(@ForAll("scenes") Scene scene) {
        var planning = scene.plan();

        assertThat(planning.verdicts())
                .filteredOn(verdict -> verdict.inputs().containsKey("until"))
                .allMatch(verdict -> planning.lookAgain()
                        .filter(at -> !at.isAfter(Instant.parse(verdict.inputs().get("until"))))
                        .isPresent());
    }

    @Property(tries = 500)
    void plan_busyRunner_isEndedOnlyWhenLostOrOverItsTime(@ForAll("scenes") Scene scene) {
        var busy = scene.live().stream()
                .filter(runner -> runner.state() == RunnerState.BUSY)
                .map(Runner::id)
                .toList();

        assertThat(scene.changes())
                .filteredOn(change -> change.subject().filter(busy::contains).isPresent())
                .allMatch(change -> List.of("machine-gone", "heartbeat_lost", "timeout", "finished")
                        .contains(change.reason()));
    }

    private static ReasonCode.Outlook outlook(JobVerdict verdict) {
        return ReasonCode.parse(verdict.code()).orElseThrow().outlook();
    }

    private static boolean takesApex(RunnerChange change) {
        return change instanceof RunnerChange.Wake
                || (change instanceof RunnerChange.Create create && create.kind() == RunnerKind.VM);
    }

    private static boolean isContainer(RunnerChange change) {
        return change instanceof RunnerChange.Create create && create.kind() == RunnerKind.SERVERLESS;
    }

    private static boolean holds(Runner runner, Pool pool) {
        return runner.slot().filter(pool::equals).isPresent();
    }

    private static long apex(List<Runner> fleet) {
        return fleet.stream()
                .filter(runner -> holds(runner, Pool.APEX)
                        || runner.state() == RunnerState.DEMOTING
                        || runner.state() == RunnerState.PROMOTING)
                .count();
    }

    private static void carryOut(RunnerChange change, List<Runner> fleet, int step) {
        var subject = change.subject();
        if (subject.isEmpty()) {
            fleet.add(Scene.vm(1000 * (step + 1) + fleet.size(), RunnerState.PROVISIONING));
            return;
        }
        fleet.replaceAll(runner -> runner.id().equals(subject.get()) && runner.state() == RunnerState.DORMANT
                ? renumbered(runner, RunnerState.PROMOTING)
                : runner);
    }

    private static void moveOn(List<Runner> fleet, Random random) {
        fleet.replaceAll(runner -> random.nextInt(4) > 0
                ? runner
                : switch (runner.state()) {
                    case PROVISIONING, PROMOTING -> renumbered(runner, RunnerState.IDLE);
                    case IDLE -> renumbered(runner, RunnerState.DEMOTING);
                    case DEMOTING -> renumbered(runner, RunnerState.DORMANT);
                    case ACTIVE, BUSY, DRAINING, DORMANT, FAILED, TERMINATING, TERMINATED -> runner;
                });
    }

    private static Runner renumbered(Runner runner, RunnerState state) {
        return Scene.vm(Integer.parseInt(runner.id().value().substring("runner".length())), state);
    }

    @Provide
    Arbitrary<Scene> scenes() {
        return Arbitraries.randoms().map(PlannerLawPropertyTest::scene);
    }

    private static Scene scene(Random random) {
        var type = List.of(Optional.of(RunnerKind.VM), Optional.of(RunnerKind.SERVERLESS), Optional.<RunnerKind>empty())
                .get(random.nextInt(3));
        int most = 1 + random.nextInt(10);
        int repos = random.nextBoolean() ? 0 : 1 + random.nextInt(3);
        var scene = repos > 0 ? Scene.bucket(type, most, repos) : Scene.of(type, most, 1 + random.nextInt(3));
        int apexMost = 1 + random.nextInt(most);
        scene.limits(random.nextInt(apexMost + 1), apexMost, random.nextInt(2), 1 + random.nextInt(3));
        for (int n = 0; n < random.nextInt(12); n++) {
            var runner = runner(n, type, repos, random);
            scene.fleet(runner);
            if (runner.state() == RunnerState.BUSY && random.nextInt(4) > 0) {
                scene.jobs(Scene.running(500 + n, project(runner), runner));
            }
            if (random.nextInt(3) == 0) {
                scene.overloaded(runner);
            }
        }
        for (int n = 0; n < random.nextInt(15); n++) {
            scene.jobs(job(n, repos, random));
        }
        if (random.nextInt(4) == 0) {
            scene.eggBreaker(breaker(random));
        }
        for (var place : List.of(Scene.FIRST, Scene.SECOND)) {
            for (var kind : RunnerKind.values()) {
                if (random.nextInt(3) == 0) {
                    scene.placeBreaker(place, kind, breaker(random));
                }
            }
        }
        return scene;
    }

    private static long project(Runner runner) {
        return runner.origin()
                .repo()
                .map(repo -> Long.parseLong(repo.substring(1)))
                .orElse(5L);
    }

    private static CiJob job(int number, int repos, Random random) {
        var expected = random.nextInt(3) == 0
                ? Optional.of(Duration.ofMinutes(30L + random.nextInt(60)))
                : Optional.<Duration>empty();
        var project = repos > 0 ? 1 + random.nextInt(repos + 1) : 5;
        var plain = Scene.waiting(number, project, Duration.ofSeconds(random.nextInt(400)), expected);
        return random.nextInt(5) > 0
                ? plain
                : new CiJob(
                        plain.server(),
                        plain.projectId(),
                        plain.id(),
                        Eggs.job(1, random.nextBoolean() ? "gpu" : "linux").tags(),
                        true,
                        false,
                        plain.createdAt(),
                        plain.runnerId(),
                        plain.expected());
    }

    private static Runner runner(int number, Optional<RunnerKind> type, int repos, Random random) {
        var kind = type.orElseGet(() -> random.nextBoolean() ? RunnerKind.VM : RunnerKind.SERVERLESS);
        var states = RunnerState.values();
        var state = states[random.nextInt(states.length - 1)];
        boolean isMachine = kind == RunnerKind.VM;
        var runner = isMachine
                ? Scene.vm(number, state)
                : Scene.container(number, isForMachines(state) ? RunnerState.IDLE : state);
        if (random.nextInt(3) == 0) {
            var kinds = PendingOrder.Kind.values();
            var reasons = List.of("idle_timeout", "max_age", "over_max", "heartbeat_lost");
            runner = Scene.ordered(
                    runner, kinds[random.nextInt(kinds.length)], reasons.get(random.nextInt(reasons.size())));
        }
        runner = repos > 0 ? Scene.ofRepo(runner, "r" + (1 + random.nextInt(repos))) : runner;
        runner = random.nextInt(4) == 0 ? Scene.outdated(runner) : runner;
        runner = random.nextInt(5) == 0 ? Scene.silent(runner, Duration.ofMinutes(3)) : runner;
        return random.nextInt(3) == 0 ? Scene.since(runner, Duration.ofSeconds(random.nextInt(200))) : runner;
    }

    private static boolean isForMachines(RunnerState state) {
        return state == RunnerState.DORMANT || state == RunnerState.DEMOTING || state == RunnerState.PROMOTING;
    }

    private static Breaker breaker(Random random) {
        var opened = Breaker.closed(ANY)
                .resting("quota", Duration.ofMinutes(10), Eggs.NOW.minusSeconds(random.nextInt(900)));
        return random.nextBoolean() ? opened : opened.probing(Eggs.NOW.minusSeconds(random.nextInt(900)));
    }
}
