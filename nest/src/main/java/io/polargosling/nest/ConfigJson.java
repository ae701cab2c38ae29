package io.polargosling.nest;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.job.JobConfig;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.pool.PoolLimits;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/** The configuration of a job or a policy as the tree that is hashed and printed; the form is that of {@link FleetJson}. */
final class ConfigJson {

    private ConfigJson() {}

    static Map<String, Object> of(JobConfig job) {
        JobConfig.Run run = job.run();
        var json = new JsonTree()
                .put("name", job.name().value())
                .put("schedule", job.schedule().cron())
                .put("timezone", job.schedule().timezone().getId())
                .put("script", run.script())
                .put("runner", new JsonTree().put("type", run.type().word()).put("tags", run.tags()))
                .put("timeout", run.timeout())
                .put("environment", run.environment())
                .put("enabled", job.enabled());
        if (!job.recipients().isEmpty()) {
            json.put("on_failure", new JsonTree().put("notify", job.recipients()));
        }
        return json.entries();
    }

    static Map<String, Object> of(PruningPolicy policy) {
        var json = new JsonTree()
                .put(
                        "pruning",
                        new JsonTree()
                                .put("failed_threshold", policy.failedThreshold())
                                .put("max_age", policy.maxAge())
                                .put("check_interval", policy.checkInterval()))
                .put(
                        "runners_condition",
                        policy.conditions().stream().map(ConfigJson::condition).toList());
        if (!policy.rules().isEmpty()) {
            json.put(
                    "policies",
                    new JsonTree()
                            .put(
                                    "rule",
                                    policy.rules().stream()
                                            .map(ConfigJson::rule)
                                            .toList()));
        }
        return json.entries();
    }

    private static Map<String, Object> condition(PruningPolicy.PoolCondition condition) {
        PoolLimits limits = condition.limits();
        JsonTree apex = FleetJson.range(limits.apex());
        condition.cpuThreshold().ifPresent(value -> apex.put("cpu_threshold", OptionalInt.of(value)));
        condition.memoryThreshold().ifPresent(value -> apex.put("memory_threshold", OptionalInt.of(value)));
        List<String> eggs = condition.eggs().isEmpty()
                ? List.of("*")
                : condition.eggs().stream().map(EggName::value).sorted().toList();
        return new JsonTree()
                .put("name", condition.name())
                .put("eggs_entities", eggs)
                .put("apex", apex)
                .put("nadir", FleetJson.range(limits.nadir()).put("idle_timeout", limits.idleTimeout()))
                .entries();
    }

    private static Map<String, Object> rule(PruningPolicy.PolicyRule rule) {
        return new JsonTree()
                .put("name", rule.name())
                .put("condition", rule.condition())
                .put("action", rule.action().name().toLowerCase(Locale.ROOT))
                .entries();
    }
}
