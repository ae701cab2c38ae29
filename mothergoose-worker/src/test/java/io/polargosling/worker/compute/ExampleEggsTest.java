package io.polargosling.worker.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggOptions;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.Resources;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.nest.NestFiles;
import io.polargosling.nest.NestReader;
import io.polargosling.nest.NestRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The eggs of the example Nests that are of a cloud, each in all its places, from nothing to nothing. */
@Execution(ExecutionMode.CONCURRENT)
class ExampleEggsTest {

    /** How many eggs are tried; the nightly run tries all. */
    private static final int EGGS = Integer.getInteger("gosling.compute.eggs", 1);

    private static final String RUNNER = "abc123def456";

    @TempDir
    private Path folder;

    /** What the module needs to know of an egg or bucket. */
    record Fleet(
            EggName name,
            Optional<RunnerKind> type,
            List<Placement> placements,
            Resources resources,
            EggOptions options) {

        @Override
        public String toString() {
            return name.value();
        }
    }

    @AfterEach
    void unlink() {
        ModuleWorkspace.unlink(folder);
    }

    @ParameterizedTest
    @MethodSource("eggs")
    void egg_fromNothingToNothing_leavesNothing(Fleet egg) {
        var instances = new TreeMap<String, ObjectNode>();
        for (var placement : egg.placements()) {
            for (var kind : egg.type().map(List::of).orElse(List.of(RunnerKind.VM, RunnerKind.SERVERLESS))) {
                var variant = placement.provider().word() + "-" + kind.word();
                var all = instances.computeIfAbsent(
                        variant, key -> JsonMapper.shared().createObjectNode());
                var id = "%s%07d".formatted(kind == RunnerKind.VM ? "vm000" : "box00", all.size());
                all.set(id, instance(egg, placement, variant, id));
            }
        }
        var shared = (ObjectNode) ModuleWorkspace.sample("aws-serverless").get("egg");
        shared.put("slug", egg.name().value())
                .withObject("/labels")
                .put("gosling-egg", egg.name().value());
        var workspace = ModuleWorkspace.of(folder, instances.keySet().toArray(String[]::new));
        workspace.wants(shared, instances, false);
        workspace.init().with(0);
        workspace.plan().with(2);
        workspace.apply().with(0);
        workspace.plan().with(0);
        assertThat(workspace.runners())
                .hasSize(instances.values().stream().mapToInt(ObjectNode::size).sum());
        workspace.wants(shared, Map.of(), true);
        workspace.plan().with(2);
        workspace.apply().with(0);

        assertThat(workspace.cloud().resources()).isEmpty();
    }

    static Stream<Fleet> eggs() {
        return Stream.of("nest-full", "nest")
                .map(name -> NestReader.read(
                        NestFiles.ofDirectory(Path.of("../examples").resolve(name)), NestRules.defaults()))
                .flatMap(nest -> Stream.concat(
                        nest.eggs().values().stream()
                                .map(egg -> egg.config())
                                .map(egg -> new Fleet(
                                        egg.name(), egg.type(), egg.placements(), egg.resources(), egg.options())),
                        nest.buckets().values().stream()
                                .map(bucket -> bucket.config())
                                .map(bucket -> new Fleet(
                                        bucket.name(),
                                        bucket.type(),
                                        bucket.placements(),
                                        bucket.resources(),
                                        bucket.options()))))
                .filter(egg -> egg.placements().getFirst().provider() != CloudProvider.LOCAL)
                .limit(EGGS);
    }

    /** The sample of the variant with what the egg says; what it leaves open stays as in the sample. */
    private static ObjectNode instance(Fleet egg, Placement placement, String variant, String id) {
        var instance = (ObjectNode) ModuleWorkspace.sample(variant).at("/instances/" + RUNNER);
        instance.put("cpu", egg.resources().cpu())
                .put("memory_mb", egg.resources().memoryBytes() >> 20)
                .put("preemptible", egg.resources().preemptible());
        var machine = variant.endsWith("-vm");
        if (machine) {
            egg.resources().diskBytes().ifPresent(bytes -> instance.put("disk_gb", bytes >> 30));
            var groups = instance.putArray("security_group_ids");
            placement.securityGroupIds().forEach(groups::add);
        }
        placement.region().ifPresent(region -> instance.put("region", region));
        placement.zone().ifPresent(zone -> instance.put("zone", zone));
        placement.subnetId().ifPresent(subnet -> instance.put("subnet_id", subnet));
        // An account's name is looked up by the root module.
        placement.identity().ifPresent(name -> instance.put("identity", "aje0000000000000000a"));
        var environment = instance.putObject("environment");
        egg.options().environment().forEach(environment::put);
        instance.withObject("/labels").put("gosling-egg", egg.name().value()).put("gosling-runner", id);
        return instance;
    }
}
