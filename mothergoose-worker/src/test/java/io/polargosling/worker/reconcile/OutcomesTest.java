package io.polargosling.worker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.breaker.Breaker;
import io.polargosling.domain.breaker.BreakerScope;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.gitlab.CreatedGitLabRunner;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.NewGitLabRunner;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.token.TokenHash;
import io.polargosling.gitlab.GitLabClient;
import io.polargosling.settings.Settings;
import io.polargosling.simulator.server.GitLabSimulator;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.testkit.cloud.FakeCloud;
import io.polargosling.testkit.cloud.FakePlace;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.testkit.memory.MemoryStorage;
import io.polargosling.worker.SentCommands;
import io.polargosling.worker.inventory.LocalHost;
import io.polargosling.worker.tofu.TofuResult;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What becomes of rows and breakers after runs that went well, in part, or not at all. */
class OutcomesTest {

    private static final Placement HOME = place(CloudProvider.AWS, "eu-central-1a");
    private static final Placement FALLBACK = place(CloudProvider.AWS, "eu-central-1b");

    private static Secrets secrets;

    @TempDir
    private Path data;

    private final MutableClock clock = MutableClock.create();
    private final FakeCloud cloud = new FakeCloud(CloudProvider.AWS, clock, FakeCloud.Pace.AT_ONCE);
    private final FakeRuns runs = new FakeRuns(cloud, clock);
    private final SentCommands sent = new SentCommands();
    private final Storage storage = MemoryStorage.empty();
    private final Leases leases =
            new Leases(storage.leases(), Duration.ofSeconds(60), clock, clock.nanos(), "host:1:1");
    private GitLabSimulator gitlab;
    private Reconciler reconciler;
    private EggName egg;

    @BeforeAll
    static void openKeystore(@TempDir Path folder) {
        secrets = WorkerBench.keystore(folder);
    }

    @BeforeEach
    void storeAnEgg() {
        gitlab = WorkerBench.gitlab();
        var settings = new Binder(new MapConfigurationPropertySource(Map.of("gosling.data", data.toString())))
                .bindOrCreate("gosling", Bindable.of(Settings.class));
        var host = new LocalHost(data, "http://127.0.0.1:1", "", Map.of());
        reconciler = Reconciler.assemble(
                storage,
                sent,
                GitLabClient.open(),
                secrets,
                leases,
                new Reconciler.Place(host, cloud.alone(), runs),
                settings,
                clock);
        egg = store(eggAt(List.of(HOME, FALLBACK), Optional.of(RunnerKind.VM)));
    }

    @AfterEach
    void closeGitLab() {
        gitlab.close();
    }

    @Test
    void reconcile_jobWaits_waitsForTheMachineWithItsCloudId() {
        enqueue(1);

        reconcile();

        var runner = only();
        assertThat(runner.status().phase()).isEqualTo(Phase.BOOTING);
        assertThat(runner.identity().cloudId())
                .contains(cloud.machine(runner.id()).orElseThrow().cloudId());
        assertThat(runner.schedule().deadline()).contains(clock.instant().plus(Duration.ofMinutes(10)));
        assertThat(runs.requests.getFirst().machines().getFirst().enrolmentToken())
                .as("its only secret")
                .hasValueSatisfying(token -> assertThat(
                                runner.identity().enrolmentHash().orElseThrow().matches(token.reveal()))
                        .isTrue());
    }

    @Test
    void reconcile_planFailsForAPassingReason_triesTheSameRunnerAgain() {
        enqueue(1);
        runs.next(failed(TofuPhase.PLAN, FailureCause.NETWORK));
        reconcile();
        var waiting = only();

        clock.advance(Duration.ofSeconds(6));
        reconcile();

        assertThat(waiting.status().attempt()).isEqualTo(1);
        assertThat(only().id()).isEqualTo(waiting.id());
        assertThat(only().status().phase()).isEqualTo(Phase.BOOTING);
    }

