package io.polargosling.worker.render;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.Runner;
import java.util.Locale;

/** A way in which the compute module makes runners: a folder of it for each. */
public enum Variant {
    LOCAL(CloudProvider.LOCAL),
    AWS_VM(CloudProvider.AWS),
    AWS_SERVERLESS(CloudProvider.AWS),
    /** For self-management jobs. */
    AWS_LAMBDA(CloudProvider.AWS),
    YANDEX_VM(CloudProvider.YANDEX),
    YANDEX_SERVERLESS(CloudProvider.YANDEX);

    private final CloudProvider provider;

    Variant(CloudProvider provider) {
        this.provider = provider;
    }

    /** Whose machines it makes. */
    public CloudProvider provider() {
        return provider;
    }

    /** The name of its folder, such as {@code aws-vm}. */
    public String folder() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name of its module in a workspace; those of all variants begin alike. */
    public String module() {
        return this == LOCAL ? "runners" : "runners_" + name().toLowerCase(Locale.ROOT);
    }

    /** The one for machines of {@code kind} at {@code provider}; {@code job} when they run self-management jobs. */
    public static Variant of(CloudProvider provider, RunnerKind kind, boolean job) {
        return switch (provider) {
            case LOCAL -> LOCAL;
            case YANDEX -> kind == RunnerKind.VM ? YANDEX_VM : YANDEX_SERVERLESS;
            case AWS ->
                switch (kind) {
                    case VM -> AWS_VM;
                    case SERVERLESS -> job ? AWS_LAMBDA : AWS_SERVERLESS;
                };
        };
    }

    /** The one that makes the machine of {@code runner}. */
    public static Variant of(Runner runner) {
        return of(
                runner.origin().placement().provider(),
                runner.origin().kind(),
                runner.egg().isOfJob());
    }
}
