package io.polargosling.fly.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.fly.Fly;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.TextRenderer;
import io.polargosling.fly.source.SourceFile;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;

/** What holds for every value. */
class DecodePropertiesTest {

    private static final String EGG = """
            egg "web" {
              type = "vm"
              cloud {
                provider = "local"
              }
              resources {
                cpu         = 2
                preemptible = false
              }
              runner {
                tags        = ["web"]
                max_runners = 3
              }
              gitlab {
                server     = "gitlab.example.com"
                project_id = 42
              }
              enabled = true
            }
            """;

    /** What each attribute takes, and how it is written above. */
    private static final Map<String, String> TYPES = Map.of(
            "type = \"vm\"", "string",
            "cpu         = 2", "number",
            "preemptible = false", "bool",
            "tags        = [\"web\"]", "list",
            "max_runners = 3", "number",
            "server     = \"gitlab.example.com\"", "string",
            "project_id = 42", "number",
            "enabled = true", "bool");

    record Value(String type, String text) {}

    @Property(tries = 500)
    void p2_valueOfWrongType_isReportedWithPlaceAndBothTypes(
            @ForAll("attributes") String attribute, @ForAll("values") Value value) {
        String expected = TYPES.getOrDefault(attribute, "");
        if (expected.equals(value.type())) {
            return;
        }
        String name = attribute.substring(0, attribute.indexOf(' '));
        String text = EGG.replace(attribute, name + " = " + value.text());
        DecodeResult<EggFile> result =
                Fly.decodeEgg(SourceFile.of("p2", text), SharedScope.empty(), TestCheckers.CHECKERS);
        assertThat(result.value()).isEmpty();
        assertThat(result.diagnostics()).singleElement().satisfies(diagnostic -> {
            assertThat(diagnostic.code()).isEqualTo("wrong-type");
            assertThat(diagnostic.detail()).contains("expected: " + expected).contains("found: " + value.type());
            assertThat(diagnostic.range().text()).isEqualTo(value.text());
        });
    }

    @Property(tries = 500)
    void p4_variable_referenced_hasItsValue(
            @ForAll @AlphaChars @StringLength(min = 1, max = 20) String name, @ForAll("tags") String value) {
        String text =
                "variable \"%s\" { default = %s }\nlocals { copy = var.%s }\n".formatted(name, quoted(value), name)
                        + EGG.replace("[\"web\"]", "[var.%s, local.copy, \"<${var.%s}>\"]".formatted(name, name));
        DecodeResult<EggFile> result =
                Fly.decodeEgg(SourceFile.of("p4", text), SharedScope.empty(), TestCheckers.CHECKERS);
        assertThat(TextRenderer.render(result.diagnostics())).isEmpty();
        assertThat(result.value().orElseThrow().fleet().runner().tags().value())
                .isEqualTo(List.of(value, "<" + value + ">"));
    }

    @Property(tries = 300)
    void secretWrittenAsText_drawn_isNeverShown(@ForAll("secrets") String secret, @ForAll("places") String place) {
        String text = EGG.replace("project_id = 42", place.replace("SECRET", secret));
        DecodeResult<EggFile> result =
                Fly.decodeEgg(SourceFile.of("secret", text), SharedScope.empty(), TestCheckers.CHECKERS);
        assertThat(result.diagnostics()).isNotEmpty();
        assertThat(TextRenderer.render(result.diagnostics())
                        + result.diagnostics().stream()
                                .map(Diagnostic::toString)
                                .toList())
                .doesNotContain(secret);
    }

    @Provide
    Arbitrary<String> attributes() {
        return Arbitraries.of(TYPES.keySet().stream().sorted().toList());
    }

    @Provide
    Arbitrary<Value> values() {
        return Arbitraries.of(
                new Value("string", "\"text\""),
                new Value("number", "7"),
                new Value("bool", "true"),
                new Value("list", "[1]"),
                new Value("object", "{ a = 1 }"));
    }

    @Provide
    Arbitrary<String> tags() {
        return Arbitraries.strings()
                .ofMinLength(1)
                .ofMaxLength(20)
                .filter(text -> text.codePoints()
                        .allMatch(c -> c != 0 && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)));
    }

    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .ofMinLength(8)
                .ofMaxLength(24)
                .map(text -> "glpat-" + text);
    }

    @Provide
    Arbitrary<String> places() {
        return Arbitraries.of(
                "api_token = \"SECRET\"",
                "api_token = \"SECRET",
                "api_token = SECRET",
                "api_token = SECRET.x[1]",
                "api_token = [\"SECRET\"]",
                "api_token = \"${\"SECRET\"}\" + 1",
                "api_token = upper(\"SECRET\")",
                "api_token = nofunc(\"SECRET\")",
                "api_token = \"SECRET\" x",
                "api_token = \"SECRET\" \"y\"",
                "api_token \"SECRET\"",
                "api_token \"SECRET\" {}",
                "api_token: \"SECRET\"",
                "api_token == \"SECRET\"",
                "\"api_token\" = \"SECRET\"",
                "api_tokn = \"SECRET\"",
                "api_token = <<E\nSECRET\nE",
                "api_token = \"vault://SECRET\"",
                "api_token = true ? \"SECRET\" : [1]",
                "api_token = { a = \"SECRET\" }.b",
                "api_token = \"a\\qSECRET\"",
                "token_secret = 5 * \"SECRET\"",
                "webhook_secret = (\"SECRET\"");
    }

    private static String quoted(String text) {
        var out = new StringBuilder("\"");
        text.codePoints().forEach(c -> out.append("\\U%08x".formatted(c)));
        return out.append('"').toString();
    }
}