    @Test
    void reconcile_planFailsForAPassingReasonAgainAndAgain_givesUpAfterThree() {
        enqueue(1);
        var first = reconcileFailing(TofuPhase.PLAN, FailureCause.NETWORK);
        for (int i = 0; i < 2; i++) {
            clock.advance(Duration.ofSeconds(20));
            reconcileFailing(TofuPhase.PLAN, FailureCause.NETWORK);
        }

        assertThat(storage.runners().find(first.id()).orElseThrow().status().cause())
                .hasValueSatisfying(cause -> assertThat(cause).contains("network"));
        assertThat(breaker().state()).isEqualTo(Breaker.State.OPEN);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureCause.class,
            names = {"TEMPLATE", "CREDENTIALS", "IMAGE"})
    void reconcile_permanentFailure_failsTheRunnerAndCounts(FailureCause cause) {
        enqueue(1);

        var failing = reconcileFailing(TofuPhase.PLAN, cause);

        assertThat(storage.runners().find(failing.id()).orElseThrow().state())
                .isIn(RunnerState.FAILED, RunnerState.TERMINATING, RunnerState.TERMINATED);
        assertThat(breaker().failures()).isPositive();
        assertThat(breaker().cause()).contains(cause.word());
    }

    @Test
    void reconcile_threeFailuresOfOneCause_degradesTheEggAndRests() {
        enqueue(1);
        for (int i = 0; i < 3; i++) {
            runs.next(failed(TofuPhase.PLAN, FailureCause.TEMPLATE));
            reconcile();
            clock.advance(Duration.ofMinutes(11));
        }
        reconcile();

        assertThat(breaker().state()).isNotEqualTo(Breaker.State.CLOSED);
        assertThat(storage.eggs().find(egg).orElseThrow())
                .satisfies(row -> assertThat(row.state()).isEqualTo(EggState.DEGRADED))
                .satisfies(row -> assertThat(row.reason().orElseThrow()).startsWith("template"));
    }

    @Test
    void reconcile_eggRests_deletesGoOn() {
        enqueue(1);
        reconcile();
        var runner = only();
        storage.breakers()
                .save(Breaker.closed(BreakerScope.of(egg))
                        .resting("template", Duration.ofMinutes(30), clock.instant()));
        order(runner);

        reconcile();

        assertThat(storage.runners().find(runner.id()).orElseThrow().state()).isEqualTo(RunnerState.TERMINATED);
        assertThat(cloud.machines()).isEmpty();
    }

    @Test
    void reconcile_placeIsFull_restsItAndTakesTheNext() {
        cloud.setFull(FakePlace.of(HOME), true);
        enqueue(1);

        reconcile();
        reconcile();

        assertThat(live()).singleElement().satisfies(runner -> {
            assertThat(runner.origin().placement()).isEqualTo(FALLBACK);
            assertThat(runner.status().phase()).isEqualTo(Phase.BOOTING);
        });
        assertThat(cloud.calls(FakeCloud.Call.CREATE)).as("no hot loop").isEqualTo(2);
        assertThat(breaker().failures()).as("another place had room").isZero();
    }

    @Test
    void reconcile_everyPlaceIsFull_triesAgainWhenTheRestIsOver() {
        cloud.setFull(FakePlace.of(HOME), true);
        cloud.setFull(FakePlace.of(FALLBACK), true);
        enqueue(1);
        for (int i = 0; i < 5; i++) {
            reconcile();
        }
        int tries = cloud.calls(FakeCloud.Call.CREATE);
        cloud.setFull(FakePlace.of(HOME), false);
        clock.advance(Duration.ofMinutes(11));

        reconcile();

        assertThat(tries).isEqualTo(2);
        assertThat(live())
                .singleElement()
                .satisfies(runner -> assertThat(runner.origin().placement()).isEqualTo(HOME));
    }

