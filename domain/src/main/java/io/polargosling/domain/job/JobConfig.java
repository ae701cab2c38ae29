package io.polargosling.domain.job;

import io.polargosling.domain.egg.RunnerKind;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One accepted configuration of a self-management job, with every default filled.
 *
 * @param recipients e-mail addresses and https URLs that are told when a run fails
 * @param enabled false keeps the job from being started by its schedule
 */
public record JobConfig(JobName name, Schedule schedule, Run run, List<String> recipients, boolean enabled) {

    public JobConfig {
        recipients = List.copyOf(recipients);
    }

    /**
     * When it runs.
     *
     * @param cron five fields or a word such as {@code @daily}; already checked
     * @param timezone in which the fields are meant
     */
    public record Schedule(String cron, ZoneId timezone) {}

    /**
     * What runs, and where.
     *
     * @param script never blank
     * @param tags of the runner, besides the one every job's runner has
     * @param timeout at most ten minutes
     * @param environment values may be secret URIs
     */
    public record Run(
            String script, RunnerKind type, Set<String> tags, Duration timeout, Map<String, String> environment) {

        public Run {
            tags = Collections.unmodifiableSet(new TreeSet<>(tags));
            environment = Collections.unmodifiableMap(new TreeMap<>(environment));
        }
    }
}
