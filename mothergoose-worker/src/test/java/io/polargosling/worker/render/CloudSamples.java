package io.polargosling.worker.render;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggOptions;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.Resources;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.runner.Lifetimes;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerOrigin;
import io.polargosling.domain.runner.RunnerPlatform;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.testkit.gen.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** An installation, eggs of it and their runners, for the tests of what is rendered. */
final class CloudSamples {

    static final String DIGEST = "@sha256:" + "ab".repeat(32);
    static final String ECR = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/runner" + DIGEST;
    static final String YANDEX_IMAGE = "cr.yandex/crp0000000000000000a/runner" + DIGEST;
    static final SecretValue TOKEN = SecretValue.of("enrolment-token-0123456789");
    static final SecretValue USER_DATA = SecretValue.of("#cloud-config\ntoken: enrolment-token-0123456789\n");
    static final Duration MAX_AGE = Duration.ofDays(7);
    static final Instant CREATED = Instant.parse("2026-03-01T12:00:00Z");

    private CloudSamples() {}

    /** An installation whose Nest describes a Yandex cloud with neither subnets nor identities. */
    static CloudFacts facts() {
        return facts(Optional.empty());
    }

    static CloudFacts facts(Optional<String> image) {
        return new CloudFacts(
                CloudFacts.nestOf("git@gitlab.example.com:infra/nest.git"),
                CloudFacts.PREFIX,
                Optional.of("https://gosling.example.com"),
                Optional.of(new CloudFacts.Home(
                        CloudProvider.YANDEX,
                        Optional.of("ru-central1"),
                        Optional.empty(),
                        Optional.of("b1g0000000000000000a"),
                        List.of(),
                        Optional.empty(),
                        Optional.empty())),
                image,
                Lifetimes.longest());
    }

    static Placement aws() {
        return new Placement(
                CloudProvider.AWS,
                Optional.of("eu-central-1"),
                Optional.of("eu-central-1a"),
                Optional.empty(),
                List.of("sg-0123456789abcdef0"),
                Optional.empty(),
                Optional.empty());
    }

    static Placement yandex() {
        return new Placement(
                CloudProvider.YANDEX,
                Optional.of("ru-central1"),
                Optional.of("ru-central1-b"),
                Optional.empty(),
                List.of("enp0000000000000000a"),
                Optional.empty(),
                Optional.empty());
    }

    static Placement withImage(Placement placement, String image) {
        return new Placement(
                placement.provider(),
                placement.region(),
                placement.zone(),
                placement.subnetId(),
                placement.securityGroupIds(),
                placement.identity(),
                Optional.of(image));
    }

    static Placement withIdentity(Placement placement, String identity) {
        return new Placement(
                placement.provider(),
                placement.region(),
                placement.zone(),
                placement.subnetId(),
                placement.securityGroupIds(),
                Optional.of(identity),
                placement.image());
    }

    static Placement withSubnet(Placement placement, String subnet) {
        return new Placement(
                placement.provider(),
                placement.region(),
                placement.zone(),
                Optional.of(subnet),
                placement.securityGroupIds(),
                placement.identity(),
                placement.image());
    }

    static Resources size(int cpu, long megabytes) {
        return new Resources(cpu, megabytes << 20, OptionalLong.empty(), false);
    }

    static EggConfig egg(String name, Optional<RunnerKind> type, Placement... placements) {
        return egg(name, type, size(2, 4096), Map.of("STAGE", "ci"), placements);
    }

    static EggConfig egg(
            String name,
            Optional<RunnerKind> type,
            Resources size,
            Map<String, String> environment,
            Placement... placements) {
        var like = Samples.eggConfig("x");
        return new EggConfig(
                name.startsWith("_") ? new EggName(name) : EggName.of(name),
                type,
                List.of(placements),
                size,
                like.runner(),
                like.gitlab(),
                new EggOptions(
                        environment, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), true));
    }

    static Runner runner(String id, EggConfig egg, RunnerKind kind, Placement placement) {
        var origin = new RunnerOrigin(
                egg.name(),
                Optional.empty(),
                kind,
                RunnerPlatform.of(placement.provider(), kind),
                placement,
                1,
                Samples.COMMIT,
                CREATED);
        return Runner.reserved(RunnerId.of(id), origin, Pool.APEX, CREATED.plusSeconds(600));
    }

    /** A runner of the egg, new, in a cloud where it can be made. */
    static Conversion.Ready fresh(CloudFacts facts, Runner runner, EggConfig egg) {
        return switch (converted(facts, runner, egg)) {
            case Conversion.Ready ready -> ready;
            case Conversion.Refused(var cause, String text) -> throw new AssertionError(cause + ": " + text);
        };
    }

    static Conversion converted(CloudFacts facts, Runner runner, EggConfig egg) {
        return CloudFleet.of(facts).fresh(runner, egg, TOKEN, Optional.of(USER_DATA), MAX_AGE);
    }

    /** What the variants of {@code runners} are to make. */
    static Map<Variant, VariantInputs> variants(Map<RunnerId, Conversion.Ready> runners) {
        var instances = new EnumMap<Variant, Map<RunnerId, Instance>>(Variant.class);
        runners.forEach((id, ready) ->
                instances.computeIfAbsent(ready.variant(), _ -> new TreeMap<>()).put(id, ready.instance()));
        var inputs = new EnumMap<Variant, VariantInputs>(Variant.class);
        instances.forEach((variant, of) -> inputs.put(variant, new VariantInputs(false, of)));
        return inputs;
    }
}
