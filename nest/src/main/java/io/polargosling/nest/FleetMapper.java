package io.polargosling.nest;

import io.polargosling.domain.egg.AgentSettings;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggOptions;
import io.polargosling.domain.egg.Executor;
import io.polargosling.domain.egg.JobFilter;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.Resources;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.egg.RunnerSettings;
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.fly.decode.AgentSpec;
import io.polargosling.fly.decode.ByteSize;
import io.polargosling.fly.decode.Cloud;
import io.polargosling.fly.decode.CloudSpec;
import io.polargosling.fly.decode.EggSettings;
import io.polargosling.fly.decode.FleetSpec;
import io.polargosling.fly.decode.Located;
import io.polargosling.fly.decode.MachineKind;
import io.polargosling.fly.decode.PoolsSpec;
import io.polargosling.fly.decode.ResourcesSpec;
import io.polargosling.fly.decode.RunnerSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** The parts eggs and buckets share, decoded, to those of the domain; both sides are checked, so nothing can fail here. */
final class FleetMapper {

    private FleetMapper() {}

    static List<Placement> placements(FleetSpec fleet) {
        var clouds = new ArrayList<CloudSpec>();
        clouds.add(fleet.cloud());
        clouds.addAll(fleet.fallbacks());
        return clouds.stream().map(FleetMapper::placement).toList();
    }

    private static Placement placement(CloudSpec cloud) {
        return new Placement(
                provider(cloud.provider().value()),
                cloud.region(),
                cloud.zone(),
                cloud.subnetId(),
                cloud.securityGroupIds(),
                cloud.identity(),
                cloud.image());
    }

    static CloudProvider provider(Cloud cloud) {
        return switch (cloud) {
            case YANDEX -> CloudProvider.YANDEX;
            case AWS -> CloudProvider.AWS;
            case LOCAL -> CloudProvider.LOCAL;
        };
    }

    static RunnerKind kind(MachineKind kind) {
        return switch (kind) {
            case VM -> RunnerKind.VM;
            case SERVERLESS -> RunnerKind.SERVERLESS;
        };
    }

    static Resources resources(ResourcesSpec spec) {
        OptionalLong disk =
                spec.disk().map(ByteSize::bytes).map(OptionalLong::of).orElseGet(OptionalLong::empty);
        return new Resources(spec.cpu(), spec.memory().bytes(), disk, spec.preemptible());
    }

    static RunnerSettings runner(RunnerSpec spec) {
        AgentSpec agent = spec.agent();
        Executor executor = switch (agent.executor()) {
            case DOCKER -> Executor.DOCKER;
            case SHELL -> Executor.SHELL;
            case CUSTOM -> Executor.CUSTOM;
        };
        return new RunnerSettings(
                new JobFilter(new HashSet<>(spec.tags().value()), spec.runUntagged(), spec.protectedOnly()),
                new AgentSettings(executor, agent.concurrent(), agent.image(), agent.privileged(), agent.maxBuilds()),
                spec.maxRunners(),
                spec.idleTimeout());
    }

    static EggOptions options(FleetSpec fleet, SortedMap<String, Located<String>> environment, EggSettings settings) {
        return new EggOptions(
                values(environment),
                fleet.pools().map(FleetMapper::pools),
                settings.rift().map(rift -> rift.server().orElse(EggOptions.OWN_RIFT)),
                settings.goslingVersion().map(Located::value),
                settings.opentofuVersion().map(Located::value),
                settings.enabled());
    }

    static Map<String, String> values(SortedMap<String, Located<String>> environment) {
        var values = new TreeMap<String, String>();
        environment.forEach((name, value) -> values.put(name, value.value()));
        return values;
    }

    static PoolLimits pools(PoolsSpec pools) {
        return new PoolLimits(range(pools.apex()), range(pools.nadir()), pools.idleTimeout());
    }

    private static PoolLimits.Range range(PoolsSpec.Limits limits) {
        return new PoolLimits.Range(limits.min(), limits.max());
    }
}
