package io.polargosling.worker.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.FleetConfig;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.Resources;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.nest.NestFiles;
import io.polargosling.nest.NestReader;
import io.polargosling.nest.NestRules;
import io.polargosling.worker.compute.ModuleWorkspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever egg is valid can be made: its variables pass every check of the variants and give a plan. */
class GeneratedEggsTest {

    private static final int EGGS = Integer.getInteger("gosling.render.eggs", 12);
    private static final long SEED = Long.getLong("gosling.render.seed", 20_261_122L);
    private static final CloudFacts FACTS = CloudSamples.facts(Optional.of(CloudSamples.YANDEX_IMAGE));

    @TempDir
    private Path folder;

    @AfterEach
    void unlink() {
        ModuleWorkspace.unlink(folder);
    }

    /** Runners of all variants in one workspace: one run of OpenTofu judges them all. */
    @Test
    void P8_validEggs_convertToVariablesThatValidate() {
        var random = new Random(SEED);
        var runners = new TreeMap<RunnerId, Conversion.Ready>();
        for (int i = 0; i < EGGS; i++) {
            for (var kind : RunnerKind.values()) {
                var egg = egg(random, kind, i % 4 == 0 && kind == RunnerKind.SERVERLESS ? "_jobs/web" : "web");
                for (var placement : egg.placements()) {
                    var runner = CloudSamples.runner("run%09d".formatted(runners.size()), egg, kind, placement);
                    runners.put(runner.id(), CloudSamples.fresh(FACTS, runner, egg));
                }
            }
        }
        assertPlanned(runners, CloudSamples.egg("web", Optional.empty(), CloudSamples.yandex(), CloudSamples.aws()));
    }

    static Stream<FleetConfig> examples() {
        return Stream.of("nest-full", "nest")
                .map(name -> NestReader.read(
                        NestFiles.ofDirectory(Path.of("../examples").resolve(name)), NestRules.defaults()))
                .flatMap(nest -> Stream.<FleetConfig>concat(
                        nest.eggs().values().stream().map(egg -> egg.config()),
                        nest.buckets().values().stream().map(bucket -> bucket.config())))
                .filter(egg -> egg.cloud().provider() != CloudProvider.LOCAL)
                .limit(Integer.getInteger("gosling.compute.eggs", 1));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void P8_eggOfTheExamples_convertsToVariablesThatValidate(FleetConfig fleet) {
        var runners = new TreeMap<RunnerId, Conversion.Ready>();
        for (var target : fleet.targets()) {
            var config = fleet.configOf(target.id()).orElseThrow();
            for (var placement : fleet.placements()) {
                for (var kind : fleet.type().map(List::of).orElse(List.of(RunnerKind.values()))) {
                    var runner = CloudSamples.runner("run%09d".formatted(runners.size()), config, kind, placement);
                    runners.put(runner.id(), CloudSamples.fresh(FACTS, runner, config));
                }
            }
        }
        assertPlanned(runners, fleet);
    }

    private void assertPlanned(Map<RunnerId, Conversion.Ready> runners, FleetConfig fleet) {
        var slug = Slug.of(fleet.name()).value();
        var ofOneEgg = new TreeMap<RunnerId, Conversion.Ready>();
        runners.forEach((id, ready) -> ofOneEgg.put(id, relabelled(ready, slug)));
        var workspace = RenderedWorkspace.in(folder)
                .wants(
                        Optional.of(CloudFleet.of(FACTS).shared(fleet.name(), List.of(fleet))),
                        CloudSamples.variants(ofOneEgg))
                .initialised();

        var plan = workspace.plan().with(2);

        for (var id : runners.keySet()) {
            assertThat(plan.said()).contains(".runner[\"" + id + "\"] will be created");
        }
        assertThat(plan.said()).doesNotContain(CloudSamples.TOKEN.reveal());
    }

    /** Fleets of jobs stand in the egg's workspace here, so that one run does for all. */
    private static Conversion.Ready relabelled(Conversion.Ready ready, String slug) {
        var was = ready.instance();
        var labels = new TreeMap<>(was.labels());
        labels.put("gosling-egg", slug);
        return new Conversion.Ready(
                ready.variant(),
                new CloudInstance(
                        was.kind(),
                        labels,
                        was.resources(),
                        was.placement(),
                        was.start(),
                        was.lifetime(),
                        was.riftServer()));
    }

    /** Within what the language allows, and shapes hold. */
    private static EggConfig egg(RandomGenerator random, RunnerKind kind, String name) {
        boolean machine = kind == RunnerKind.VM;
        int cpu = machine ? 1 + random.nextInt(96) : 1 + random.nextInt(4);
        long memory = machine ? 512 + random.nextInt(524_288 - 511) : 512L + random.nextInt(8192 - 511);
        var disk = machine && random.nextBoolean()
                ? OptionalLong.of((10L + random.nextInt(8183)) << 30)
                : OptionalLong.empty();
        var environment = new TreeMap<String, String>();
        for (int i = random.nextInt(6); i > 0; i--) {
            environment.put("NAME_" + i, "<${x}&\"%{y}\n".repeat(random.nextInt(40)));
        }
        boolean type = random.nextBoolean();
        return CloudSamples.egg(
                name,
                type ? Optional.of(kind) : Optional.empty(),
                new Resources(cpu, memory << 20, disk, random.nextBoolean()),
                environment,
                placement(random, CloudSamples.aws(), machine, CloudSamples.ECR, "ami-0123456789abcdef0"),
                placement(random, CloudSamples.yandex(), machine, CloudSamples.YANDEX_IMAGE, "debian-13"));
    }

    private static Placement placement(
            RandomGenerator random, Placement like, boolean machine, String container, String image) {
        boolean aws = like.provider() == CloudProvider.AWS;
        var regions = aws ? List.of("eu-central-1", "us-gov-west-1") : List.of("ru-central1", "xx-central2");
        var region = regions.get(random.nextInt(2));
        var zones = new ArrayList<Optional<String>>(List.of(Optional.empty()));
        zones.add(Optional.of(region + (aws ? "b" : "-b")));
        var identities = aws
                ? List.of("runner-web", machine ? "Other.Profile" : "arn:aws:iam::123456789012:role/web")
                : List.of("runner-web", "aje0000000000000000a");
        return new Placement(
                like.provider(),
                Optional.of(region),
                zones.get(random.nextInt(2)),
                random.nextBoolean()
                        ? Optional.of(aws ? "subnet-0123456789abcdef0" : "e9b0000000000000000a")
                        : Optional.empty(),
                random.nextBoolean() ? like.securityGroupIds() : List.of(),
                random.nextBoolean() ? Optional.of(identities.get(random.nextInt(2))) : Optional.empty(),
                machine ? Optional.of(image).filter(_ -> random.nextBoolean()) : Optional.of(container));
    }
}
