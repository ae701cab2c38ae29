package io.polargosling.cli.binaries;

import io.polargosling.cli.client.ApiReport;
import io.polargosling.cli.client.ApiReport.Shown;
import io.polargosling.cli.client.ApiSession;
import io.polargosling.cli.client.RefusedCallException;
import io.polargosling.domain.binary.BinaryName;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code gosling binaries list}. */
@Command(name = "list", description = "Lists the stored versions; the active ones are marked.")
final class ListCommand implements Callable<Integer> {

    @Mixin
    private final ApiReport report;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "BINARY",
            converter = Program.class,
            description = "gosling, opentofu or gitlab-runner; all when it is left out")
    private @Nullable BinaryName binary;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ListCommand(ApiReport report) {
        this.report = report;
    }

    @Override
    public Integer call() throws InterruptedException {
        return report.run(spec.commandLine(), this::all);
    }

    private Shown all(ApiSession session) throws RefusedCallException, InterruptedException {
        var builds = JsonMapper.shared().createArrayNode();
        session.list("/admin/binaries" + (binary == null ? "" : "/" + binary.word() + "/versions"))
                .forEach(builds::add);
        var text = new StringBuilder(line("", "BINARY", "VERSION", "PLATFORM", "STORED", "SOURCE"));
        for (var build : builds) {
            text.append('\n')
                    .append(line(
                            build.path("active").asBoolean(false) ? "*" : "",
                            word(build, "binary_name"),
                            word(build, "version"),
                            word(build, "os_arch"),
                            word(build, "downloaded_at").replaceFirst("\\.[0-9]+Z$", "Z"),
                            word(build, "source")));
        }
        return Shown.done(builds, text.toString());
    }

    private static String line(Object... words) {
        return String.format(Locale.ROOT, "%-1s %-14s %-24s %-14s %-26s %s", words)
                .stripTrailing();
    }

    private static String word(JsonNode build, String name) {
        return build.path(name).asString("");
    }
}
