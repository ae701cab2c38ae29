package io.polargosling.worker.job;

import io.polargosling.domain.job.JobRow;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a job's stored configuration says beyond its row.
 *
 * @param timeout of a run
 * @param recipients told of failures
 */
record StoredJob(Duration timeout, List<String> recipients) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long LONGEST_SECONDS = 600;

    StoredJob {
        recipients = List.copyOf(recipients);
    }

    static StoredJob of(JobRow row) {
        var config = JSON.readTree(row.declared().config());
        return new StoredJob(
                Duration.ofSeconds(config.path("timeout").asLong(LONGEST_SECONDS)),
                config.path("on_failure")
                        .path("notify")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList());
    }

    /** Whole minutes, rounded up, as the variable of the schedule tells it. */
    long timeoutMinutes() {
        return timeout.plusSeconds(59).toMinutes();
    }
}
