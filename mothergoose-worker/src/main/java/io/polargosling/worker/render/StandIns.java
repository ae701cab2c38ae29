package io.polargosling.worker.render;

import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.Resources;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.secret.SecretValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What stands for the inputs of a runner that exists.
 *
 * <p>Its variant ignores every later change, but checks its inputs like those of a new one. Its token is spent, its user
 * data was never kept, and its egg may say something else by now; and no lookup is worth a call for what is ignored.
 */
final class StandIns {

    private static final long MEMORY = 2L << 30;
    private static final String URL = "https://gosling.invalid";
    private static final SecretValue USER_DATA = SecretValue.of("#cloud-config\n{}\n");
    private static final SecretValue TOKEN = SecretValue.of("x".repeat(43));

    private StandIns() {}

    static CloudInstance instance(
            Variant variant, VariantLimits limits, Runner runner, Map<String, String> labels, Placement was) {
        return new CloudInstance(
                limits.kind(),
                labels,
                new Resources(1, MEMORY, OptionalLong.empty(), false),
                placement(variant, limits, was),
                limits.takesUserData()
                        ? new CloudInstance.Start.UserData(USER_DATA)
                        : new CloudInstance.Start.Container(runner.egg().value(), URL, Map.of(), TOKEN),
                limits.longest(),
                Optional.empty());
    }

    private static Placement placement(Variant variant, VariantLimits limits, Placement was) {
        boolean hadSubnet = limits.takesHomeSubnet() || was.subnetId().isPresent();
        return new Placement(
                was.provider(),
                was.region(),
                limits.needsZone() ? was.region().map(region -> region + "-a") : Optional.empty(),
                hadSubnet ? Optional.of(subnet(variant)) : Optional.empty(),
                List.of(),
                was.identity().map(_ -> identity(variant)),
                Optional.of(image(variant, limits, was)));
    }

    private static String subnet(Variant variant) {
        return switch (variant) {
            case AWS_VM, AWS_SERVERLESS, AWS_LAMBDA -> "subnet-00000000";
            case YANDEX_VM, YANDEX_SERVERLESS, LOCAL -> "0".repeat(20);
        };
    }

    private static String identity(Variant variant) {
        return switch (variant) {
            case AWS_VM -> "existing";
            case AWS_SERVERLESS, AWS_LAMBDA -> "arn:aws:iam::000000000000:role/existing";
            case YANDEX_VM, YANDEX_SERVERLESS, LOCAL -> "0".repeat(20);
        };
    }

    /** The role that pulls images may read the repositories of those that are there, so a container keeps its own. */
    private static String image(Variant variant, VariantLimits limits, Placement was) {
        var digest = "@sha256:" + "0".repeat(64);
        return was.image().filter(limits::takesImage).orElseGet(() -> switch (variant) {
            case AWS_VM -> "ami-00000000";
            case YANDEX_VM, LOCAL -> "0".repeat(20);
            case AWS_SERVERLESS -> "gosling.invalid/existing" + digest;
            case AWS_LAMBDA -> "000000000000.dkr.ecr.us-east-1.amazonaws.com/existing" + digest;
            case YANDEX_SERVERLESS -> "cr.yandex/existing/existing" + digest;
        });
    }
}
