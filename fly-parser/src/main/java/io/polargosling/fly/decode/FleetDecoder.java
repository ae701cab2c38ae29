package io.polargosling.fly.decode;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Decodes what kind of machines an egg has, where, how large and how many. */
final class FleetDecoder {

    private static final int DEFAULT_CPU = 2;
    private static final ByteSize DEFAULT_MEMORY = ByteSize.ofGigabytes(4);
    private static final int DEFAULT_MAX_RUNNERS = 10;
    private static final Duration DEFAULT_IDLE = Duration.ofMinutes(10);

    static final Map<String, MachineKind> KINDS = Words.of("vm", MachineKind.VM, "serverless", MachineKind.SERVERLESS);
    static final Map<String, Cloud> CLOUDS = Words.of("yandex", Cloud.YANDEX, "aws", Cloud.AWS, "local", Cloud.LOCAL);
    private static final Map<String, AgentExecutor> EXECUTORS =
            Words.of("docker", AgentExecutor.DOCKER, "shell", AgentExecutor.SHELL, "custom", AgentExecutor.CUSTOM);

    private FleetDecoder() {}

    /** Empty only after an error. */
    static Optional<FleetSpec> decode(BlockReader egg) {
        Optional<MachineKind> kind = egg.attribute("type").word(KINDS).map(Located::value);
        boolean kindBroken = egg.has("type") && kind.isEmpty();
        Optional<BlockReader> cloudReader = egg.requiredBlock("cloud");
        Optional<CloudSpec> cloud = cloudReader.flatMap(FleetDecoder::cloud);
        List<Optional<CloudSpec>> fallbacks =
                egg.repeated("fallback").stream().map(FleetDecoder::cloud).toList();
        Optional<BlockReader> resources = egg.block("resources");
        Optional<BlockReader> runner = egg.requiredBlock("runner");
        Optional<BlockReader> pools = egg.block("pools");
        List<Cloud> providers = Stream.concat(cloud.stream(), fallbacks.stream().flatMap(Optional::stream))
                .map(spec -> spec.provider().value())
                .distinct()
                .toList();
        // With an unknown kind or place the limits would be guesses.
        FleetLimits limits = kindBroken || cloud.isEmpty()
                ? FleetLimits.none(egg.context())
                : new FleetLimits(egg.context(), kind, providers);
        cloud.ifPresent(first -> fallbacks.forEach(other -> other.ifPresent(o -> limits.checkFallback(first, o))));
        ResourcesSpec size = resources
                .map(reader -> resources(reader, limits))
                .orElseGet(() -> new ResourcesSpec(DEFAULT_CPU, DEFAULT_MEMORY, Optional.empty(), false));
        Optional<RunnerSpec> run = runner.map(reader -> runner(reader, limits, kind, providers));
        int maxRunners = run.map(RunnerSpec::maxRunners).orElse(DEFAULT_MAX_RUNNERS);
        pools.ifPresent(limits::checkPools);
        Optional<PoolsSpec> poolLimits = pools.map(reader -> PoolsDecoder.eggPools(reader, maxRunners));
        boolean whole =
                cloud.isPresent() && run.isPresent() && fallbacks.stream().allMatch(Optional::isPresent);
        return whole
                ? Optional.of(new FleetSpec(
                        kind,
                        cloud.get(),
                        fallbacks.stream().flatMap(Optional::stream).toList(),
                        size,
                        run.get(),
                        poolLimits))
                : Optional.empty();
    }

    private static Optional<CloudSpec> cloud(BlockReader reader) {
        Optional<Located<Cloud>> provider = reader.required("provider").word(CLOUDS);
        Optional<Cloud> place = provider.map(Located::value);
        boolean needsRegion = place.isPresent() && place.get() != Cloud.LOCAL;
        Optional<String> region = (needsRegion ? reader.required("region") : reader.attribute("region")).plainText();
        Optional<String> zone = reader.attribute("zone").plainText();
        Optional<String> subnet = reader.attribute("subnet_id").plainText();
        List<String> groups = reader.attribute("security_group_ids").plainTexts(Texts::notEmpty);
        Optional<String> identity = owned(reader, place, "service_account", Cloud.YANDEX, false, Texts::notEmpty);
        Optional<String> profile = owned(reader, place, "instance_profile", Cloud.AWS, false, Texts::notEmpty);
        Optional<String> image = reader.attribute("image").plainText();
        reader.finish();
        return provider.map(
                found -> new CloudSpec(found, region, zone, subnet, groups, identity.or(() -> profile), image));
    }

