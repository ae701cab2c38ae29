package io.polargosling.cli.why;

import io.polargosling.cli.client.ApiReport;
import io.polargosling.cli.client.ApiReport.Shown;
import io.polargosling.cli.client.ApiSession;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code gosling why}. */
@Command(name = "why", description = "Tells what became of a CI job, and the one thing it waits for.")
public final class WhyCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "JOB_URL", description = "The job's page: https://HOST/PROJECT/-/jobs/NUMBER")
    private String url = "";

    @Mixin
    private final ApiReport report;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private WhyCommand(ApiReport report) {
        this.report = report;
    }

    /** The command, to be filled from a command line; {@code variables} are this process's environment. */
    public static WhyCommand with(Map<String, String> variables) {
        return new WhyCommand(new ApiReport(variables));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!url.matches("https?://[^/\\s]+/\\S+/-/jobs/[1-9][0-9]*(/\\S*)?")) {
            throw new ParameterException(
                    spec.commandLine(), "\"" + url + "\" (expected: https://HOST/PROJECT/-/jobs/NUMBER)");
        }
        return report.run(spec.commandLine(), session -> {
            var body = session.get("/why?url=" + ApiSession.encoded(url));
            return Shown.done(body, text(body));
        });
    }

    private static String text(JsonNode body) {
        var job = body.path("job");
        var egg = body.path("egg_name").asString("");
        var text = new StringBuilder("job " + job.path("job_id").asLong(0) + " ("
                + job.path("name").asString("") + ") is "
                + job.path("status").asString("") + (egg.isEmpty() ? ", of no egg" : ", of egg " + egg));
        body.path("timeline").forEach(event -> {
            text.append("\n  ")
                    .append(event.path("at").asString(""))
                    .append("  ")
                    .append(event.path("event").asString(""));
            event.path("details")
                    .properties()
                    .forEach(detail -> text.append(' ')
                            .append(detail.getKey())
                            .append('=')
                            .append(detail.getValue().asString("")));
        });
        var blocking = body.path("blocking");
        if (blocking.isObject()) {
            text.append("\nwaits because: ")
                    .append(blocking.path("code").asString(""))
                    .append("\n  ")
                    .append(blocking.path("sentence").asString(""));
        } else if ("pending".equals(job.path("status").asString(""))) {
            text.append("\nno look has said anything about it yet");
        }
        return text.toString();
    }
}
