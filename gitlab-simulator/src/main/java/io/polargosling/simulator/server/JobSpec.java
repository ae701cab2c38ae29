package io.polargosling.simulator.server;

import java.time.Duration;
import java.util.List;

/** What a job is made of; made with {@link #of} and refined with the {@code with} methods. */
public record JobSpec(
        long projectId,
        String name,
        List<String> tags,
        List<String> script,
        List<JobVariable> variables,
        Duration timeout,
        String ref) {

    public JobSpec {
        tags = List.copyOf(tags);
        script = List.copyOf(script);
        variables = List.copyOf(variables);
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException(
                    "making job \"" + name + "\": timeout " + timeout + " (expected: more than zero)");
        }
    }

    /** A job without tags on {@code main}, with a timeout of one hour. */
    public static JobSpec of(long projectId, String name, String... script) {
        return new JobSpec(projectId, name, List.of(), List.of(script), List.of(), Duration.ofHours(1), "main");
    }

    public JobSpec withTags(String... newTags) {
        return new JobSpec(projectId, name, List.of(newTags), script, variables, timeout, ref);
    }

    public JobSpec withVariables(JobVariable... newVariables) {
        return new JobSpec(projectId, name, tags, script, List.of(newVariables), timeout, ref);
    }

    public JobSpec withTimeout(Duration newTimeout) {
        return new JobSpec(projectId, name, tags, script, variables, newTimeout, ref);
    }

    public JobSpec withRef(String newRef) {
        return new JobSpec(projectId, name, tags, script, variables, timeout, newRef);
    }
}
