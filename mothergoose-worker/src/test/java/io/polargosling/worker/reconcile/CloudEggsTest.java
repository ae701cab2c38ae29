package io.polargosling.worker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggOptions;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.RunnerFilter;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.memory.MemoryStorage;
import io.polargosling.worker.render.Variant;
import io.polargosling.worker.tofu.TofuResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Eggs of AWS and Yandex Cloud, from demand to nothing, through the real OpenTofu and a fake cloud. */
@Execution(ExecutionMode.CONCURRENT)
class CloudEggsTest {

    private static Secrets secrets;

    @TempDir
    private Path data;

    private CloudBench bench;

    @BeforeAll
    static void openKeystore(@TempDir Path folder) {
        secrets = WorkerBench.keystore(folder);
    }

    @BeforeEach
    void open() {
        bench = new CloudBench(data.resolve("data"), MemoryStorage.empty(), secrets);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @EnumSource(value = Variant.class, mode = EnumSource.Mode.EXCLUDE, names = "LOCAL")
    void egg_fromDemandToItsRemoval_leavesNothing(Variant variant) {
        var egg = bench.store(bench.egg(name(variant), Optional.of(kind(variant)), CloudBench.place(variant, "a")));
        bench.enqueue();

        bench.reconcile(egg);

        var runner = bench.runners(egg).getFirst();
        var part = bench.at(variant.provider());
        assertThat(bench.runners(egg)).hasSize(1);
        assertThat(runner.status().phase()).as("%s", runner.status()).isEqualTo(Phase.BOOTING);
        assertThat(part.list()).singleElement().satisfies(machine -> {
            assertThat(machine.runner()).isEqualTo(runner.id());
            assertThat(runner.identity().cloudId()).contains(machine.cloudId());
        });
        assertThat(part.invoked()).hasSize(isCalled(variant) ? 1 : 0);

        long runs = bench.runs(egg);
        bench.reconcile(egg);
        assertThat(bench.runs(egg)).as("nothing to do").isEqualTo(runs);
        if (kind(variant) == RunnerKind.VM) {
            part.stop(part.list().getFirst());
        }
        assertThat(bench.run(egg)).isEqualTo(new TofuResult.NoChange());

        bench.cancelJobs();
        bench.orderEnd(egg);
        bench.reconcile(egg);
        assertThat(part.list()).isEmpty();
        assertThat(bench.types()).as("what runners share stays").isNotEmpty();

        bench.remove(egg);
        bench.reconcile(egg);
        assertThat(bench.types()).isEmpty();
        runs = bench.runs(egg);
        bench.reconcile(egg);
        assertThat(bench.runs(egg)).as("a removed egg costs nothing").isEqualTo(runs);
    }

    @Test
    void eggWithoutType_makesAMachineAndAContainerInOneRun() {
        var place = CloudBench.place(Variant.YANDEX_SERVERLESS, "a");
        var egg = bench.store(bench.egg(EggName.of("both"), Optional.empty(), place));
        bench.enqueue();
        bench.enqueue("long-running");

        bench.reconcile(egg);

        assertThat(bench.types()).contains("yandex_compute_instance", "yandex_serverless_container");
        assertThat(bench.runs(egg)).isEqualTo(1);
        assertThat(bench.run(egg)).isEqualTo(new TofuResult.NoChange());
    }

    @Test
    void eggThatMovesToAnotherCloud_leavesNothingBehind() {
        var egg = bench.store(aws());
        bench.enqueue();
        bench.reconcile(egg);
        bench.cancelJobs();
        bench.orderEnd(egg);
        bench.reconcile(egg);
        assertThat(bench.types()).isNotEmpty().allMatch(type -> type.startsWith("aws_"));

        bench.store(bench.egg(egg, Optional.of(RunnerKind.VM), CloudBench.place(Variant.YANDEX_VM, "a")));
        bench.enqueue();
        bench.reconcile(egg);

        assertThat(bench.types()).contains("yandex_compute_instance").allMatch(type -> type.startsWith("yandex_"));
    }

    @Test
    void sharedThingsThatCannotBeRemoved_areTriedAgainLater() {
        var egg = bench.store(aws());
        bench.enqueue();
        bench.reconcile(egg);
        bench.cloud.fail(List.of(Map.of("type", "aws_iam_role", "operation", "delete", "fault", "denied")));
        bench.cancelJobs();
        bench.remove(egg);

        bench.reconcile(egg);
        long runs = bench.runs(egg);
        bench.clock.advance(Duration.ofMinutes(1));
        bench.reconcile(egg);

        assertThat(bench.runs(egg)).as("not at once").isEqualTo(runs);
        assertThat(bench.types()).containsExactly("aws_iam_role");
        assertThat(bench.sent.all()).anyMatch(sent -> sent.delay().compareTo(Duration.ofMinutes(2)) > 0);
        bench.cloud.fail(List.of());
        bench.clock.advance(Duration.ofMinutes(5));
        bench.reconcile(egg);
        assertThat(bench.types()).isEmpty();
    }

    @Test
    void placeWithoutCapacity_nextPlaceIsTried() {
        var egg = bench.store(bench.egg(
                EggName.of("web"),
                Optional.of(RunnerKind.VM),
                CloudBench.place(Variant.AWS_VM, "a"),
                CloudBench.place(Variant.AWS_VM, "b")));
        bench.cloud.fail(List.of(Map.of("type", "aws_instance", "fault", "capacity", "times", 1)));
        bench.enqueue();

        bench.reconcile(egg);
        bench.reconcile(egg);

        assertThat(bench.cloud.resources("aws_instance"))
                .singleElement()
                .satisfies(
                        machine -> assertThat(machine.text("availability_zone")).isEqualTo("eu-central-1b"));
        assertThat(bench.runners(egg))
                .filteredOn(runner -> runner.status().phase() == Phase.BOOTING)
                .hasSize(1);
    }

    @Test
    void oneOfThree_overTheQuota_leavesTheOthers() {
        var egg = bench.store(aws());
        bench.cloud.fail(List.of(Map.of("type", "aws_instance", "fault", "quota", "nth", 2)));
        bench.enqueue();
        bench.enqueue();
        bench.enqueue();

        bench.reconcile(egg);

        assertThat(bench.cloud.resources("aws_instance")).hasSize(2);
        assertThat(bench.runners(egg))
                .filteredOn(runner -> runner.status().phase() == Phase.BOOTING)
                .hasSize(2);
        bench.reconcile(egg);
        assertThat(bench.cloud.resources("aws_instance")).as("the two stay").hasSize(2);
    }

    @Test
    void answerThatWasLost_machineIsRemovedAndAnotherIsMade() {
        var egg = bench.store(
                bench.egg(EggName.of("web"), Optional.of(RunnerKind.VM), CloudBench.place(Variant.YANDEX_VM, "a")));
        bench.cloud.fail(List.of(Map.of("type", "yandex_compute_instance", "fault", "lost", "times", 1)));
        bench.enqueue();
        bench.reconcile(egg);
        bench.clock.advance(Duration.ofMinutes(11));

        bench.reconcile(egg);
        bench.reconcile(egg);

        var booting = bench.runners(egg).stream()
                .filter(runner -> runner.status().phase() == Phase.BOOTING)
                .toList();
        assertThat(booting).hasSize(1);
        assertThat(bench.at(CloudProvider.YANDEX).list())
                .extracting(CloudResource::runner)
                .containsExactly(booting.getFirst().id());
    }

    @Test
    void callThatWasLost_isMadeAgain() {
        var egg = bench.store(bench.egg(
                EggName.of("web"),
                Optional.of(RunnerKind.SERVERLESS),
                CloudBench.place(Variant.YANDEX_SERVERLESS, "a")));
        var yandex = bench.at(CloudProvider.YANDEX);
        yandex.loseCalls(1);
        bench.enqueue();

        bench.reconcile(egg);
        assertThat(bench.runners(egg).getFirst().status().phase()).isEqualTo(Phase.APPLYING);
        bench.reconcile(egg);

        var runner = bench.runners(egg).getFirst();
        assertThat(runner.status().phase()).isEqualTo(Phase.BOOTING);
        assertThat(yandex.invoked()).containsExactly(runner.id());
        assertThat(yandex.list()).hasSize(1);
    }

    @Test
    void runnerWithoutProgramToFetch_failsWithThatAlone() {
        var egg = bench.store(withGosling(aws(), "9.9.9"));
        bench.enqueue();

        bench.reconcile(egg);

        assertThat(bench.storage
                        .runners()
                        .list(new RunnerFilter(Optional.of(egg), Optional.empty()), PageRequest.first(5))
                        .items())
                .isNotEmpty()
                .allSatisfy(runner ->
                        assertThat(runner.status().cause().orElseThrow()).contains("version-unavailable", "9.9.9"));
        assertThat(bench.cloud.resources("aws_instance")).isEmpty();
    }

    @Test
    void workerWithoutCredentials_saysSoOnTheRunnerAndGoesOnOnceThereAreSome() {
        var egg = bench.store(aws());
        bench.enqueue();
        var theirs = bench.credentials;
        bench.credentials = () -> {
            throw new UnavailableException("looking for credentials of AWS: there are none");
        };
        for (int look = 0; look < 4; look++) {
            bench.reconcile(egg);
            bench.clock.advance(Duration.ofMinutes(2));
        }

        assertThat(bench.storage
                        .runners()
                        .list(new RunnerFilter(Optional.of(egg), Optional.empty()), PageRequest.first(5))
                        .items())
                .anySatisfy(
                        runner -> assertThat(runner.status().cause().orElse("")).contains("credentials of AWS"));
        assertThat(bench.cloud.resources("aws_instance")).isEmpty();

        bench.credentials = theirs;
        bench.clock.advance(Duration.ofMinutes(30));
        bench.reconcile(egg);

        assertThat(bench.cloud.resources("aws_instance")).hasSize(1);
    }

    @Test
    void secrets_areInNoFileOfTheDataFolder() {
        var place = CloudBench.place(Variant.AWS_SERVERLESS, "a");
        var egg = bench.store(bench.egg(EggName.of("both"), Optional.empty(), place));
        bench.enqueue();
        bench.enqueue("long-running");
        bench.reconcile(egg);

        var container = bench.cloud.resources("aws_ecs_task_definition").getFirst();
        var machine = bench.cloud.resources("aws_instance").getFirst();
        var token = token(container.text("container_definitions"));
        var ofMachine = token(machine.text("user_data"));
        assertThat(bench.filesWith(token)).isEmpty();
        assertThat(bench.filesWith(ofMachine)).isEmpty();
        assertThat(bench.filesWith(WorkerBench.API_TOKEN)).isEmpty();
        assertThat(bench.filesWith("planted-secret-key")).isEmpty();
        var key = secrets.find(SecretUri.of("local://gosling/state-key")).orElseThrow();
        assertThat(bench.filesWith(key.reveal())).isEmpty();
        assertThat(bench.filesWith(machine.text("user_data").substring(0, 200))).isEmpty();
        assertThat(bench.filesWith("\"encrypted_data\"")).containsExactly("tofu-states/both/terraform.tfstate");
    }

    /** What has the form of a token of ours. */
    private static String token(String text) {
        var found = Pattern.compile("(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")
                .matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return found.group();
    }

    private EggConfig aws() {
        return bench.egg(EggName.of("web"), Optional.of(RunnerKind.VM), CloudBench.place(Variant.AWS_VM, "a"));
    }

    private static EggConfig withGosling(EggConfig egg, String version) {
        var options = egg.options();
        return new EggConfig(
                egg.name(),
                egg.type(),
                egg.placements(),
                egg.resources(),
                egg.runner(),
                egg.gitlab(),
                new EggOptions(
                        options.environment(),
                        options.pools(),
                        options.riftServer(),
                        Optional.of(version),
                        options.opentofuVersion(),
                        options.enabled()));
    }

    private static EggName name(Variant variant) {
        return variant == Variant.AWS_LAMBDA ? EggName.ofJob("nightly") : EggName.of("Web_" + variant.name());
    }

    private static RunnerKind kind(Variant variant) {
        return switch (variant) {
            case AWS_VM, YANDEX_VM, LOCAL -> RunnerKind.VM;
            case AWS_SERVERLESS, AWS_LAMBDA, YANDEX_SERVERLESS -> RunnerKind.SERVERLESS;
        };
    }

    private static boolean isCalled(Variant variant) {
        return variant == Variant.AWS_LAMBDA || variant == Variant.YANDEX_SERVERLESS;
    }
}
