package io.polargosling.worker.render;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggOptions;
import io.polargosling.domain.egg.FleetConfig;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.Resources;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.secret.SecretValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Runners in clouds as the compute module takes them. Pure: it asks nobody and keeps nothing. */
public final class CloudFleet {

    private static final Pattern API = Pattern.compile("https://[a-z0-9.-]+(:[0-9]+)?(/[!-~]*)?");
    private static final Pattern RIFT = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?");
    /** What a machine that stays may live beyond the age at which its pool ends it. */
    private static final Duration BEYOND_AGE = Duration.ofDays(1);

    private static final Duration LONGEST_MODULE_LIFE = Duration.ofHours(1);
    private static final Duration SHORTEST_MODULE_LIFE = Duration.ofMinutes(1);

    private final CloudFacts facts;

    private CloudFleet(CloudFacts facts) {
        this.facts = facts;
    }

    /** Runners of an installation of which {@code facts} hold. */
    public static CloudFleet of(CloudFacts facts) {
        return new CloudFleet(facts);
    }

    /**
     * A runner that is to be made.
     *
     * @param config what holds for it
     * @param enrolmentToken with which it reports for the first time
     * @param userData of a machine that stays, with the token in it; none for the others
     * @param maxAge after which its pool ends a machine that stays
     */
    public Conversion fresh(
            Runner runner,
            EggConfig config,
            SecretValue enrolmentToken,
            Optional<SecretValue> userData,
            Duration maxAge) {
        var variant = cloudVariant(runner);
        var limits = VariantLimits.of(variant);
        var placement = placement(runner, Optional.of(config));
        var resources = resources(config.resources(), variant);
        var problem =
                installationProblem(variant).or(() -> limits.problem(placement)).or(() -> limits.problem(resources));
        if (problem.isPresent()) {
            return new Conversion.Refused(problem.get().cause(), problem.get().text());
        }
        var start = limits.takesUserData()
                ? new CloudInstance.Start.UserData(userData.orElseThrow(
                        () -> new InternalException("making runner " + runner.id() + ": a machine needs user data")))
                : new CloudInstance.Start.Container(
                        runner.egg().value(),
                        facts.apiUrl().orElseThrow(),
                        ContainerEnvironment.of(config.options().environment()),
                        enrolmentToken);
        return new Conversion.Ready(
                variant,
                new CloudInstance(
                        limits.kind(),
                        labels(runner, hardEnd(runner, maxAge)),
                        resources,
                        placement,
                        start,
                        lifetime(runner),
                        config.options()
                                .riftServer()
                                .filter(server -> !server.equals(EggOptions.OWN_RIFT))
                                .filter(server -> RIFT.matcher(server).matches())));
    }

    /**
     * A runner that exists: its variant changes nothing of it, so what is no longer known of it, or would have to be
     * looked up, is filled with stand-ins that the module's checks accept. Only what things shared by the egg's runners
     * follow from is as it was: region, image of a container, whether it has an identity or a subnet.
     */
    public Conversion.Ready existing(Runner runner) {
        var variant = cloudVariant(runner);
        var limits = VariantLimits.of(variant);
        return new Conversion.Ready(
                variant,
                StandIns.instance(variant, limits, runner, labels(runner), placement(runner, Optional.empty())));
    }

    /**
     * What the runners of {@code egg} share.
     *
     * @param configs those that runners may be made from; none when the egg is gone
     */
    public SharedInputs shared(EggName egg, Collection<? extends FleetConfig> configs) {
        var placements = configs.stream()
                .flatMap(config -> config.placements().stream())
                .filter(placement -> placement.provider() != CloudProvider.LOCAL)
                .toList();
        return new SharedInputs(
                Slug.of(egg).value(),
                Map.of(
                        "gosling-managed",
                        "true",
                        "gosling-nest",
                        facts.nest(),
                        "gosling-egg",
                        Slug.of(egg).value()),
                facts.prefix(),
                placements.stream()
                        .filter(placement -> placement.provider() == CloudProvider.AWS)
                        .flatMap(placement -> placement.region().stream())
                        .distinct()
                        .toList(),
                Optional.of(facts.prefix()),
                placements.stream()
                        .anyMatch(placement -> facts.identity(egg, placement).isEmpty()));
    }

    /** A reason why no machine of a kind can be made anywhere or here. */
    record Problem(FailureCause cause, String text) {}