    @Test
    void reconcile_enrolmentFoundNoToken_degradesTheEggUntilThatIsMended() {
        var subject = "egg/" + egg;
        storage.findings()
                .report(
                        new Finding(
                                Severity.ERROR,
                                "token",
                                Place.ofFile(""),
                                subject,
                                "GitLab lets no runner in",
                                Optional.empty()),
                        clock.instant());
        reconcile();
        var degraded = storage.eggs().find(egg).orElseThrow();

        var _ = storage.findings().clear(subject, "token");
        reconcile();

        assertThat(degraded.state()).isEqualTo(EggState.DEGRADED);
        assertThat(degraded.reason()).contains("token: GitLab lets no runner in");
        assertThat(storage.eggs().find(egg).orElseThrow().state()).isEqualTo(EggState.ACTIVE);
    }

    @Test
    void reconcile_fiftyRunnersAreToEnd_removesFortyInOneRun() {
        egg = store(eggAt(List.of(HOME), Optional.of(RunnerKind.VM)), 60);
        enqueue(50);
        reconcile();
        for (int i = 0; i < 4; i++) {
            reconcile();
        }
        assertThat(live()).hasSize(50);
        live().forEach(this::order);
        runs.requests.clear();

        reconcile();
        reconcile();

        assertThat(runs.requests)
                .allSatisfy(request -> assertThat(request.mayCreate().size()
                                + request.mayDestroy().size())
                        .isLessThanOrEqualTo(40));
    }

    @Test
    void reconcile_liveRunnerIsInNoState_othersAreMadeAllTheSame() {
        var heard = heardOfThoughInNoState();
        enqueue(4);

        reconcile();

        assertThat(live()).hasSizeGreaterThan(1).extracting(Runner::id).contains(heard.id());
        assertThat(live().stream().filter(runner -> runner.state() == RunnerState.PROVISIONING))
                .isNotEmpty()
                .allSatisfy(runner -> assertThat(runner.status().phase()).isEqualTo(Phase.BOOTING));
    }

    @Test
    void reconcile_liveRunnerIsInNoState_isOrderedToEndOnce() {
        var heard = moved(heardOfThoughInNoState(), RunnerState.BUSY);
        enqueue(4);

        reconcile();
        reconcile();

        var row = storage.runners().find(heard.id()).orElseThrow();
        assertThat(row.state()).isEqualTo(RunnerState.BUSY);
        assertThat(row.status().order()).contains(new PendingOrder(PendingOrder.Kind.TERMINATE, "stray", "worker"));
        assertThat(storage.audit()
                        .ofResource("runner/" + heard.id(), PageRequest.first(20))
                        .items())
                .filteredOn(entry -> entry.action().equals("runner.order.terminate"))
                .hasSize(1);
    }

    @Test
    void reconcile_machineInNoStateHasAJob_isLeftAlone() throws Exception {
        enqueue(1);
        reconcile();
        var entity = createEntity();
        var stray = enrolled(only(), entity.id());
        takeAJob(entity.token());
        // As if OpenTofu had been killed before it wrote the machine into its state.
        runs.state.clear();
        moveToFailed(stray);

        reconcile();
        reconcile();

        assertThat(cloud.machine(stray.id())).as("GitLab shows a job on it").isPresent();
        assertThat(storage.runners().find(stray.id()).orElseThrow().state()).isEqualTo(RunnerState.TERMINATING);
    }

    private Runner heardOfThoughInNoState() {
        enqueue(1);
        reconcile();
        var heard = moved(only(), RunnerState.ACTIVE);
        runs.state.clear();
        // Else the machines listed are those of before.
        clock.advance(Duration.ofSeconds(16));
        return heard;
    }

    private Runner moved(Runner runner, RunnerState next) {
        return storage.runners()
                .write(RunnerWrite.unfenced(runner.moveTo(next, clock.instant(), Optional.empty())))
                .getFirst();
    }

