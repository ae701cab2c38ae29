package io.polargosling.domain.gitlab;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A pipeline schedule as it should be.
 *
 * @param ref branch or tag, in full: {@code refs/heads/main}
 * @param cron five fields
 * @param timezone an IANA name
 * @param variables by name; visible for everyone who may read the schedule
 */
public record WantedSchedule(
        String description, String ref, String cron, String timezone, boolean active, Map<String, String> variables) {

    public WantedSchedule {
        variables = Collections.unmodifiableMap(new TreeMap<>(variables));
    }
}
