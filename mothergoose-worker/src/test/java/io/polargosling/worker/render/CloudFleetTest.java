package io.polargosling.worker.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.Resources;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.infrastructure.StoredInfrastructure;
import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.runner.Lifetimes;
import io.polargosling.testkit.gen.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CloudFleetTest {

    private static final CloudFacts FACTS = CloudSamples.facts(Optional.of(CloudSamples.YANDEX_IMAGE));

    @Test
    void expiry_ofAMachine_isADayBeyondItsPoolsAge() {
        var ready = made(FACTS, RunnerKind.VM, CloudSamples.aws());

        assertThat(ready.instance().labels())
                .containsEntry("gosling-expires", seconds(CloudSamples.MAX_AGE.plusDays(1)));
    }

    @Test
    void expiry_ofAContainer_isTheEndOfItsLife() {
        var ready = made(FACTS, RunnerKind.SERVERLESS, CloudSamples.yandex());

        assertThat(ready.instance().lifetime()).isEqualTo(Duration.ofHours(1));
        assertThat(ready.instance().labels()).containsEntry("gosling-expires", seconds(Duration.ofHours(1)));
    }

    @Test
    void jobRunner_ofBothClouds_livesTenMinutesAsSelfjobs() {
        var placement =
                CloudSamples.withIdentity(CloudSamples.withImage(CloudSamples.aws(), CloudSamples.ECR), "selfjobs");
        var egg = CloudSamples.egg("_jobs/rotate", Optional.of(RunnerKind.SERVERLESS), placement);

        var ready = CloudSamples.fresh(
                FACTS, CloudSamples.runner("abc123def456", egg, RunnerKind.SERVERLESS, placement), egg);

        assertThat(ready.variant()).isEqualTo(Variant.AWS_LAMBDA);
        assertThat(ready.instance().kind()).isEqualTo("job");
        assertThat(ready.instance().lifetime()).isEqualTo(Duration.ofMinutes(10));
        assertThat(ready.instance().placement().identity()).contains("selfjobs");
    }

    @Test
    void sizes_betweenUnits_areRoundedUp() {
        var odd = new Resources(1, (1L << 30) + 1, OptionalLong.of((20L << 30) + 1), false);
        var egg = CloudSamples.egg("web", Optional.of(RunnerKind.VM), odd, Map.of(), CloudSamples.aws());

        var variables = CloudSamples.fresh(
                        FACTS, CloudSamples.runner("abc123def456", egg, RunnerKind.VM, CloudSamples.aws()), egg)
                .instance()
                .asVariables();

        assertThat(variables).containsEntry("memory_mb", 1025L).containsEntry("disk_gb", 21L);
    }

    @Test
    void environment_ofAContainer_keepsSecretUrisAndLeavesOutWhatIsReserved() {
        var environment = Map.of(
                "STAGE", "ci",
                "DEPLOY_TOKEN", "yc-lockbox://web-deploy/token",
                "_HIDDEN", "x",
                "AWS_REGION", "x",
                "GOSLING_EGG_NAME", "other",
                "LARGE", "x".repeat(4000));
        var egg = CloudSamples.egg(
                "web",
                Optional.of(RunnerKind.SERVERLESS),
                CloudSamples.size(1, 512),
                environment,
                CloudSamples.yandex());

        var ready = CloudSamples.fresh(
                FACTS, CloudSamples.runner("abc123def456", egg, RunnerKind.SERVERLESS, CloudSamples.yandex()), egg);

        assertThat(((CloudInstance.Start.Container) ready.instance().start()).environment())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("STAGE", "ci", "DEPLOY_TOKEN", "yc-lockbox://web-deploy/token"));
    }

    @Test
    void home_inTheSameRegion_givesZoneSubnetAndIdentity() {
        var facts = CloudFacts.of(
                Optional.empty(),
                Optional.of(new StoredInfrastructure("""
                        {"cloud": {"provider": "yandex", "region": "ru-central1", "zone": "ru-central1-d",
                            "folder_id": "b1g0000000000000000b", "subnet_ids": ["fl80000000000000000a"]},
                         "service_accounts": {"runner": "runner", "selfjobs": "jobs"},
                         "nest": {"url": "https://u:secret@git.example.com/nest.git"}}
                        """, Samples.COMMIT, CloudSamples.CREATED)),
                Optional.of("https://gosling.example.com"),
                Optional.empty(),
                Lifetimes.longest());
        var open = new Placement(
                CloudProvider.YANDEX,
                Optional.of("ru-central1"),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());

        var placement = made(facts, RunnerKind.VM, open).instance().placement();

        assertThat(placement.zone()).contains("ru-central1-d");
        assertThat(placement.subnetId()).contains("fl80000000000000000a");
        assertThat(placement.identity()).contains("runner");
        assertThat(facts.folder()).contains("b1g0000000000000000b");
        assertThat(facts.nest()).startsWith("git-example-com-nest-").doesNotContain("secret");
        var egg = CloudSamples.egg("web", Optional.of(RunnerKind.VM), open);
        assertThat(CloudFleet.of(facts).shared(egg.name(), List.of(egg)).makeIdentity())
                .isFalse();
    }

    @Test
    void shared_ofAnEggInSeveralPlaces_namesTheRegionsOfAwsAlone() {
        var egg = CloudSamples.egg("Web", Optional.empty(), CloudSamples.yandex(), CloudSamples.aws());

        var shared = CloudFleet.of(FACTS).shared(egg.name(), List.of(egg, egg));

        assertThat(shared.regions()).containsExactly("eu-central-1");
        assertThat(shared.slug()).isEqualTo(Slug.of("Web").value());
        assertThat(shared.cluster()).contains("gosling");
        assertThat(shared.makeIdentity()).isTrue();
        assertThat(CloudFleet.of(FACTS).shared(EggName.of("Web"), List.of()).regions())
                .isEmpty();
    }

    /** A reason for which no machine can be made, and what is said of it. */
    record Refusal(
            CloudFacts facts, RunnerKind kind, Placement placement, Resources size, FailureCause cause, String says) {
        @Override
        public String toString() {
            return says;
        }
    }

    static Stream<Refusal> refusals() {
        var noImage = CloudSamples.facts();
        var small = CloudSamples.size(1, 512);
        var refusals = new ArrayList<>(List.of(
                new Refusal(
                        noImage,
                        RunnerKind.SERVERLESS,
                        CloudSamples.aws(),
                        small,
                        FailureCause.IMAGE,
                        "gosling.runner.image"),
                new Refusal(
                        withApi(Optional.empty()),
                        RunnerKind.VM,
                        CloudSamples.aws(),
                        small,
                        FailureCause.TEMPLATE,
                        "not set"),
                new Refusal(
                        withApi(Optional.of("http://127.0.0.1:8080")),
                        RunnerKind.VM,
                        CloudSamples.aws(),
                        small,
                        FailureCause.TEMPLATE,
                        "\"http://127.0.0.1:8080\" (expected: https://"),
                new Refusal(
                        withoutHome(),
                        RunnerKind.VM,
                        CloudSamples.yandex(),
                        small,
                        FailureCause.TEMPLATE,
                        "folder_id")));
        var tooLarge = Map.of(
                CloudSamples.aws(), CloudSamples.size(16, 131_072), CloudSamples.yandex(), CloudSamples.size(5, 512));
        tooLarge.forEach((placement, size) -> refusals.add(new Refusal(
                FACTS,
                RunnerKind.SERVERLESS,
                CloudSamples.withImage(
                        placement,
                        placement.provider() == CloudProvider.AWS ? CloudSamples.ECR : CloudSamples.YANDEX_IMAGE),
                size,
                FailureCause.TEMPLATE,
                "no shape here holds " + size.cpu() + " cores")));
        Map.of(
                        CloudSamples.withSubnet(CloudSamples.aws(), "subnet-x"), "subnet_id is \"subnet-x\"",
                        CloudSamples.withSubnet(CloudSamples.yandex(), "default"), "subnet_id is \"default\"",
                        CloudSamples.withIdentity(CloudSamples.aws(), "a b"), "identity is \"a b\"",
                        CloudSamples.withIdentity(CloudSamples.yandex(), "${x}"), "identity is \"${x}\"",
                        CloudSamples.withImage(CloudSamples.aws(), "debian:13"), "image is \"debian:13\"",
                        in(CloudProvider.AWS, "eu-central-1", "us-east-1a"), "one of region \"eu-central-1\"",
                        in(CloudProvider.AWS, "frankfurt", "frankfurt-a"), "region is \"frankfurt\"",
                        in(CloudProvider.YANDEX, "ru-central1", "b"), "zone is \"b\"")
                .forEach((placement, says) -> refusals.add(new Refusal(
                        FACTS,
                        RunnerKind.VM,
                        placement,
                        small,
                        says.startsWith("image") ? FailureCause.IMAGE : FailureCause.TEMPLATE,
                        says)));
        return refusals.stream();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void conversion_ofWhatCannotBeMade_isRefusedWithAReason(Refusal refusal) {
        var egg = CloudSamples.egg("web", Optional.of(refusal.kind()), refusal.size(), Map.of(), refusal.placement());
        var runner = CloudSamples.runner("abc123def456", egg, refusal.kind(), refusal.placement());

        var converted = CloudSamples.converted(refusal.facts(), runner, egg);

        assertThat(converted).isInstanceOfSatisfying(Conversion.Refused.class, refused -> {
            assertThat(refused.cause()).isEqualTo(refusal.cause());
            assertThat(refused.text()).contains(refusal.says()).doesNotContain(CloudSamples.TOKEN.reveal());
        });
        assertThat(CloudFleet.of(refusal.facts()).existing(runner).instance().labels())
                .as("a runner that is there can be kept and ended whatever is missing now")
                .hasSize(5);
    }

    private static Conversion.Ready made(CloudFacts facts, RunnerKind kind, Placement placement) {
        var egg = egg(kind, placement);
        return CloudSamples.fresh(facts, CloudSamples.runner("abc123def456", egg, kind, placement), egg);
    }

    private static EggConfig egg(RunnerKind kind, Placement placement) {
        return CloudSamples.egg("web", Optional.of(kind), placement);
    }

    private static CloudFacts withApi(Optional<String> url) {
        return new CloudFacts(FACTS.nest(), FACTS.prefix(), url, FACTS.home(), FACTS.image(), FACTS.lifetimes());
    }

    private static CloudFacts withoutHome() {
        return new CloudFacts(
                FACTS.nest(), FACTS.prefix(), FACTS.apiUrl(), Optional.empty(), FACTS.image(), FACTS.lifetimes());
    }

    private static Placement in(CloudProvider provider, String region, String zone) {
        return new Placement(
                provider,
                Optional.of(region),
                Optional.of(zone),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static String seconds(Duration life) {
        return Long.toString(CloudSamples.CREATED.plus(life).getEpochSecond());
    }
}
