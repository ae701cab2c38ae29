package io.polargosling.cli.deploy;

import io.polargosling.cli.client.ApiClient;
import io.polargosling.cli.client.ApiReport;
import io.polargosling.cli.client.ApiReport.Shown;
import io.polargosling.cli.client.ApiSession;
import io.polargosling.cli.client.EggArgument;
import io.polargosling.cli.client.RefusedCallException;
import io.polargosling.cli.print.ExitCode;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.plan.RollbackTargets;
import java.io.Console;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code gosling rollback}. */
@Command(
        name = "rollback",
        description = "Returns an egg to an earlier revision and holds it there.",
        footer = "%nIt is held until the Nest brings another configuration than the one left, or deploy --unpin.")
public final class RollbackCommand implements Callable<Integer> {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "EGG",
            converter = EggArgument.class,
            description = "Which egg.")
    private @Nullable EggName egg;

    @Option(names = "--egg", paramLabel = "EGG", converter = EggArgument.class, description = "As EGG.")
    private @Nullable EggName named;

    @Option(
            names = "--to",
            paramLabel = "TARGET",
            description = "A plan, a revision or a commit. Default: the newest applied plan of an earlier revision.")
    private @Nullable String to;

    @Mixin
    private final OrderOptions options = new OrderOptions();

    @Option(names = "--yes", description = "Does not ask.")
    private boolean yes;

    @Option(names = "--no-input", description = "Never asks; without --yes nothing is done.")
    private boolean noInput;

    @Mixin
    private final ApiReport report;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Predicate<String> terminal;

    private RollbackCommand(ApiReport report, Predicate<String> terminal) {
        this.report = report;
        this.terminal = terminal;
    }

    /** The command, to be filled from a command line; {@code variables} are this process's environment. */
    public static RollbackCommand with(Map<String, String> variables) {
        return new RollbackCommand(new ApiReport(variables), RollbackCommand::askOnTerminal);
    }

    @Override
    public Integer call() throws InterruptedException {
        var wanted = egg == null ? named : egg;
        if (wanted == null || (egg != null && named != null)) {
            throw new ParameterException(spec.commandLine(), "expected: one EGG");
        }
        if (to != null && !RollbackTargets.isValid(to)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--to: \"" + to + "\" (expected: a plan's id, a revision's number or 40 hexadecimal digits)");
        }
        return report.run(spec.commandLine(), session -> rollBack(session, wanted));
    }

    private Shown rollBack(ApiSession session, EggName name) throws RefusedCallException, InterruptedException {
        var order = new OrderProgress(session, "rollback", name);
        var body = ApiClient.object().put("dry_run", options.isDry());
        if (to != null) {
            body.put("to", to);
        }
        if (!yes && !options.isDry()) {
            var question = sides(session, name);
            if (report.isText()) {
                spec.commandLine().getErr().println(question);
                spec.commandLine().getErr().flush();
            }
            if (noInput || !terminal.test("Roll back? [y/N] ")) {
                return new Shown(
                        ExitCode.CONFLICT,
                        JsonMapper.shared().nullNode(),
                        "",
                        "rolling back " + name + ": not confirmed (expected: --yes, or y on a terminal)");
            }
        }
        return options.give(order, body, false);
    }

    private String sides(ApiSession session, EggName name) throws RefusedCallException, InterruptedException {
        var now = session.get("/eggs/" + name);
        return "egg " + name + "\n  from: revision " + now.path("revision").asLong(0) + ", commit "
                + now.path("git_commit").asString("") + "\n    to: "
                + (to == null ? "the newest applied plan of an earlier revision" : to);
    }

    private static boolean askOnTerminal(String question) {
        return Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .map(console -> console.readLine("%s", question))
                .filter(answer -> answer.strip().toLowerCase(Locale.ROOT).startsWith("y"))
                .isPresent();
    }
}
