package io.polargosling.worker.render;

import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.Resources;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.run.FailureCause;
import io.polargosling.worker.render.CloudFleet.Problem;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a variant of the compute module can make. The module checks the same; here it is asked for each runner, so that
 * one that cannot be made does not keep the others of its egg from being made or ended.
 *
 * @param kind as the module calls it
 * @param forms of what an egg may write
 * @param fits the shapes there are
 * @param disk sizes of a disk
 * @param longest life that it takes
 */
record VariantLimits(String kind, Forms forms, List<Shapes.Fit> fits, Disk disk, Duration longest) {

    private static final Pattern AWS_REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-[0-9]");
    private static final Pattern YANDEX_REGION = Pattern.compile("[a-z]+-[a-z]+[0-9]");
    private static final Pattern AWS_ZONE = Pattern.compile("[a-z]{2}(-[a-z]+)+-[0-9][a-z]");
    private static final Pattern YANDEX_ZONE = Pattern.compile("[a-z]+-[a-z]+[0-9]-[a-z]");
    private static final Pattern AWS_SUBNET = Pattern.compile("subnet-[0-9a-f]{8,17}");
    private static final Pattern AWS_GROUP = Pattern.compile("sg-[0-9a-f]{8,17}");
    private static final Pattern YANDEX_ID = Pattern.compile("[a-z0-9]{20}");
    private static final Pattern AWS_IDENTITY = Pattern.compile("[A-Za-z0-9+=,.@_-]{1,128}");
    private static final Pattern AWS_ROLE =
            Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[A-Za-z0-9+=,.@_/-]{1,128}|[A-Za-z0-9+=,.@_-]{1,64}");
    private static final Pattern YANDEX_ACCOUNT = Pattern.compile("[a-z0-9]{20}|[a-z][a-z0-9-]{1,61}[a-z0-9]");
    private static final Pattern NONE = Pattern.compile("(?!)");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration JOB = Duration.ofMinutes(10);
    private static final Map<Variant, VariantLimits> ALL = all();

    /** In GB. */
    record Disk(int least, int most) {}

    /** The forms of what an egg may write; names and families are looked up by the root module. */
    record Forms(Pattern region, Pattern zone, Pattern subnet, Pattern group, Pattern identity, Pattern image) {}

    /** Those of a variant of a cloud. */
    static VariantLimits of(Variant variant) {
        return Optional.ofNullable(ALL.get(variant))
                .orElseThrow(
                        () -> new InternalException("looking up the limits of " + variant + ": it is of no cloud"));
    }

    /** True for machines that cloud-init sets up; false for containers, which read variables. */
    boolean takesUserData() {
        return kind.equals("vm");
    }

    /** True where there must be a zone. */
    boolean needsZone() {
        return takesUserData() && forms.zone() == YANDEX_ZONE;
    }

    /** True where there must be a subnet, so that the installation's own is a good one when none is named. */
    boolean takesHomeSubnet() {
        return takesUserData() || (kind.equals("serverless") && forms.subnet() == AWS_SUBNET);
    }

    /** False where there are no security groups. */
    boolean takesSecurityGroups() {
        return forms.group() != NONE;
    }

    /** True when {@code image} has the form of an image of it. */
    boolean takesImage(String image) {
        return forms.image().matcher(image).matches();
    }

    /** What is wrong with {@code placement}; empty when a runner can be made there. */
    Optional<Problem> problem(Placement placement) {
        if (placement.region().isEmpty()) {
            return refused("region", "nothing", forms.region());
        }
        if (!takesUserData() && placement.image().isEmpty()) {
            return Optional.of(new Problem(
                    FailureCause.IMAGE,
                    "a runner that is a container needs an image, and neither the cloud block of its egg nor"
                            + " gosling.runner.image names one (expected: the runner's image by digest)"));
        }
        return check("region", placement.region(), forms.region())
                .or(() -> check("zone", placement.zone(), forms.zone()))
                .or(() -> zoneOutside(placement))
                .or(() -> check("subnet_id", placement.subnetId(), forms.subnet()))
                .or(() -> groups(placement))
                .or(() -> check("identity", placement.identity(), forms.identity()))
                .or(() -> check("image", placement.image(), forms.image()));
    }

