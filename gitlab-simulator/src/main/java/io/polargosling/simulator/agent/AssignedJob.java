package io.polargosling.simulator.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A job as GitLab hands it over, as far as the stand-in heeds it. */
record AssignedJob(
        long id, String token, String projectPath, Duration timeout, List<Variable> variables, List<Step> steps) {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofHours(2);

    AssignedJob {
        variables = List.copyOf(variables);
        steps = List.copyOf(steps);
    }

    record Variable(String key, String value, boolean masked, boolean file) {}

    record Step(String name, List<String> script, String when, boolean allowFailure) {
        Step {
            script = List.copyOf(script);
        }
    }

    static AssignedJob parse(String body) {
        JsonNode job = new JsonMapper().readTree(body);
        List<Variable> variables = new ArrayList<>();
        String path = text(job.path("job_info"), "project_name");
        for (JsonNode entry : job.path("variables")) {
            String key = text(entry, "key");
            String value = text(entry, "value");
            variables.add(new Variable(
                    key,
                    value,
                    entry.path("masked").booleanValue(false),
                    entry.path("file").booleanValue(false)));
            path = key.equals("CI_PROJECT_PATH") ? value : path;
        }
        List<Step> steps = new ArrayList<>();
        for (JsonNode entry : job.path("steps")) {
            List<String> script = new ArrayList<>();
            entry.path("script").forEach(line -> script.add(line.stringValue("")));
            steps.add(new Step(
                    text(entry, "name"),
                    script,
                    text(entry, "when"),
                    entry.path("allow_failure").booleanValue(false)));
        }
        long seconds = job.path("runner_info").path("timeout").longValue(0);
        return new AssignedJob(
                job.path("id").longValue(0),
                text(job, "token"),
                path,
                seconds <= 0 ? DEFAULT_TIMEOUT : Duration.ofSeconds(seconds),
                variables,
                steps);
    }

    private static String text(JsonNode node, String key) {
        return node.path(key).stringValue("");
    }

    /** The values that must not show in the log. */
    List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        secrets.add(token);
        variables.stream()
                .filter(variable -> variable.masked() && !variable.value().isEmpty())
                .map(Variable::value)
                .forEach(secrets::add);
        return secrets;
    }
}
