package io.polargosling.simulator.server;

import java.util.Map;

/**
 * A pipeline schedule as it stands at one moment.
 *
 * @param plays how often it was played by hand
 */
public record ScheduleReport(
        long id,
        long projectId,
        String description,
        String ref,
        String cron,
        String timezone,
        boolean active,
        Map<String, String> variables,
        int plays) {

    public ScheduleReport {
        variables = Map.copyOf(variables);
    }
}
