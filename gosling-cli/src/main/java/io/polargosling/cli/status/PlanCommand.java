package io.polargosling.cli.status;

import io.polargosling.cli.client.ApiReport;
import io.polargosling.cli.client.ApiReport.Shown;
import io.polargosling.cli.print.ExitCode;
import io.polargosling.cli.print.PreviewText;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code gosling plan}. */
@Command(name = "plan", description = "Shows what would be done about eggs next, and why.")
public final class PlanCommand implements Callable<Integer> {

    @Mixin
    private final EggChoice eggs = new EggChoice();

    @Option(names = "--detailed-exitcode", description = "Status 10 when something would be done.")
    private boolean detailedExitCode;

    @Mixin
    private final ApiReport report;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private PlanCommand(ApiReport report) {
        this.report = report;
    }

    /** The command, to be filled from a command line; {@code variables} are this process's environment. */
    public static PlanCommand with(Map<String, String> variables) {
        return new PlanCommand(new ApiReport(variables));
    }

    @Override
    public Integer call() throws InterruptedException {
        return report.run(spec.commandLine(), session -> {
            var previews = JsonMapper.shared().createArrayNode();
            var texts = new ArrayList<String>();
            boolean some = false;
            for (var name : eggs.names(session)) {
                var preview = session.get("/eggs/" + name + "/preview");
                previews.add(preview);
                texts.add(text(preview));
                some |= !preview.path("actions").isEmpty();
            }
            int code = some && detailedExitCode ? ExitCode.PENDING : ExitCode.DONE;
            return new Shown(code, previews, String.join("\n", texts), null);
        });
    }

    private static String text(JsonNode preview) {
        var demand = preview.path("demand");
        var text = new StringBuilder("egg " + preview.path("egg_name").asString("") + ", revision "
                + preview.path("revision").asLong(0) + ": "
                + demand.path("pending").asInt(0) + " jobs wait, "
                + demand.path("running").asInt(0) + " run, "
                + preview.path("fleet").size() + " runners");
        preview.path("actions").forEach(action -> text.append("\n  ").append(PreviewText.line(action)));
        preview.path("notes").forEach(note -> text.append("\n  note: ").append(note.asString("")));
        if (preview.path("actions").isEmpty()) {
            text.append("\n  nothing to do");
        }
        return text.toString();
    }
}