    private Optional<Problem> installationProblem(Variant variant) {
        if (!facts.apiUrl().map(url -> API.matcher(url).matches()).orElse(false)) {
            return Optional.of(new Problem(
                    FailureCause.TEMPLATE,
                    "runners in a cloud reach the control plane at gosling.api.public-url, which is "
                            + facts.apiUrl().map(url -> "\"" + url + "\"").orElse("not set")
                            + " (expected: https:// and a host)"));
        }
        if (variant.provider() == CloudProvider.YANDEX && facts.folder().isEmpty()) {
            return Optional.of(new Problem(
                    FailureCause.TEMPLATE,
                    "runners in Yandex Cloud need a folder (expected: folder_id in the cloud block of MG/config.fly)"));
        }
        return Optional.empty();
    }

    private static Variant cloudVariant(Runner runner) {
        var variant = Variant.of(runner);
        if (variant == Variant.LOCAL) {
            throw new InternalException("converting runner " + runner.id() + " for a cloud: it is a local one");
        }
        return variant;
    }

    /** Where it is, with what the installation knows filled in; what stays open is looked up by the root module. */
    private Placement placement(Runner runner, Optional<EggConfig> config) {
        var written = runner.origin().placement();
        var variant = Variant.of(runner);
        var limits = VariantLimits.of(variant);
        var zone = limits.needsZone() ? Optional.of(zone(written)) : written.zone();
        return new Placement(
                written.provider(),
                written.region(),
                zone,
                limits.takesHomeSubnet()
                        ? written.subnetId().or(() -> homeSubnet(written, zone))
                        : subnet(variant, written),
                limits.takesSecurityGroups() ? written.securityGroupIds() : List.of(),
                facts.identity(runner.egg(), written),
                image(variant, written, config));
    }

    /** A container in Yandex Cloud is in no subnet. */
    private static Optional<String> subnet(Variant variant, Placement written) {
        return variant == Variant.AWS_LAMBDA ? written.subnetId() : Optional.empty();
    }

    /** Yandex Cloud makes no machine without a zone; the first one of a region has the letter a. */
    private String zone(Placement written) {
        return written.zone()
                .or(() -> facts.homeOf(written).flatMap(CloudFacts.Home::zone))
                .orElseGet(() -> written.region().orElse("") + "-a");
    }

    private Optional<String> homeSubnet(Placement written, Optional<String> zone) {
        return facts.homeOf(written)
                .filter(home -> zone.isEmpty() || home.zone().equals(zone))
                .flatMap(home -> home.subnets().stream().findFirst());
    }

    /** An egg without type has one field for the images of machines and of containers: each takes its own form. */
    private Optional<String> image(Variant variant, Placement written, Optional<EggConfig> config) {
        boolean container = !VariantLimits.of(variant).takesUserData();
        boolean oneKind = config.map(EggConfig::type).map(Optional::isPresent).orElse(false);
        var own = written.image().filter(image -> oneKind || image.contains("@") == container);
        return container ? own.or(facts::image) : own;
    }

    private static Resources resources(Resources asked, Variant variant) {
        return switch (variant) {
            case AWS_VM, YANDEX_VM, LOCAL -> asked;
            // The size of the disk is that of an egg's machines; its containers take what their platform gives.
            case AWS_SERVERLESS ->
                new Resources(asked.cpu(), asked.memoryBytes(), OptionalLong.empty(), asked.preemptible());
            // Neither can be had cheaper for being taken away early.
            case AWS_LAMBDA, YANDEX_SERVERLESS ->
                new Resources(asked.cpu(), asked.memoryBytes(), OptionalLong.empty(), false);
        };
    }

    private Duration lifetime(Runner runner) {
        var life = facts.lifetimes().of(runner.egg(), runner.origin().kind()).orElse(LONGEST_MODULE_LIFE);
        return life.compareTo(SHORTEST_MODULE_LIFE) < 0 ? SHORTEST_MODULE_LIFE : life;
    }

    private Instant hardEnd(Runner runner, Duration maxAge) {
        var life = facts.lifetimes().of(runner.egg(), runner.origin().kind()).orElse(maxAge.plus(BEYOND_AGE));
        return runner.origin().createdAt().plus(life);
    }

    private Map<String, String> labels(Runner runner) {
        return labels(runner, hardEnd(runner, Duration.ZERO));
    }

    private Map<String, String> labels(Runner runner, Instant end) {
        return Map.of(
                "gosling-managed",
                "true",
                "gosling-nest",
                facts.nest(),
                "gosling-egg",
                Slug.of(runner.egg()).value(),
                "gosling-runner",
                runner.id().value(),
                "gosling-expires",
                Long.toString(end.getEpochSecond()));
    }
}
