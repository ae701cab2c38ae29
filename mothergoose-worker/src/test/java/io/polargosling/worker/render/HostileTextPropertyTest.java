package io.polargosling.worker.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.worker.compute.ModuleWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterProperty;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.json.JsonMapper;

/** Whatever stands in a field that a user can write, OpenTofu sees just that, as a value and never as code. */
class HostileTextPropertyTest {

    private static final RunnerId RUNNER = RunnerId.of("abc123def456");
    private static final List<String> ROOT =
            List.of("variables.tf", "data.tf", "resources.tf", "checks.tf", "versions.tf");
    private static final List<String> PIECES = List.of(
            "${",
            "%{ if true }",
            "}",
            "\"",
            "'",
            "\\",
            "\n",
            "\r\n",
            "\t",
            "]]>",
            "<!--",
            "&anchor ",
            "*alias ",
            "{{ 7 * 7 }}",
            "{% raw %}",
            "{# x #}",
            "$${",
            "%%{",
            "EOT",
            "\u0000",
            "\u007f",
            "\u2028",
            "日本語",
            "\uD83D\uDC27",
            "a");

    private final WorkspaceRenderer renderer = new WorkspaceRenderer();
    private final Path folder = Files.createTempDirectory("hostile");
    private final Rendered plain = rendered("plain");

    HostileTextPropertyTest() throws IOException {}

    @AfterProperty
    void remove() throws IOException {
        FileSystemUtils.deleteRecursively(folder);
    }

    @Property(tries = 50)
    void hostileText_inEveryField_reachesOpenTofuUnchanged(@ForAll("hostile") String text) throws IOException {
        var hostile = rendered(text);

        for (var file : ROOT) {
            assertThat(hostile.file(file)).as(file).isEqualTo(plain.file(file));
        }
        var variables = JsonMapper.shared().readTree(hostile.file(WorkspaceRenderer.VARIABLES));
        var egg = variables.path("egg");
        assertThat(Stream.of("slug", "prefix", "cluster")
                        .map(name -> egg.path(name).asString()))
                .allMatch(text::equals);
        assertThat(egg.path("labels").path(name(text)).asString()).isEqualTo(text);
        assertThat(egg.path("regions").get(0).asString()).isEqualTo(text);
        var runner = variables.path("worker_instances").path(RUNNER.value());
        assertThat(Stream.of(
                                "region",
                                "zone",
                                "subnet_id",
                                "identity",
                                "image",
                                "egg",
                                "api_url",
                                "enrolment_token",
                                "rift_server")
                        .map(name -> runner.path(name).asString()))
                .allMatch(text::equals);
        assertThat(runner.path("environment").path(name(text)).asString()).isEqualTo(text);
        assertThat(runner.path("labels").path(name(text)).asString()).isEqualTo(text);
        assertThat(runner.path("security_group_ids").get(0).asString()).isEqualTo(text);
    }

    /** The two places where such a text stands between quotes. */
    @Property(tries = 50)
    void hostileText_betweenQuotes_endsNoLineAndNoQuote(@ForAll("hostile") String text) throws IOException {
        var providers = rendered(text).file("providers.tf");

        assertThat(providers.lines())
                .hasSameSizeAs(plain.file("providers.tf").lines().toList());
        assertThat(providers).contains("region = \"" + HclText.escape(text) + "\"");
        assertThat(unescaped(HclText.escape(text))).isEqualTo(text);
    }

    @Example
    void hostileText_betweenQuotes_isThatTextForOpenTofu() throws IOException {
        var run = Files.createDirectories(folder.resolve("run"));
        var texts = new ArrayList<>(PIECES);
        PIECES.forEach(piece -> texts.add("${" + piece + "%{" + piece));
        Files.writeString(
                run.resolve("main.tf"),
                texts.stream()
                        .map(text -> "    \"" + HclText.escape(text) + "\",\n")
                        .collect(Collectors.joining("", "output \"texts\" {\n  value = [\n", "  ]\n}\n")));
        var config = io.polargosling.worker.compute.ProviderMirror.writeConfig(folder.resolve("tofurc"));
        ModuleWorkspace.run(run, config, folder, "apply", "-auto-approve", "-no-color", "-input=false")
                .with(0);

        var said = ModuleWorkspace.run(run, config, folder, "output", "-json", "texts")
                .with(0)
                .said();

        assertThat(JsonMapper.shared().readValue(said, String[].class)).containsExactlyElementsOf(texts);
    }

    @Provide
    Arbitrary<String> hostile() {
        var mixed = Arbitraries.of(PIECES).list().ofMinSize(1).ofMaxSize(12).map(pieces -> String.join("", pieces));
        var large = Arbitraries.of(PIECES).map(piece -> piece.repeat(65_536 / piece.length()));
        return Arbitraries.frequencyOf(
                Tuple.of(40, mixed), Tuple.of(20, Arbitraries.strings().ofMinLength(1)), Tuple.of(1, large));
    }

    private record Rendered(Path folder) {
        String file(String name) throws IOException {
            return Files.readString(folder.resolve(name));
        }
    }

    /** Names of entries are never as long as a value may be. */
    private static String name(String text) {
        return text.length() > 1000 ? "LONG" : text;
    }

    private Rendered rendered(String text) throws IOException {
        var to = Files.createDirectories(folder.resolve(text.equals("plain") ? "plain" : "hostile"));
        var placement = new Placement(
                CloudProvider.AWS,
                Optional.of(text),
                Optional.of(text),
                Optional.of(text),
                List.of(text),
                Optional.of(text),
                Optional.of(text));
        var instance = new CloudInstance(
                "serverless",
                Map.of(name(text), text),
                CloudSamples.size(1, 512),
                placement,
                new CloudInstance.Start.Container(text, text, Map.of(name(text), text), SecretValue.of(text)),
                Duration.ofHours(1),
                Optional.of(text));
        renderer.render(
                new WorkspaceInputs(
                        "1.12.6",
                        new StateBackend.LocalFile(Path.of("/state")),
                        new ProviderMirror(Path.of("/mirror"), Optional.empty(), false),
                        Optional.of(new SharedInputs(
                                text, Map.of(name(text), text), text, List.of(text), Optional.of(text), true)),
                        Optional.of(text),
                        Map.of(
                                Variant.AWS_SERVERLESS,
                                new VariantInputs(false, Map.of(RUNNER, instance)),
                                Variant.YANDEX_VM,
                                new VariantInputs(true, Map.of()))),
                to);
        return new Rendered(to);
    }

    /** What OpenTofu's language reads in a quoted text; OpenTofu itself is asked for a sample. */
    private static String unescaped(String quoted) {
        var text = new StringBuilder();
        for (int i = 0; i < quoted.length(); i++) {
            char c = quoted.charAt(i);
            if (c == '\\') {
                i++;
                switch (quoted.charAt(i)) {
                    case 'n' -> text.append('\n');
                    case 'r' -> text.append('\r');
                    case 't' -> text.append('\t');
                    case 'u' -> {
                        text.append((char) Integer.parseInt(quoted.substring(i + 1, i + 5), 16));
                        i += 4;
                    }
                    default -> text.append(quoted.charAt(i));
                }
            } else if ((c == '$' || c == '%') && quoted.startsWith("" + c + c + "{", i)) {
                text.append(c).append('{');
                i += 2;
            } else {
                if (c == '"' || quoted.startsWith("${", i) || quoted.startsWith("%{", i)) {
                    throw new AssertionError("a quote or a template begins in: " + quoted.substring(i));
                }
                text.append(c);
            }
        }
        return text.toString();
    }
}