    /** What is wrong with {@code resources}; empty when a shape holds them. */
    Optional<Problem> problem(Resources resources) {
        long memory = Sizes.megabytes(resources.memoryBytes());
        if (fits.stream().noneMatch(fit -> fit.cpu() >= resources.cpu() && fit.memoryMb() >= memory)) {
            return Optional.of(new Problem(
                    FailureCause.TEMPLATE,
                    "no shape here holds " + resources.cpu() + " cores and " + memory + " MB (the largest has "
                            + fits.getLast().cpu() + " cores and "
                            + fits.getLast().memoryMb() + " MB)"));
        }
        if (resources.diskBytes().isPresent()) {
            long gigabytes = Sizes.gigabytes(resources.diskBytes().getAsLong());
            if (gigabytes < disk.least() || gigabytes > disk.most()) {
                return Optional.of(new Problem(
                        FailureCause.TEMPLATE,
                        "a disk of " + gigabytes + " GB (expected: " + disk.least() + " to " + disk.most() + ")"));
            }
        }
        return Optional.empty();
    }

    private Optional<Problem> groups(Placement placement) {
        if (placement.securityGroupIds().size() > 5) {
            return Optional.of(new Problem(
                    FailureCause.TEMPLATE,
                    "security_group_ids has " + placement.securityGroupIds().size() + " (expected: at most 5)"));
        }
        return placement.securityGroupIds().stream()
                .flatMap(group -> check("security_group_ids", Optional.of(group), forms.group()).stream())
                .findFirst();
    }

    private static Optional<Problem> zoneOutside(Placement placement) {
        var region = placement.region().orElse("");
        return placement
                .zone()
                .filter(zone -> !zone.startsWith(region))
                .map(zone -> new Problem(
                        FailureCause.TEMPLATE, "zone \"" + zone + "\" (expected: one of region \"" + region + "\")"));
    }

    private static Optional<Problem> check(String what, Optional<String> value, Pattern form) {
        return value.filter(text -> !form.matcher(text).matches())
                .flatMap(text -> refused(what, "\"" + text + "\"", form));
    }

    private static Optional<Problem> refused(String what, String value, Pattern form) {
        var cause = what.equals("image") ? FailureCause.IMAGE : FailureCause.TEMPLATE;
        return Optional.of(new Problem(cause, what + " is " + value + " (expected: the form " + form + ")"));
    }

    private static Map<Variant, VariantLimits> all() {
        var all = new EnumMap<Variant, VariantLimits>(Variant.class);
        var digest = "@sha256:[0-9a-f]{64}";
        all.put(
                Variant.AWS_VM,
                new VariantLimits(
                        "vm",
                        aws(AWS_IDENTITY, "ami-[0-9a-f]{8,17}"),
                        Shapes.awsMachines(),
                        new Disk(8, 16_384),
                        YEAR));
        all.put(
                Variant.AWS_SERVERLESS,
                new VariantLimits(
                        "serverless",
                        aws(AWS_ROLE, "[a-z0-9.-]+(:[0-9]+)?/[a-z0-9._/-]+" + digest),
                        Shapes.fargate(),
                        new Disk(21, 200),
                        HOUR));
        all.put(
                Variant.AWS_LAMBDA,
                new VariantLimits(
                        "job",
                        aws(
                                AWS_ROLE,
                                "[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?/[a-z0-9._/-]+" + digest),
                        List.of(new Shapes.Fit(5, 10_240)),
                        new Disk(1, 10),
                        JOB));
        all.put(
                Variant.YANDEX_VM,
                new VariantLimits(
                        "vm",
                        yandex(YANDEX_ID, "[a-z0-9]{20}|[a-z][a-z0-9-]{1,61}[a-z0-9]"),
                        Shapes.yandexMachines(),
                        new Disk(8, 8192),
                        YEAR));
        all.put(
                Variant.YANDEX_SERVERLESS,
                new VariantLimits(
                        "serverless",
                        yandex(NONE, "cr\\.yandex/[a-z0-9]+/[a-z0-9._/-]+" + digest),
                        List.of(new Shapes.Fit(4, 8192)),
                        new Disk(1, 10),
                        HOUR));
        return all;
    }

    private static Forms aws(Pattern identity, String image) {
        return new Forms(AWS_REGION, AWS_ZONE, AWS_SUBNET, AWS_GROUP, identity, Pattern.compile(image));
    }

    private static Forms yandex(Pattern group, String image) {
        return new Forms(YANDEX_REGION, YANDEX_ZONE, YANDEX_ID, group, YANDEX_ACCOUNT, Pattern.compile(image));
    }
}
