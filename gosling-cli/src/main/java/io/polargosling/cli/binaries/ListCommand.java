package io.polargosling.cli.binaries;

import io.polargosling.domain.binary.BinaryName;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
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
    private final ApiOptions api;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "BINARY",
            converter = Program.class,
            description = "gosling, opentofu or gitlab-runner; all when it is left out")
    private @Nullable BinaryName binary;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ListCommand(ApiOptions api) {
        this.api = api;
    }

    @Override
    public Integer call() throws InterruptedException {
        return api.run(spec.commandLine(), this::all);
    }

    private ApiOptions.Result all(ControlPlane control) throws RefusedException, InterruptedException {
        var builds = new JsonMapper().createArrayNode();
        String path = "/admin/binaries" + (binary == null ? "" : "/" + binary.word() + "/versions") + "?limit=500";
        String next = path;
        while (!next.isEmpty()) {
            var page = control.call(Request.get(next));
            page.path("items").forEach(builds::add);
            String cursor = page.path("next_cursor").asString("");
            next = cursor.isEmpty() ? "" : path + "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
        }
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
        return new ApiOptions.Result(builds, text.toString());
    }

    private static String line(Object... words) {
        return String.format(Locale.ROOT, "%-1s %-14s %-24s %-14s %-26s %s", words)
                .stripTrailing();
    }

    private static String word(JsonNode build, String name) {
        return build.path(name).asString("");
    }
}
