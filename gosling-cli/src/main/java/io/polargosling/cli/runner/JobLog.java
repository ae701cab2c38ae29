package io.polargosling.cli.runner;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Knows the running jobs from the lines the agent logs:
 *
 * <pre>
 * Checking for jobs... received                       job=700411 repo_url=https://gitlab.example/a/b.git runner=Zy3xk
 * Job succeeded                                       duration_s=2.4 job=700411 project=7 runner=Zy3xk
 * WARNING: Job failed: exit status 1                  duration_s=0.9 job=700412 project=7 runner=Zy3xk
 * </pre>
 *
 * The same fields in the agent's {@code text} and {@code json} formats are understood too.
 */
final class JobLog {

    private static final Pattern STARTED = Pattern.compile("Checking for jobs\\.\\.\\. *received");
    private static final Pattern ENDED = Pattern.compile("Job succeeded|Job failed|Removed job from processing list");
    private static final Pattern JOB = Pattern.compile("\\bjob\"?[=:] *\"?([0-9]{1,18})\\b");
    private static final Pattern COLOUR = Pattern.compile("\\x1b\\[[0-9;]*m");

    private final SortedSet<Long> running = new TreeSet<>();
    private int started;

    /** The jobs running now, when {@code line} changed them; else empty. */
    synchronized Optional<SortedSet<Long>> read(String line) {
        String plain = COLOUR.matcher(line).replaceAll("");
        boolean starts = STARTED.matcher(plain).find();
        if (!starts && !ENDED.matcher(plain).find()) {
            return Optional.empty();
        }
        // The last one: what stands before may be text of the job, such as the reason of its failure.
        var matcher = JOB.matcher(plain);
        String id = "";
        while (matcher.find()) {
            id = matcher.group(1);
        }
        if (id.isEmpty()) {
            return Optional.empty();
        }
        boolean changed = starts ? running.add(Long.valueOf(id)) : running.remove(Long.valueOf(id));
        if (changed && starts) {
            started++;
        }
        return changed ? Optional.of(new TreeSet<>(running)) : Optional.empty();
    }

    /** True while a job runs. */
    synchronized boolean isWorking() {
        return !running.isEmpty();
    }

    /** How many jobs were begun so far. */
    synchronized int started() {
        return started;
    }
}
