package io.polargosling.worker.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.worker.compute.ModuleWorkspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is rendered really runs: OpenTofu over the double of the providers. */
class RenderedVariantsTest {

    private static final CloudFacts FACTS = CloudSamples.facts(Optional.of(CloudSamples.YANDEX_IMAGE));

    @TempDir
    private Path folder;

    @AfterEach
    void unlink() {
        ModuleWorkspace.unlink(folder);
    }

    /** Four variants in one workspace, each with all lookups there are. */
    @Test
    void eggWithoutType_inBothClouds_isMadeKeptAndRetired() {
        var egg = CloudSamples.egg(
                "web",
                Optional.empty(),
                CloudSamples.withIdentity(CloudSamples.yandex(), "runner-web"),
                CloudSamples.withImage(CloudSamples.aws(), CloudSamples.ECR));
        var shared = Optional.of(CloudFleet.of(FACTS).shared(egg.name(), List.of(egg)));
        var fresh = new TreeMap<RunnerId, Conversion.Ready>();
        var existing = new TreeMap<RunnerId, Conversion.Ready>();
        for (var placement : egg.placements()) {
            for (var kind : RunnerKind.values()) {
                var runner = CloudSamples.runner("abc%09d".formatted(fresh.size()), egg, kind, placement);
                fresh.put(runner.id(), CloudSamples.fresh(FACTS, runner, egg));
                existing.put(runner.id(), CloudFleet.of(FACTS).existing(runner));
            }
        }
        var workspace = RenderedWorkspace.in(folder);

        workspace.wants(shared, CloudSamples.variants(fresh)).initialised();
        workspace.tofu("validate", "-no-color").with(0);
        workspace.plan().with(2);
        var applied = workspace.apply().with(0);
        assertThat(applied.said()).doesNotContain("Warning", CloudSamples.TOKEN.reveal());
        var made = workspace.cloud().resources();
        assertThat(made)
                .extracting(resource -> resource.type())
                .contains("aws_instance", "aws_ecs_service", "yandex_compute_instance", "yandex_serverless_container");

        workspace.wants(shared, CloudSamples.variants(existing));
        var reads = workspace.cloud().calls().size();
        workspace.plan().with(0);
        assertThat(workspace.cloud().calls().stream().skip(reads))
                .as("lookups for runners that exist")
                .noneMatch(call ->
                        call.matches("read (aws_ssm_parameter|aws_subnets|yandex_compute_image|yandex_vpc_subnet)"));

        var retired = new TreeMap<Variant, VariantInputs>();
        CloudSamples.variants(existing)
                .keySet()
                .forEach(variant -> retired.put(variant, new VariantInputs(true, Map.of())));
        workspace.wants(Optional.of(CloudFleet.of(FACTS).shared(egg.name(), List.of())), retired);
        workspace.plan().with(2);
        workspace.apply().with(0);
        assertThat(workspace.cloud().resources()).isEmpty();
    }
}
