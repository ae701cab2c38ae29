package io.polargosling.nest;

import io.polargosling.domain.egg.AgentSettings;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggOptions;
import io.polargosling.domain.egg.GitLabBinding;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.Resources;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.egg.RunnerSettings;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.domain.secret.SecretUri;
import java.util.Map;
import java.util.TreeMap;

/**
 * An egg's configuration as the tree that is hashed: the names of the language, sizes in bytes, durations in seconds,
 * absent values left out. A change here changes every hash, and so rolls every runner of every egg once.
 */
final class ConfigJson {

    private ConfigJson() {}

    static Map<String, Object> of(EggConfig config) {
        var json = new TreeMap<String, Object>();
        json.put("name", config.name().value());
        config.type().map(RunnerKind::word).ifPresent(type -> json.put("type", type));
        json.put(
                "placements",
                config.placements().stream().map(ConfigJson::placement).toList());
        json.put("resources", resources(config.resources()));
        json.put("runner", runner(config.runner()));
        json.put("gitlab", gitlab(config.gitlab()));
        options(config.options(), json);
        return json;
    }

    private static Map<String, Object> placement(Placement placement) {
        var json = new TreeMap<String, Object>();
        json.put("provider", placement.provider().word());
        placement.region().ifPresent(region -> json.put("region", region));
        placement.zone().ifPresent(zone -> json.put("zone", zone));
        placement.subnetId().ifPresent(subnet -> json.put("subnet_id", subnet));
        json.put("security_group_ids", placement.securityGroupIds());
        placement.identity().ifPresent(identity -> json.put("identity", identity));
        placement.image().ifPresent(image -> json.put("image", image));
        return json;
    }

    private static Map<String, Object> resources(Resources resources) {
        var json = new TreeMap<String, Object>();
        json.put("cpu", resources.cpu());
        json.put("memory", resources.memoryBytes());
        resources.diskBytes().ifPresent(disk -> json.put("disk", disk));
        json.put("preemptible", resources.preemptible());
        return json;
    }

    private static Map<String, Object> runner(RunnerSettings runner) {
        var json = new TreeMap<String, Object>();
        json.put("tags", runner.jobs().tags());
        json.put("run_untagged", runner.jobs().runUntagged());
        json.put("protected", runner.jobs().protectedOnly());
        json.put("max_runners", runner.maxRunners());
        json.put("idle_timeout", runner.idleTimeout().toSeconds());
        AgentSettings agent = runner.agent();
        json.put("executor", agent.executor().word());
        json.put("concurrent", agent.concurrent());
        json.put("privileged", agent.privileged());
        agent.image().ifPresent(image -> json.put("image", image));
        agent.maxBuilds().ifPresent(builds -> json.put("max_builds", builds));
        return json;
    }

    private static Map<String, Object> gitlab(GitLabBinding gitlab) {
        var json = new TreeMap<String, Object>();
        json.put("server", gitlab.server().host());
        switch (gitlab.scope()) {
            case TargetScope.Project(long id) -> json.put("project_id", id);
            case TargetScope.Group(long id) -> json.put("group_id", id);
        }
        json.put("api_token", gitlab.apiToken().text());
        json.put("webhook_secret", gitlab.webhookSecret().text());
        gitlab.runnerToken().map(SecretUri::text).ifPresent(token -> json.put("token_secret", token));
        return json;
    }

    private static void options(EggOptions options, Map<String, Object> json) {
        json.put("environment", options.environment());
        options.pools().ifPresent(pools -> json.put("pools", pools(pools)));
        options.riftServer().ifPresent(server -> json.put("rift_server", server));
        options.goslingVersion().ifPresent(version -> json.put("gosling_version", version));
        options.opentofuVersion().ifPresent(version -> json.put("opentofu_version", version));
        json.put("enabled", options.enabled());
    }

    private static Map<String, Object> pools(PoolLimits pools) {
        return Map.of(
                "apex", range(pools.apex()),
                "nadir", range(pools.nadir()),
                "idle_timeout", pools.idleTimeout().toSeconds());
    }

    private static Map<String, Object> range(PoolLimits.Range range) {
        return Map.of("min_count", range.min(), "max_count", range.max());
    }
}
