package io.polargosling.worker.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.lease.Lease;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.problem.StandingFinding;
import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerOrigin;
import io.polargosling.domain.runner.RunnerPlatform;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.testkit.memory.MemoryStorage;
import io.polargosling.worker.SentCommands;
import io.polargosling.worker.tofu.ApplyRequest;
import io.polargosling.worker.tofu.Drift;
import io.polargosling.worker.tofu.DriftLooks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DriftSweepTest {

    private static final EggName EGG = EggName.of("web");
    private static final RunnerId RUNNER = RunnerId.of("aaaaaaaaaaaa");
    private static final Drift.Difference CHANGED =
            new Drift.Difference("aws_instance.runner", Optional.of(RUNNER), List.of("instance_type"));
    private static final Drift.Difference GONE =
            new Drift.Difference("aws_instance.runner", Optional.of(RUNNER), List.of());

    private final MutableClock clock = MutableClock.at(Samples.NOW);
    private final Storage storage = MemoryStorage.empty();
    private final SentCommands queue = new SentCommands();
    private final Answers looks = new Answers();
    private final DriftSweep sweep = new DriftSweep(storage, queue, looks, clock);
    private Lease lease;

    /** Says what it is told to say, and remembers whom it was asked for. */
    private static final class Answers implements DriftLooks {

        private final List<ApplyRequest> asked = new ArrayList<>();
        private Optional<Drift> answer = Optional.of(new Drift.Found(List.of()));
        private boolean earlierKey;

        @Override
        public Optional<Drift> drift(ApplyRequest request) {
            asked.add(request);
            return answer;
        }

        @Override
        public boolean isOfEarlierKey(EggName egg) {
            return earlierKey;
        }

        void find(Drift.Difference... differences) {
            answer = Optional.of(new Drift.Found(List.of(differences)));
        }
    }

    @BeforeEach
    void open() {
        lease = Leases.ofThisProcess(storage.leases(), Duration.ofSeconds(60))
                .tryTake("egg:web")
                .orElseThrow();
        store(Samples.fullEggConfig("web"));
    }

    @Test
    void look_somethingChanged_isAFindingThatGoesWithIt() {
        runner(CloudProvider.AWS);
        looks.find(CHANGED);

        assertThat(sweep.look(EGG)).isTrue();

        assertThat(findings()).singleElement().satisfies(standing -> {
            assertThat(standing.finding().code()).isEqualTo(DriftSweep.CODE);
            assertThat(standing.finding().message())
                    .contains("runner aaaaaaaaaaaa, aws_instance.runner differs in instance_type");
        });
        assertThat(queue.commands()).isEmpty();
        looks.find();
        sweep.look(EGG);
        assertThat(findings()).isEmpty();
    }

    @Test
    void look_machineIsGone_isNamedAndTheEggLookedAt() {
        runner(CloudProvider.AWS);
        looks.find(GONE);
        long generation = storage.eggs().find(EGG).orElseThrow().generation();

        sweep.look(EGG);

        assertThat(findings())
                .singleElement()
                .satisfies(standing -> assertThat(standing.finding().message())
                        .contains("runner aaaaaaaaaaaa, aws_instance.runner is gone"));
        assertThat(storage.eggs().find(EGG).orElseThrow().generation()).isGreaterThan(generation);
        assertThat(queue.commands()).containsExactly(new Command.ReconcileEgg(EGG));
    }

    @Test
    void look_placesAreTaken_isDoneLater() {
        runner(CloudProvider.AWS);
        looks.answer = Optional.empty();

        assertThat(sweep.look(EGG)).isFalse();
    }

    @Test
    void look_cannotBeDone_leavesWhatStands() {
        runner(CloudProvider.AWS);
        looks.find(CHANGED);
        sweep.look(EGG);
        looks.answer =
                Optional.of(new Drift.Failed(TofuPhase.PLAN, new RunFailure(FailureCause.NETWORK, "no route to host")));

        assertThat(sweep.look(EGG)).isTrue();
        assertThat(findings()).hasSize(1);
    }

    @Test
    void look_localRunnersOnly_startsNothing() {
        runner(CloudProvider.LOCAL);

        assertThat(sweep.look(EGG)).isTrue();
        assertThat(looks.asked).isEmpty();
    }

    @Test
    void look_runIsUnderWay_startsNothing() {
        runner(CloudProvider.AWS);
        var step = new TofuRun.Step(
                TofuPhase.APPLY,
                OptionalLong.empty(),
                OptionalLong.empty(),
                clock.instant().plusSeconds(60));
        storage.runs()
                .save(
                        TofuRun.here(EGG, UUID.randomUUID(), lease.token(), step, clock.instant()),
                        clock.instant(),
                        lease.fence());

        assertThat(sweep.look(EGG)).isTrue();
        assertThat(looks.asked).isEmpty();
    }

    @Test
    void look_runnerLeftMeanwhile_isNotNamed() {
        runner(CloudProvider.AWS);
        looks.find(new Drift.Difference("aws_instance.runner", Optional.of(RunnerId.of("bbbbbbbbbbbb")), List.of()));

        sweep.look(EGG);

        assertThat(findings()).isEmpty();
    }

    @Test
    void look_stateIsOfAnEarlierKey_isAFindingUntilItIsNot() {
        looks.earlierKey = true;
        sweep.look(EGG);
        assertThat(findings())
                .extracting(standing -> standing.finding().code())
                .containsExactly(DriftSweep.EARLIER_KEY);

        looks.earlierKey = false;
        sweep.look(EGG);
        assertThat(findings()).isEmpty();
    }

    @Test
    void sweep_aWholeDay_looksAtEachEggOnce() {
        runner(CloudProvider.AWS);
        for (var at = Duration.ZERO; at.compareTo(Duration.ofDays(1)) < 0; at = at.plusMinutes(5)) {
            clock.set(Samples.NOW.plus(at));
            sweep.sweep();
        }

        assertThat(looks.asked).hasSize(1);
        assertThat(looks.asked.getFirst().machines())
                .extracting(machine -> machine.runner().id())
                .containsExactly(RUNNER);
    }

    @Test
    void sweep_placesAreTaken_comesBackToItNextTime() {
        runner(CloudProvider.AWS);
        looks.answer = Optional.empty();
        while (looks.asked.isEmpty()) {
            clock.advance(Duration.ofMinutes(5));
            sweep.sweep();
        }
        looks.find();

        sweep.sweep();
        sweep.sweep();

        assertThat(looks.asked).hasSize(2);
    }

    private List<StandingFinding> findings() {
        return storage.findings().ofResource("egg/web", PageRequest.first(5)).items();
    }

    private void store(EggConfig config) {
        storage.eggs()
                .apply(
                        config,
                        Samples.hash('a'),
                        Samples.COMMIT,
                        Samples.NOW,
                        Samples.audit("egg/" + config.name()),
                        lease.fence());
    }

    private void runner(CloudProvider cloud) {
        var config = (EggConfig) storage.eggs().find(EGG).orElseThrow().config();
        var placement = cloud == CloudProvider.LOCAL
                ? Placement.local()
                : config.placements().getFirst();
        var origin = new RunnerOrigin(
                EGG,
                Optional.empty(),
                RunnerKind.VM,
                RunnerPlatform.PROCESS,
                placement,
                1,
                Samples.COMMIT,
                Samples.NOW);
        var placed = Runner.reserved(RUNNER, origin, Pool.APEX, Samples.NOW.plusSeconds(600));
        var _ = storage.runners().reserve(List.of(placed), SlotLimits.of(9), List.of(), lease.fence());
        var stored = storage.runners().find(RUNNER).orElseThrow();
        var _ = storage.runners()
                .write(RunnerWrite.fenced(
                        lease.fence(), stored.moveTo(RunnerState.ACTIVE, Samples.NOW, Optional.of("test"))));
    }
}
