package io.polargosling.worker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.polargosling.domain.demand.Decision;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.GitLabBinding;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.JobFilter;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.lease.LeaseRow;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.queue.SqsQueue;
import io.polargosling.simulator.server.GitLabSimulator;
import io.polargosling.testkit.gen.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcilerTest {

    private static SqsQueue queue;
    private static Secrets secrets;

    @TempDir
    private Path data;

    private GitLabSimulator gitlab;
    private WorkerBench bench;

    @BeforeAll
    static void startQueue(@TempDir Path folder) {
        secrets = WorkerBench.keystore(folder);
        queue = SqsQueue.startEmbedded(folder, SqsQueue.Options.of("test-", Duration.ofSeconds(30), 5));
    }

    @AfterAll
    static void stopQueue() {
        queue.close();
    }

    @BeforeEach
    void openBench() {
        gitlab = WorkerBench.gitlab();
        bench = new WorkerBench(
                data,
                secrets,
                queue,
                Map.of(
                        "gosling.drain.poll-wait",
                        "1ms",
                        "gosling.drain.recheck",
                        "1ms",
                        "gosling.runner.heartbeat",
                        "1ms"),
                Map.of());
    }

    @AfterEach
    void closeBench() {
        bench.close();
        gitlab.close();
    }

    @Test
    void reconcile_unknownEgg_doesNothing() {
        bench.reconciler.reconcile(EggName.of("nobody"));

        assertThat(bench.inventory.list()).isEmpty();
    }

    @Test
    void reconcile_noJobs_makesNothing() {
        var egg = bench.store(egg(3));

        bench.reconciler.reconcile(egg);

        assertThat(bench.runners(egg)).isEmpty();
        assertThat(bench.applies(egg)).isZero();
        assertThat(bench.storage.eggs().find(egg).orElseThrow().generationSeen())
                .isPositive();
    }

    @Test
    void reconcile_aJobWaits_makesOneRunnerWithItsToken() throws IOException {
        var egg = bench.store(egg(3));
        enqueue(1);

        bench.reconciler.reconcile(egg);

        var runner = only(egg);
        assertThat(runner.state()).isEqualTo(RunnerState.PROVISIONING);
        assertThat(runner.status().phase()).isEqualTo(Phase.BOOTING);
        assertThat(bench.inventory.list())
                .extracting(machine -> machine.runner())
                .containsExactly(runner.id());
        var tokenFile = data.resolve("runners").resolve(runner.id().value()).resolve("enrolment-token");
        assertThat(Files.getPosixFilePermissions(tokenFile)).hasToString("[OWNER_READ, OWNER_WRITE]");
        assertThat(runner.identity()
                        .enrolmentHash()
                        .orElseThrow()
                        .matches(Files.readString(tokenFile).strip()))
                .isTrue();
        var plan =
                bench.storage.plans().ofEgg(egg, PageRequest.first(5)).items().getFirst();
        assertThat(plan.status()).isEqualTo(PlanStatus.APPLIED);
        assertThat(plan.changes().created()).containsExactly(runner.id());
        assertThat(bench.storage.runs().open(egg)).isEmpty();
    }

    @Test
    void reconcile_again_changesNothing() {
        var egg = bench.store(egg(3));
        enqueue(1);

        bench.reconciler.reconcile(egg);
        bench.reconciler.reconcile(egg);
        bench.reconciler.reconcile(egg);

        assertThat(bench.runners(egg)).hasSize(1);
        assertThat(bench.applies(egg)).isEqualTo(1);
    }

    @Test
    void reconcile_moreJobsThanRunnersAllowed_makesTheMaximumInOneApply() {
        var egg = bench.store(egg(3));
        enqueue(7);

        bench.reconciler.reconcile(egg);

        assertThat(bench.runners(egg)).hasSize(3);
        assertThat(bench.inventory.list()).hasSize(3);
        assertThat(bench.applies(egg)).isEqualTo(1);
        assertThat(newestDecision(egg).reasons()).anyMatch(reason -> reason.startsWith("runner-limit"));
    }

    @Test
    void reconcile_runnerProcess_seesNothingOfOpenTofu() throws IOException {
        var egg = bench.store(egg(3));
        enqueue(1);

        bench.reconciler.reconcile(egg);

        var environment =
                data.resolve("runners").resolve(only(egg).id().value()).resolve("env");
        await().until(() -> Files.exists(environment) && Files.size(environment) > 0);
        assertThat(Files.readAllLines(environment).stream().map(line -> line.substring(0, line.indexOf('='))))
                .containsExactlyInAnyOrder("PATH", "HOME", "LANG", "PWD");
    }

    @Test
    void reconcile_idleRunnerIsOrderedToEnd_provesItAndDestroysIt() {
        var egg = bench.store(egg(3));
        var job = enqueue(1).getFirst();
        bench.reconciler.reconcile(egg);
        gitlab.cancelJob(job);
        var runner = bench.order(bench.reportsIdle(only(egg), createGitLabRunner()), "idle_timeout");

        bench.reconciler.reconcile(egg);
        assertThat(current(runner).state()).isEqualTo(RunnerState.DRAINING);
        assertThat(gitlab.runners().getFirst().paused()).isTrue();

        await().atMost(Duration.ofSeconds(20)).until(() -> {
            bench.reportsIdle(
                    current(runner), runner.identity().gitlabRunnerId().orElseThrow());
            bench.reconciler.reconcile(egg);
            return current(runner).state() == RunnerState.TERMINATED;
        });
        assertThat(bench.inventory.list()).isEmpty();
        assertThat(gitlab.runners().getFirst().deleted()).isTrue();
        assertThat(current(runner).slot()).isEmpty();
        assertThat(bench.storage.runners().capacity(egg)).allMatch(use -> use.used() == 0);
    }

    @Test
    void reconcile_jobFoundWhileDraining_takesThePauseBack() {
        var egg = bench.store(egg(3));
        enqueue(1);
        bench.reconciler.reconcile(egg);
        var runner = bench.order(bench.reportsIdle(only(egg), createGitLabRunner()), "max_age");
        bench.reconciler.reconcile(egg);
        var draining = current(runner);
        bench.write(draining.withPulse(new io.polargosling.domain.runner.RunnerPulse(
                Optional.of(Instant.now()),
                draining.pulse().sequence() + 1,
                List.of(7L),
                false,
                java.util.Optional.empty(),
                0)));

        bench.reconciler.reconcile(egg);

        assertThat(current(runner).state()).isEqualTo(RunnerState.BUSY);
        assertThat(gitlab.runners().getFirst().paused()).isFalse();
    }

    @Test
    void reconcile_machineDied_failsItAndMakesAnother() {
        var egg = bench.store(egg(3));
        enqueue(1);
        bench.reconciler.reconcile(egg);
        var dead = bench.reportsIdle(only(egg), createGitLabRunner());
        bench.inventory.delete(dead.id());

        bench.reconciler.reconcile(egg);
        bench.reconciler.reconcile(egg);

        assertThat(current(dead).state()).isEqualTo(RunnerState.TERMINATED);
        assertThat(current(dead).status().cause()).contains("machine-gone");
        assertThat(bench.runners(egg)).hasSize(1);
        assertThat(bench.inventory.list()).hasSize(1);
    }

    @Test
    void reconcile_machineCannotBeMade_givesTheSlotBackAndWaits() throws IOException {
        var egg = bench.store(egg(3));
        enqueue(1);
        // A file where the folder of runners should be: the module's script fails.
        Files.writeString(data.resolve("bin/gosling"), "#!/bin/sh\nexit 1\n");

        bench.reconciler.reconcile(egg);
        bench.reconciler.reconcile(egg);
        bench.reconciler.reconcile(egg);

        assertThat(bench.runners(egg)).hasSizeLessThanOrEqualTo(1);
        assertThat(newestDecision(egg).reasons()).anyMatch(reason -> reason.startsWith("backing-off"));
        assertThat(bench.storage.runners().capacity(egg)).allMatch(use -> use.used() <= 1);
    }

    @Test
    void reconcile_apiTokenIsMissing_degradesTheEggAndSaysWhich() {
        var config = egg(3);
        var binding = new GitLabBinding(
                config.gitlab().server(),
                config.gitlab().scope(),
                SecretUri.of("local://bench/other"),
                config.gitlab().webhookSecret(),
                Optional.empty());
        var egg = bench.store(new EggConfig(
                config.name(),
                config.type(),
                config.placements(),
                config.resources(),
                config.runner(),
                binding,
                config.options()));

        bench.reconciler.reconcile(egg);

        var row = bench.storage.eggs().find(egg).orElseThrow();
        assertThat(row.state()).isEqualTo(EggState.DEGRADED);
        assertThat(row.reason().orElseThrow()).contains("gitlab.api_token").doesNotContain("bench/other");
    }

    @Test
    void reconcile_leaseIsHeld_leavesTheGenerationForTheHolder() {
        var egg = bench.store(egg(3));
        enqueue(1);
        var held = bench.leases.tryTake("egg:" + egg).orElseThrow();

        bench.reconciler.reconcile(egg);

        assertThat(bench.runners(egg)).isEmpty();
        assertThat(bench.storage.leases().releaseReconciled(held, egg, 1)).isFalse();
    }

    @Test
    void reconcile_formerOwnerDiedDuringItsRun_closesTheRunAndGoesOn() throws Exception {
        var egg = bench.store(egg(3));
        enqueue(1);
        var dead = WorkerBench.deadProcess();
        var lease = bench.storage
                .leases()
                .take("egg:" + egg, dead.toString(), Optional.<LeaseRow>empty(), Instant.now())
                .orElseThrow();
        var run = new TofuRun(
                egg,
                UUID.randomUUID(),
                lease.token(),
                dead.host(),
                Optional.empty(),
                new TofuRun.Step(
                        TofuPhase.APPLY,
                        OptionalLong.of(dead.pid()),
                        OptionalLong.of(dead.start()),
                        Instant.now().plusSeconds(600)),
                Optional.empty(),
                Instant.now());
        bench.storage.runs().save(run, Instant.now(), lease.fence());

        bench.reconciler.reconcile(egg);

        assertThat(bench.storage.runs().open(egg)).isEmpty();
        assertThat(bench.inventory.list()).hasSize(1);
        assertThat(only(egg).status().phase()).isEqualTo(Phase.BOOTING);
    }

    @Test
    void reconcile_eggIsRemoved_endsWhatIsBooting() {
        var egg = bench.store(egg(3));
        enqueue(1);
        bench.reconciler.reconcile(egg);
        var runner = only(egg);
        var lease = bench.leases.tryTake("nest-sync").orElseThrow();
        bench.storage
                .eggs()
                .changeState(egg, EggState.REMOVED, Optional.empty(), Samples.audit("egg/" + egg), lease.fence());

        bench.reconciler.reconcile(egg);

        assertThat(current(runner).state()).isEqualTo(RunnerState.TERMINATED);
        assertThat(bench.inventory.list()).isEmpty();
    }

    @Test
    void reconcile_machineIsInNoState_isRemovedAndNotAdopted() throws IOException {
        var egg = bench.store(egg(3));
        enqueue(1);
        bench.reconciler.reconcile(egg);
        var stray = only(egg);
        // As if OpenTofu had been killed between making the machine and writing that down.
        Files.delete(data.resolve("tofu-states/web/terraform.tfstate"));
        bench.write(stray.inPhase(Phase.APPLYING));

        bench.reconciler.reconcile(egg);
        assertThat(current(stray).status().cause()).contains("stray: its machine is half made or in no state");
        bench.reconciler.reconcile(egg);
        bench.reconciler.reconcile(egg);

        assertThat(current(stray).state()).isEqualTo(RunnerState.TERMINATED);
        assertThat(bench.inventory.list())
                .extracting(machine -> machine.runner())
                .doesNotContain(stray.id());
    }

    private EggConfig egg(int maxRunners) {
        return WorkerBench.egg(gitlab, maxRunners);
    }

    private List<Long> enqueue(int jobs) {
        return WorkerBench.enqueue(gitlab, jobs);
    }

    private long createGitLabRunner() {
        var access = new io.polargosling.domain.gitlab.GitLabAccess(
                GitLabServer.ofUrl(gitlab.url()), io.polargosling.domain.secret.SecretValue.of("glpat-bench"));
        return io.polargosling.gitlab.GitLabClient.open()
                .runners()
                .createRunner(
                        access,
                        new io.polargosling.domain.gitlab.NewGitLabRunner(
                                new TargetScope.Project(WorkerBench.PROJECT),
                                "bench",
                                new JobFilter(Set.of("web"), false, false),
                                Optional.empty()))
                .id();
    }

    private Runner only(EggName egg) {
        var runners = bench.runners(egg);
        assertThat(runners).hasSize(1);
        return runners.getFirst();
    }

    private Runner current(Runner runner) {
        return bench.storage.runners().find(runner.id()).orElseThrow();
    }

    private Decision newestDecision(EggName egg) {
        return bench.storage.decisions().newest(egg, 1).getFirst();
    }
}
