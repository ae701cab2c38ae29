package io.polargosling.cli.deploy;

import io.polargosling.cli.client.ApiReport;
import io.polargosling.cli.client.ApiReport.Shown;
import io.polargosling.cli.client.ApiSession;
import io.polargosling.cli.client.CommitOption;
import io.polargosling.cli.client.EggArgument;
import io.polargosling.cli.client.RefusedCallException;
import io.polargosling.cli.print.ExitCode;
import io.polargosling.domain.egg.EggName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code gosling deploy}. */
@Command(
        name = "deploy",
        description = "Makes the configuration of eggs effective now, as it is in the Nest's branch.",
        footer = {
            "%nThe commit must be pushed. Infrastructure is made by gosling bootstrap.",
            "Status 6 when an egg is pinned, disabled, or differs at the branch's head."
        })
public final class DeployCommand implements Callable<Integer> {

    @Parameters(paramLabel = "EGG", arity = "0..*", converter = EggArgument.class, description = "Which eggs.")
    private List<EggName> eggs = new ArrayList<>();

    @Option(names = "--egg", paramLabel = "EGG", converter = EggArgument.class, description = "As EGG.")
    private List<EggName> more = new ArrayList<>();

    @Option(names = "--all", description = "Every egg that takes runners.")
    private boolean all;

    @Mixin
    private final CommitOption commit = new CommitOption();

    @Mixin
    private final OrderOptions options = new OrderOptions();

    @Option(names = "--replace-idle", description = "Ends idle runners of older revisions, so that new ones come.")
    private boolean replaceIdle;

    @Option(names = "--prewarm", description = "Makes one runner even when no job waits.")
    private boolean prewarm;

    @Option(names = "--unpin", description = "Ends the pin that a rollback left.")
    private boolean unpin;

    @Option(names = "--detailed-exitcode", description = "With --dry-run: status 10 when something would change.")
    private boolean detailedExitCode;

    @Mixin
    private final ApiReport report;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private DeployCommand(ApiReport report) {
        this.report = report;
    }

    /** The command, to be filled from a command line; {@code variables} are this process's environment. */
    public static DeployCommand with(Map<String, String> variables) {
        return new DeployCommand(new ApiReport(variables));
    }

    @Override
    public Integer call() throws InterruptedException {
        var named = new LinkedHashSet<>(eggs);
        named.addAll(more);
        if (all != named.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "expected: either EGG or --all");
        }
        if (detailedExitCode && !options.isDry()) {
            throw new ParameterException(spec.commandLine(), "--detailed-exitcode goes with --dry-run");
        }
        var body = request();
        return report.run(spec.commandLine(), session -> deployAll(session, named, body));
    }

    private ObjectNode request() {
        return commit.request()
                .put("dry_run", options.isDry())
                .put("replace_idle", replaceIdle)
                .put("prewarm", prewarm)
                .put("unpin", unpin);
    }

    private Shown deployAll(ApiSession session, Set<EggName> named, ObjectNode body)
            throws RefusedCallException, InterruptedException {
        var results = JsonMapper.shared().createArrayNode();
        var texts = new ArrayList<String>();
        var errors = new ArrayList<String>();
        int code = ExitCode.DONE;
        for (var egg : named.isEmpty() ? allEggs(session) : named) {
            Shown shown = one(new OrderProgress(session, "deploy", egg), body);
            results.add(shown.result());
            if (!shown.text().isEmpty()) {
                texts.add(shown.text());
            }
            if (shown.error() != null) {
                errors.add(shown.error());
            }
            // What failed outweighs what only waits to be changed.
            boolean worse = code == ExitCode.DONE || (code == ExitCode.PENDING && shown.error() != null);
            code = worse ? shown.exitCode() : code;
        }
        return new Shown(
                code, results, String.join("\n", texts), errors.isEmpty() ? null : String.join("\ngosling: ", errors));
    }

    /** One egg that is refused keeps no other from being deployed. */
    private Shown one(OrderProgress order, ObjectNode body) throws InterruptedException {
        try {
            return options.give(order, body, detailedExitCode);
        } catch (RefusedCallException e) {
            return new Shown(e.exitCode(), JsonMapper.shared().nullNode(), "", e.getMessage());
        }
    }

    private static Set<EggName> allEggs(ApiSession session) throws RefusedCallException, InterruptedException {
        return session.list("/eggs").stream()
                .filter(egg ->
                        Set.of("active", "degraded").contains(egg.path("state").asString("")))
                .map(egg -> EggName.of(egg.path("name").asString("")))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