    /** An attribute that only one provider has; {@code required} is about that provider. */
    static Optional<String> owned(
            BlockReader reader,
            Optional<Cloud> place,
            String name,
            Cloud owner,
            boolean required,
            StringChecker checker) {
        if (place.isPresent() && place.get() != owner) {
            reader.refuse(
                    name,
                    "\"%s\" is for the provider \"%s\", and the provider here is \"%s\"."
                            .formatted(name, owner.word(), place.get().word()));
            return Optional.empty();
        }
        return (required ? reader.required(name) : reader.attribute(name)).plainText(checker);
    }

    private static ResourcesSpec resources(BlockReader reader, FleetLimits limits) {
        Optional<Located<Integer>> cpu = reader.attribute("cpu").integer(1, 128);
        Optional<Located<ByteSize>> memory = reader.attribute("memory").size(ByteSize.ofMegabytes(1));
        Optional<Located<ByteSize>> disk = reader.attribute("disk").size(ByteSize.ofGigabytes(1));
        Optional<Located<Boolean>> preemptible = reader.attribute("preemptible").bool();
        reader.finish();
        cpu.ifPresent(limits::checkCpu);
        memory.ifPresent(limits::checkMemory);
        disk.ifPresent(limits::checkDisk);
        preemptible.ifPresent(limits::checkPreemptible);
        return new ResourcesSpec(
                cpu.map(Located::value).orElse(DEFAULT_CPU),
                memory.map(Located::value).orElse(DEFAULT_MEMORY),
                disk.map(Located::value),
                preemptible.map(Located::value).orElse(false));
    }

    private static RunnerSpec runner(
            BlockReader reader, FleetLimits limits, Optional<MachineKind> kind, List<Cloud> providers) {
        Optional<Located<List<Located<String>>>> tags = reader.attribute("tags").texts(Texts::notEmpty);
        Optional<Located<Boolean>> untagged = reader.attribute("run_untagged").bool();
        boolean runUntagged = untagged.map(Located::value).orElse(false);
        boolean noTags = tags.map(found -> found.value().isEmpty()).orElse(!reader.has("tags"));
        boolean untaggedBroken = reader.has("run_untagged") && untagged.isEmpty();
        if (noTags && !runUntagged && !untaggedBroken) {
            reader.context()
                    .missing(
                            "tags",
                            "runner",
                            "at least one tag in \"tags\", or \"run_untagged = true\"",
                            tags.map(Located::range).orElse(reader.header()));
        }
        Optional<Located<Integer>> maxRunners = reader.attribute("max_runners").integer(1, 1000);
        Optional<Located<Duration>> idle = reader.attribute("idle_timeout").duration();
        boolean protectedOnly = reader.attribute("protected").flag(false);
        AgentSpec agent = agent(reader, limits, kind, providers);
        reader.finish();
        List<String> names = tags.map(found ->
                        found.value().stream().map(Located::value).distinct().toList())
                .orElse(List.of());
        return new RunnerSpec(
                new Located<>(
                        names,
                        reader.valueRange("tags"),
                        tags.map(Located::sensitive).orElse(false)),
                runUntagged,
                protectedOnly,
                agent,
                maxRunners.map(Located::value).orElse(DEFAULT_MAX_RUNNERS),
                idle.map(Located::value).orElse(DEFAULT_IDLE));
    }

    private static AgentSpec agent(
            BlockReader reader, FleetLimits limits, Optional<MachineKind> kind, List<Cloud> providers) {
        Optional<Located<AgentExecutor>> executor = reader.attribute("executor").word(EXECUTORS);
        Optional<Located<Integer>> concurrent = reader.attribute("concurrent").integer(1, 100);
        Optional<Located<Boolean>> privileged = reader.attribute("privileged").bool();
        Optional<Located<Integer>> maxBuilds = reader.attribute("max_builds").integer(0, 1_000_000);
        Optional<String> image = reader.attribute("image").plainText();
        executor.ifPresent(limits::checkExecutor);
        concurrent.ifPresent(limits::checkConcurrent);
        privileged.ifPresent(limits::checkPrivileged);
        maxBuilds.ifPresent(limits::checkMaxBuilds);
        boolean serverless = kind.equals(Optional.of(MachineKind.SERVERLESS));
        AgentExecutor fallback =
                serverless || providers.contains(Cloud.LOCAL) ? AgentExecutor.SHELL : AgentExecutor.DOCKER;
        int builds = maxBuilds.map(Located::value).orElse(serverless ? 1 : 0);
        return new AgentSpec(
                executor.map(Located::value).orElse(fallback),
                concurrent.map(Located::value).orElse(1),
                image,
                privileged.map(Located::value).orElse(false),
                builds == 0 ? OptionalInt.empty() : OptionalInt.of(builds));
    }
}