    private Runner reconcileFailing(TofuPhase phase, FailureCause cause) {
        runs.next(failed(phase, cause));
        reconcile();
        return storage.runners()
                .list(
                        new io.polargosling.domain.runner.RunnerFilter(Optional.of(egg), Optional.empty()),
                        io.polargosling.domain.store.PageRequest.first(1))
                .items()
                .getFirst();
    }

    private static TofuResult failed(TofuPhase phase, FailureCause cause) {
        return new TofuResult.Failed(phase, new RunFailure(cause, "said the double"));
    }

    private Breaker breaker() {
        return storage.breakers().find(BreakerScope.of(egg)).orElseGet(() -> Breaker.closed(BreakerScope.of(egg)));
    }

    private void reconcile() {
        reconciler.reconcile(egg);
    }

    private List<Runner> live() {
        return storage.runners().ofEgg(egg).stream()
                .filter(runner -> runner.state().wantsMachine())
                .toList();
    }

    private Runner only() {
        assertThat(live()).hasSize(1);
        return live().getFirst();
    }

    private void order(Runner runner) {
        storage.runners()
                .write(RunnerWrite.unfenced(
                        runner.withOrder(Optional.of(new PendingOrder(PendingOrder.Kind.TERMINATE, "manual", "ann")))));
    }

    private Runner enrolled(Runner runner, long entity) {
        return storage.runners()
                .write(RunnerWrite.unfenced(
                        runner.withIdentity(runner.identity().enrolled(TokenHash.of("t"), entity))))
                .getFirst();
    }

    private CreatedGitLabRunner createEntity() {
        var config = WorkerBench.egg(gitlab, 1);
        var access = new GitLabAccess(config.gitlab().server(), SecretValue.of(WorkerBench.API_TOKEN));
        return GitLabClient.open()
                .runners()
                .createRunner(
                        access,
                        new NewGitLabRunner(
                                config.gitlab().scope(),
                                "bench",
                                config.runner().jobs(),
                                Optional.empty()));
    }

    /** As an agent does. */
    private void takeAJob(SecretValue token) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(gitlab.url() + "/api/v4/jobs/request"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"token\":\"" + token.reveal() + "\",\"system_id\":\"s_1\"}"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        }
    }

    private void moveToFailed(Runner runner) {
        storage.runners()
                .write(RunnerWrite.unfenced(
                        runner.moveTo(RunnerState.FAILED, clock.instant(), Optional.of("boot-deadline"))));
    }

    private void enqueue(int jobs) {
        WorkerBench.enqueue(gitlab, jobs);
    }

    private EggConfig eggAt(List<Placement> placements, Optional<RunnerKind> type) {
        return withPlaces(WorkerBench.egg(gitlab, 3), placements, type);
    }

    private static EggConfig withPlaces(EggConfig plain, List<Placement> placements, Optional<RunnerKind> type) {
        return new EggConfig(
                plain.name(), type, placements, plain.resources(), plain.runner(), plain.gitlab(), plain.options());
    }

    private EggName store(EggConfig config, int maxRunners) {
        return store(withPlaces(WorkerBench.egg(gitlab, maxRunners), config.placements(), config.type()));
    }

    private EggName store(EggConfig config) {
        var lease = leases.tryTake("nest-sync").orElseThrow();
        var audit = AuditEntry.of(clock.instant(), "test", "egg.applied", "egg/" + config.name(), Map.of());
        var hash = Samples.hash(config.runner().maxRunners() > 3 ? 'b' : 'a');
        storage.eggs().apply(config, hash, Samples.COMMIT, clock.instant(), audit, lease.fence());
        storage.leases().release(lease, Optional.empty());
        return config.name();
    }

    private static Placement place(CloudProvider provider, String zone) {
        return new Placement(
                provider,
                Optional.of("eu-central-1"),
                Optional.of(zone),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
