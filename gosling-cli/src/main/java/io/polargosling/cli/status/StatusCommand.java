package io.polargosling.cli.status;

import io.polargosling.cli.client.ApiReport;
import io.polargosling.cli.client.ApiReport.Shown;
import io.polargosling.cli.client.ApiSession;
import io.polargosling.cli.client.RefusedCallException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code gosling status}. */
@Command(name = "status", description = "Shows how eggs are doing: runners, pools, demand and the latest plan.")
public final class StatusCommand implements Callable<Integer> {

    @Mixin
    private final EggChoice eggs = new EggChoice();

    @Option(names = "--all", description = "Every egg, as when none is named.")
    private boolean all;

    @Option(names = "--watch", description = "Shows it again whenever it has changed, until interrupted.")
    private boolean watch;

    @Mixin
    private final ApiReport report;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private StatusCommand(ApiReport report) {
        this.report = report;
    }

    /** The command, to be filled from a command line; {@code variables} are this process's environment. */
    public static StatusCommand with(Map<String, String> variables) {
        return new StatusCommand(new ApiReport(variables));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (all && eggs.isOne()) {
            throw new ParameterException(spec.commandLine(), "expected: either EGG or --all");
        }
        if (watch && !report.isText()) {
            throw new ParameterException(spec.commandLine(), "--watch goes with --output text");
        }
        return report.run(spec.commandLine(), session -> {
            String shown = "";
            while (watch) {
                var text = text(read(session));
                if (!text.equals(shown)) {
                    spec.commandLine().getOut().println(text);
                    spec.commandLine().getOut().flush();
                    shown = text;
                }
                session.pause();
            }
            var statuses = read(session);
            var array = JsonMapper.shared().createArrayNode();
            statuses.forEach(array::add);
            return Shown.done(array, text(statuses));
        });
    }

    private List<JsonNode> read(ApiSession session) throws RefusedCallException, InterruptedException {
        var statuses = new ArrayList<JsonNode>();
        for (var name : eggs.names(session)) {
            statuses.add(session.get("/eggs/" + name + "/status"));
        }
        return statuses;
    }

    private static String text(List<JsonNode> statuses) {
        return String.join("\n", statuses.stream().map(StatusCommand::text).toList());
    }

    private static String text(JsonNode status) {
        var reason = status.path("reason").asString("");
        var text = new StringBuilder("egg " + status.path("egg_name").asString("") + ": "
                + status.path("state").asString("") + (reason.isEmpty() ? "" : " (" + reason + ")"));
        var demand = status.path("demand");
        if (demand.isObject()) {
            text.append("\n  jobs: ").append(demand.path("pending").asInt(0)).append(" wait, ");
            text.append(demand.path("running").asInt(0)).append(" run");
        }
        status.path("pools")
                .properties()
                .forEach(pool -> text.append("\n  pool ")
                        .append(pool.getKey())
                        .append(": ")
                        .append(pool.getValue().path("used").asInt(0))
                        .append(" of ")
                        .append(pool.getValue().path("maximum").asInt(0)));
        status.path("active_runners").forEach(runner -> text.append("\n  ").append(runner(runner)));
        var plan = status.path("latest_plan");
        if (plan.isObject()) {
            text.append("\n  plan ")
                    .append(plan.path("id").asString(""))
                    .append(' ')
                    .append(plan.path("status").asString(""))
                    .append(", revision ")
                    .append(plan.path("revision").asLong(0));
        }
        return text.toString();
    }

    private static String runner(JsonNode runner) {
        return String.format(
                        Locale.ROOT,
                        "runner %s %-10s %-12s %s %s heartbeat %s",
                        runner.path("id").asString(""),
                        runner.path("type").asString(""),
                        runner.path("lifecycle").asString(""),
                        runner.path("cloud_provider").asString(""),
                        runner.path("region").asString("-"),
                        runner.path("last_heartbeat").asString("never"))
                .stripTrailing();
    }
}
