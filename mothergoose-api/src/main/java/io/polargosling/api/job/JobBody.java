package io.polargosling.api.job;

import io.polargosling.domain.job.JobRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A self-management job.
 *
 * @param type of its runner
 * @param tags of its runner, besides the one every job's runner has
 * @param environment names only, since values may tell where secrets lie
 * @param gitlabScheduleId null until the pipeline schedule is made
 * @param nextRun null while none is due
 */
record JobBody(
        String name,
        String schedule,
        String timezone,
        boolean enabled,
        String type,
        List<String> tags,
        String script,
        long timeoutSeconds,
        List<String> environment,
        String configHash,
        String gitCommit,
        @Nullable Long gitlabScheduleId,
        @Nullable Instant lastRun,
        @Nullable Instant nextRun,
        Instant syncedAt) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static JobBody of(JobRow row) {
        var declared = row.declared();
        var config = JSON.readTree(declared.config());
        var times = row.schedule();
        return new JobBody(
                row.name().value(),
                declared.cron(),
                declared.timezone(),
                row.enabled(),
                config.path("runner").path("type").asString("serverless"),
                config.path("runner")
                        .path("tags")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList(),
                config.path("script").asString(""),
                config.path("timeout").asLong(0),
                List.copyOf(config.path("environment").propertyNames()),
                declared.hash(),
                declared.commit().value(),
                times.gitlabId().isPresent() ? times.gitlabId().getAsLong() : null,
                times.lastRun().orElse(null),
                times.nextRun().orElse(null),
                row.syncedAt());
    }
}
