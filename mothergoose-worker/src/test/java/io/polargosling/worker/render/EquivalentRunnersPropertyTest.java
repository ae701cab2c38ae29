package io.polargosling.worker.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.worker.render.CloudInstance.Start;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** One egg, made in either cloud, gets the same runner. */
class EquivalentRunnersPropertyTest {

    private static final CloudFacts FACTS = CloudSamples.facts();

    @Property
    void P23_oneEggInBothClouds_getsEquivalentRunners(
            @ForAll @IntRange(min = 1, max = 4) int cpu,
            @ForAll @IntRange(min = 1, max = 16) int halfGigabytes,
            @ForAll RunnerKind kind,
            @ForAll @Size(max = 20) Map<@StringLength(max = 12) String, @StringLength(max = 400) String> environment,
            @ForAll boolean job) {
        var size = CloudSamples.size(cpu, halfGigabytes * 512L);
        var aws = CloudSamples.aws();
        var yandex = CloudSamples.yandex();
        var placements = kind == RunnerKind.VM
                ? new Placement[] {aws, yandex}
                : new Placement[] {
                    CloudSamples.withImage(aws, CloudSamples.ECR),
                    CloudSamples.withImage(yandex, CloudSamples.YANDEX_IMAGE)
                };
        var egg = CloudSamples.egg(
                job ? "_jobs/rotate" : "Web_1", Optional.of(kind), size, new TreeMap<>(environment), placements);

        var one = instance(egg, kind, placements[0]);
        var other = instance(egg, kind, placements[1]);

        assertThat(one.labels()).isEqualTo(other.labels()).hasSize(5);
        assertThat(one.resources()).isEqualTo(other.resources());
        assertThat(one.lifetime()).isEqualTo(other.lifetime());
        assertThat(one.riftServer()).isEqualTo(other.riftServer());
        assertThat(told(one.start())).isEqualTo(told(other.start()));
    }

    private static CloudInstance instance(EggConfig egg, RunnerKind kind, Placement placement) {
        return CloudSamples.fresh(FACTS, CloudSamples.runner("abc123def456", egg, kind, placement), egg)
                .instance();
    }

    private static Object told(Start start) {
        return switch (start) {
            case Start.UserData(var userData) -> userData.reveal();
            case Start.Container(var egg, var apiUrl, var environment, var token) ->
                Map.of("egg", egg, "api", apiUrl, "environment", environment, "token", token.reveal());
        };
    }
}
