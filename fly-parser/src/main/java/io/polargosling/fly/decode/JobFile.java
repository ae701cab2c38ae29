package io.polargosling.fly.decode;

import io.polargosling.fly.source.SourceRange;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A file that declares a self-management job, with defaults filled.
 *
 * @param name the label
 * @param recipients e-mail addresses and https URLs that are told when it fails
 * @param range the header of the job block
 */
public record JobFile(
        Located<String> name,
        Schedule schedule,
        Run run,
        List<Located<String>> recipients,
        boolean enabled,
        SourceRange range) {

    public JobFile {
        recipients = List.copyOf(recipients);
    }

    /**
     * When it runs.
     *
     * @param cron already checked
     * @param timezone a name of the time zone database
     */
    public record Schedule(Located<String> cron, String timezone) {}

    /**
     * What runs, and where.
     *
     * @param tags of the runner, besides the one every job's runner has
     * @param timeout at most ten minutes
     * @param environment values by name; each text or a secret URI
     */
    public record Run(
            String script,
            MachineKind type,
            List<String> tags,
            Duration timeout,
            SortedMap<String, Located<String>> environment) {

        public Run {
            tags = List.copyOf(tags);
            environment = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, Located<String>>) environment));
        }
    }
}
