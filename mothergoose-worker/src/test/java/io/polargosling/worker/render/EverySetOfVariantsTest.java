package io.polargosling.worker.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.worker.compute.ModuleWorkspace;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Workspaces that call any of the variants: each alone by default, all sets of them in the nightly run. */
@Execution(ExecutionMode.CONCURRENT)
class EverySetOfVariantsTest {

    /** How many variants a workspace has at most. */
    private static final int AT_ONCE = Integer.getInteger("gosling.render.variants", 1);

    private static final List<Variant> ALL = List.of(Variant.values());
    private static final CloudFacts FACTS = CloudSamples.facts();

    @TempDir
    private Path folder;

    @AfterEach
    void unlink() {
        ModuleWorkspace.unlink(folder);
    }

    static Stream<Set<Variant>> sets() {
        return sets(AT_ONCE);
    }

    private static Stream<Set<Variant>> sets(int most) {
        return IntStream.range(1, 1 << ALL.size())
                .mapToObj(bits -> {
                    var set = EnumSet.noneOf(Variant.class);
                    IntStream.range(0, ALL.size())
                            .filter(i -> (bits & (1 << i)) != 0)
                            .forEach(i -> set.add(ALL.get(i)));
                    return (Set<Variant>) set;
                })
                .filter(set -> set.size() <= most);
    }

    @Test
    void sets_ofAllVariants_areMoreThanSixty() {
        assertThat(sets(ALL.size()).distinct()).hasSize(63);
    }

    /** With a runner that is new, one that exists, a second region, an identity of its own, and one variant retired. */
    @ParameterizedTest
    @MethodSource("sets")
    void workspace_ofASet_isCleanAndValid(Set<Variant> set) {
        var variants = new EnumMap<Variant, VariantInputs>(Variant.class);
        var retired = set.stream().skip(set.size() > 1 ? set.size() - 1 : 1).findFirst();
        for (var variant : set) {
            variants.put(
                    variant,
                    retired.filter(variant::equals).isPresent()
                            ? new VariantInputs(true, Map.of())
                            : new VariantInputs(false, instances(variant)));
        }
        boolean local = set.equals(EnumSet.of(Variant.LOCAL));
        var egg = CloudSamples.egg("web", Optional.empty(), CloudSamples.yandex(), CloudSamples.aws());
        var workspace = RenderedWorkspace.in(folder)
                .wants(
                        local
                                ? Optional.empty()
                                : Optional.of(CloudFleet.of(FACTS).shared(egg.name(), List.of(egg))),
                        variants)
                .initialised();

        assertThat(workspace.tofu("validate", "-no-color").with(0).said()).contains("Success");
        assertThat(workspace
                        .tofu("fmt", "-check", "-recursive", "-diff")
                        .with(0)
                        .said())
                .isEmpty();
    }

    private static Map<RunnerId, Instance> instances(Variant variant) {
        var instances = new TreeMap<RunnerId, Instance>();
        var name = variant == Variant.AWS_LAMBDA ? "_jobs/web" : "web";
        var kind = variant.folder().endsWith("-vm") ? RunnerKind.VM : RunnerKind.SERVERLESS;
        switch (variant) {
            case LOCAL -> {
                var paths = new LocalInstance.Paths("/opt/gosling", "/w", "/t", "/bin", "/");
                instances.put(RunnerId.of("localrunner0"), new LocalInstance("web", "http://x", paths, ""));
            }
            case AWS_VM, AWS_SERVERLESS, AWS_LAMBDA, YANDEX_VM, YANDEX_SERVERLESS -> {
                var place = variant.folder().startsWith("aws") ? CloudSamples.aws() : CloudSamples.yandex();
                var image = variant.folder().startsWith("aws") ? CloudSamples.ECR : CloudSamples.YANDEX_IMAGE;
                var placement = CloudSamples.withIdentity(
                        kind == RunnerKind.VM ? place : CloudSamples.withImage(place, image), "runner-web");
                var egg = CloudSamples.egg(name, Optional.of(kind), placement);
                var fresh = CloudSamples.runner("new" + "%09d".formatted(ALL.indexOf(variant)), egg, kind, placement);
                var old = CloudSamples.runner("old" + "%09d".formatted(ALL.indexOf(variant)), egg, kind, placement);
                instances.put(fresh.id(), CloudSamples.fresh(FACTS, fresh, egg).instance());
                instances.put(old.id(), CloudFleet.of(FACTS).existing(old).instance());
            }
        }
        return instances;
    }
}
