package io.polargosling.nest;

import io.polargosling.domain.egg.AgentSettings;
import io.polargosling.domain.egg.BucketConfig;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration of an egg or a bucket as the tree that is hashed and printed: blocks and names of the language, sizes
 * in bytes, durations in seconds, absent values left out, blocks that may be repeated in an array under their type. A
 * change here changes every hash, and so rolls every runner of every egg once.
 */
final class FleetJson {

    private FleetJson() {}

    static Map<String, Object> of(EggConfig config) {
        JsonTree json = fleet(config.placements(), config.resources(), config.runner(), config.options());
        json.put("name", config.name().value());
        json.put("type", config.type().map(RunnerKind::word));
        json.put("gitlab", gitlab(config.gitlab()));
        return json.entries();
    }

    static Map<String, Object> of(BucketConfig config) {
        JsonTree json = fleet(config.placements(), config.resources(), config.runner(), config.options());
        json.put("name", config.name().value());
        json.put("type", config.type().map(RunnerKind::word));
        List<Map<String, Object>> repos = config.repos().stream()
                .map(repo -> new JsonTree()
                        .put("name", repo.name())
                        .put("gitlab", gitlab(repo.gitlab()))
                        .put("environment", repo.environment())
                        .entries())
                .toList();
        json.put("repositories", new JsonTree().put("repo", repos));
        return json.entries();
    }

    private static JsonTree fleet(
            List<Placement> placements, Resources resources, RunnerSettings runner, EggOptions options) {
        var json = new JsonTree();
        json.put("cloud", placement(placements.getFirst()));
        if (placements.size() > 1) {
            json.put(
                    "fallback",
                    placements.stream().skip(1).map(FleetJson::placement).toList());
        }
        json.put(
                "resources",
                new JsonTree()
                        .put("cpu", resources.cpu())
                        .put("memory", resources.memoryBytes())
                        .put("disk", resources.diskBytes())
                        .put("preemptible", resources.preemptible()));
        json.put("runner", runner(runner));
        json.put("environment", options.environment());
        options.pools().ifPresent(pools -> json.put("pools", pools(pools)));
        options.riftServer().map(FleetJson::rift).ifPresent(rift -> json.put("rift", rift));
        json.put("gosling_version", options.goslingVersion());
        json.put("opentofu_version", options.opentofuVersion());
        return json.put("enabled", options.enabled());
    }

    private static JsonTree rift(String server) {
        Optional<String> named = Optional.of(server).filter(host -> !host.equals(EggOptions.OWN_RIFT));
        return new JsonTree().put("enabled", true).put("server", named);
    }

    private static Map<String, Object> placement(Placement placement) {
        String identity = switch (placement.provider()) {
            case AWS -> "instance_profile";
            case YANDEX, LOCAL -> "service_account";
        };
        return new JsonTree()
                .put("provider", placement.provider().word())
                .put("region", placement.region())
                .put("zone", placement.zone())
                .put("subnet_id", placement.subnetId())
                .put("security_group_ids", placement.securityGroupIds())
                .put(identity, placement.identity())
                .put("image", placement.image())
                .entries();
    }

    private static JsonTree runner(RunnerSettings runner) {
        AgentSettings agent = runner.agent();
        return new JsonTree()
                .put("tags", runner.jobs().tags())
                .put("run_untagged", runner.jobs().runUntagged())
                .put("protected", runner.jobs().protectedOnly())
                .put("max_runners", runner.maxRunners())
                .put("idle_timeout", runner.idleTimeout())
                .put("executor", agent.executor().word())
                .put("concurrent", agent.concurrent())
                .put("privileged", agent.privileged())
                .put("image", agent.image())
                .put("max_builds", agent.maxBuilds());
    }

    private static JsonTree gitlab(GitLabBinding gitlab) {
        var json = new JsonTree().put("server", gitlab.server().host());
        switch (gitlab.scope()) {
            case TargetScope.Project(long id) -> json.put("project_id", id);
            case TargetScope.Group(long id) -> json.put("group_id", id);
        }
        Optional<String> runnerToken = gitlab.runnerToken().map(SecretUri::text);
        return json.put("api_token", gitlab.apiToken().text())
                .put("webhook_secret", gitlab.webhookSecret().text())
                .put("token_secret", runnerToken);
    }

    private static JsonTree pools(PoolLimits pools) {
        return new JsonTree()
                .put("apex", range(pools.apex()))
                .put("nadir", range(pools.nadir()).put("idle_timeout", pools.idleTimeout()));
    }

    static JsonTree range(PoolLimits.Range range) {
        return new JsonTree().put("min_count", range.min()).put("max_count", range.max());
    }
}
