package io.polargosling.fly.decode;

import io.polargosling.fly.source.SourceRange;
import java.util.List;
import java.util.Optional;

/** What each kind of machine and each provider allows; every value is judged for every place the egg may use. */
final class FleetLimits {

    private static final ByteSize LARGEST_MEMORY = ByteSize.ofGigabytes(512);

    private final DecodeContext context;
    private final boolean vm;
    private final boolean serverless;
    private final boolean serverlessOnly;
    private final List<Cloud> providers;

    /** An empty {@code kind} means that machines of both kinds may be made. */
    FleetLimits(DecodeContext context, Optional<MachineKind> kind, List<Cloud> providers) {
        this.context = context;
        this.vm = kind.isEmpty() || kind.get() == MachineKind.VM;
        this.serverless = kind.isEmpty() || kind.get() == MachineKind.SERVERLESS;
        this.serverlessOnly = kind.isPresent() && serverless;
        this.providers = List.copyOf(providers);
    }

    private FleetLimits(DecodeContext context) {
        this.context = context;
        this.vm = false;
        this.serverless = false;
        this.serverlessOnly = false;
        this.providers = List.of();
    }

    /** For when kind or place is unknown: only what holds everywhere. */
    static FleetLimits none(DecodeContext context) {
        return new FleetLimits(context);
    }

    void checkFallback(CloudSpec cloud, CloudSpec fallback) {
        Cloud first = cloud.provider().value();
        Cloud second = fallback.provider().value();
        if (first != second && (first == Cloud.LOCAL || second == Cloud.LOCAL)) {
            refuse(
                    "The provider \"local\" has no fallback to or from another provider (cloud: \"%s\", fallback: \"%s\")."
                            .formatted(first.word(), second.word()),
                    fallback.provider().range());
        }
    }

    void checkCpu(Located<Integer> cpu) {
        for (Cloud provider : providers) {
            int most = switch (provider) {
                case YANDEX -> serverless ? 4 : 128;
                case AWS -> serverless ? 16 : 128;
                case LOCAL -> 128;
            };
            if (cpu.value() > most) {
                tooMuch("cpu", cpu.shown(), provider, "1 to " + most, cpu.range());
                return;
            }
        }
    }

    void checkMemory(Located<ByteSize> memory) {
        ByteSize leastAnywhere = ByteSize.ofMegabytes(vm ? 512 : 128);
        if (providers.isEmpty()) {
            checkMemory(memory, ByteSize.ofMegabytes(128), LARGEST_MEMORY, Optional.empty());
            return;
        }
        for (Cloud provider : providers) {
            ByteSize least = provider == Cloud.AWS && serverless ? ByteSize.ofMegabytes(512) : leastAnywhere;
            ByteSize most = switch (provider) {
                case YANDEX -> serverless ? ByteSize.ofGigabytes(8) : LARGEST_MEMORY;
                case AWS -> serverless ? ByteSize.ofGigabytes(120) : LARGEST_MEMORY;
                case LOCAL -> LARGEST_MEMORY;
            };
            if (!checkMemory(memory, least, most, Optional.of(provider))) {
                return;
            }
        }
    }

    private boolean checkMemory(Located<ByteSize> memory, ByteSize least, ByteSize most, Optional<Cloud> provider) {
        boolean fits = memory.value().compareTo(least) >= 0 && memory.value().compareTo(most) <= 0;
        if (!fits) {
            String range = least + " to " + most;
            provider.ifPresentOrElse(
                    place -> tooMuch("memory", memory.shown(), place, range, memory.range()),
                    () -> outOfRange(
                            "\"memory\" is " + memory.shown() + " (expected: " + range + ").", memory.range()));
        }
        return fits;
    }

    void checkDisk(Located<ByteSize> disk) {
        if (serverlessOnly) {
            refuse("\"disk\" is for machines of type \"vm\".", disk.range());
            return;
        }
        ByteSize least = ByteSize.ofGigabytes(10);
        ByteSize most = ByteSize.ofGigabytes(10_240);
        if (disk.value().compareTo(least) < 0 || disk.value().compareTo(most) > 0) {
            outOfRange("\"disk\" is %s (expected: 10 GB to 10240 GB).".formatted(disk.shown()), disk.range());
        }
    }

    void checkPreemptible(Located<Boolean> preemptible) {
        if (preemptible.value() && providers.contains(Cloud.LOCAL)) {
            refuse("The provider \"local\" has no preemptible machines.", preemptible.range());
        }
    }

    void checkExecutor(Located<AgentExecutor> executor) {
        if (serverlessOnly && executor.value() == AgentExecutor.DOCKER) {
            refuse(
                    "The executor \"docker\" is not for type \"serverless\" (expected one of: shell, custom).",
                    executor.range());
        }
    }

    void checkConcurrent(Located<Integer> concurrent) {
        if (serverlessOnly && concurrent.value() != 1) {
            refuse(
                    "A serverless machine takes one job at a time (\"concurrent\" is %s, expected: 1)."
                            .formatted(concurrent.shown()),
                    concurrent.range());
        }
    }

    void checkPrivileged(Located<Boolean> privileged) {
        if (serverlessOnly && privileged.value()) {
            refuse("There is no privileged mode for type \"serverless\".", privileged.range());
        }
    }

    void checkMaxBuilds(Located<Integer> maxBuilds) {
        if (serverlessOnly && maxBuilds.value() != 1) {
            refuse(
                    "A serverless machine ends after one job (\"max_builds\" is %s, expected: 1)."
                            .formatted(maxBuilds.shown()),
                    maxBuilds.range());
        }
    }

    void checkPools(BlockReader pools) {
        if (serverlessOnly) {
            refuse("Pools are for machines of type \"vm\"; this egg's type is \"serverless\".", pools.header());
        }
        if (providers.contains(Cloud.LOCAL)) {
            pools.block("nadir")
                    .ifPresent(nadir -> refuse("The provider \"local\" has no Nadir pool.", nadir.header()));
        }
    }

    private void tooMuch(String name, String value, Cloud provider, String expected, SourceRange range) {
        String kinds = serverlessOnly ? "type \"serverless\"" : serverless ? "an egg without \"type\"" : "type \"vm\"";
        outOfRange(
                "\"%s\" is %s (expected: %s for %s on \"%s\")."
                        .formatted(name, value, expected, kinds, provider.word()),
                range);
    }

    private void outOfRange(String detail, SourceRange range) {
        context.error("out-of-range", "Value out of range", detail, range);
    }

    private void refuse(String detail, SourceRange range) {
        context.error("not-allowed", "Not allowed here", detail, range);
    }
}
