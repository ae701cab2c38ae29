package io.polargosling.fly.syntax;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.polargosling.fly.Fly;
import io.polargosling.fly.diagnostic.Diagnostics;
import io.polargosling.fly.diagnostic.TextRenderer;
import io.polargosling.fly.source.SourceFile;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts made to cost much cost little. The limit is there to catch what is not linear, not to measure. */
class HostileInputTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int MANY = 100_000;
    private static final int MUCH = 1 << 18;

    private static final List<String> REPEATED = List.of(
            "(",
            "[",
            "{",
            "}",
            "]",
            "a{",
            "a{\n",
            "\"${",
            "\"",
            "${",
            "$",
            "%",
            "%{if",
            "%{ if x }",
            "[for",
            "<<E\n",
            "-",
            "!",
            "a.",
            "a.*",
            "a=[",
            "a=(\n",
            "a=\"x\n",
            "a=1+",
            "/*",
            "\n",
            "a=1\n",
            "a 1\n",
            "\0",
            "'",
            "a=x?",
            "f(",
            "a={b=",
            "a={b=\n",
            "a=<<-E\n x\n",
            "\"a${1}",
            "])",
            "9",
            ".",
            "1.",
            "::",
            "a::",
            "\r",
            "\\",
            "a=\"\\q",
            "a=[for x in ",
            "[*]",
            "a[*]",
            "~}",
            "é",
            "😀",
            "\uFEFF",
            "api_token = {",
            "#",
            "a \"b\" ");

    static Stream<String> repeated() {
        return REPEATED.stream();
    }

    @ParameterizedTest
    @MethodSource("repeated")
    void muchOfOneThing_read_givesDiagnosticsSoon(String unit) {
        String text = unit.repeat(MUCH / unit.length());
        for (String prefix : List.of("", "a = ", "a = \"", "a = <<E\n")) {
            ParseResult parsed = parse(prefix + text);
            assertThat(parsed.diagnostics()).hasSizeLessThanOrEqualTo(Diagnostics.MAX + 1);
            String drawn = parsed.diagnostics().stream()
                    .limit(10)
                    .map(TextRenderer::render)
                    .collect(joining());
            assertThat(drawn).hasSizeLessThan(10_000);
        }
    }

    @ParameterizedTest
    @MethodSource("nested")
    void nesting_tooDeep_isADiagnostic(String open, String inner, String close) {
        ParseResult parsed = parse("a = " + open.repeat(MANY) + inner + close.repeat(MANY) + "\nb = 1\n");
        assertThat(parsed.hasErrors()).isTrue();
        assertThat(parsed.diagnostics()).hasSizeLessThan(10);
    }

    static Stream<Arguments> nested() {
        return Stream.of(
                arguments("[", "1", "]"),
                arguments("(", "1", ")"),
                arguments("{a = ", "1", "}"),
                arguments("f(", "1", ")"),
                arguments("-", "1", ""),
                arguments("\"${", "1", "}\""),
                arguments("\"%{ if true }", "", "%{ endif }\""),
                arguments("[for x in ", "y", " : x]"),
                arguments("a[", "0", "]"),
                arguments("a ? ", "1", " : 2"));
    }

    private static Arguments arguments(String open, String inner, String close) {
        return Arguments.of(open, inner, close);
    }

    @ParameterizedTest
    @MethodSource("large")
    void largeButFlat_read_isAccepted(String text) {
        ParseResult parsed = parse(text);
        assertThat(parsed.diagnostics()).isEmpty();
        assertThat(assertTimeoutPreemptively(LIMIT, () -> Fly.print(parsed.body())))
                .isNotEmpty();
    }

    static Stream<String> large() {
        var attributes = new StringBuilder();
        for (int i = 0; i < MANY; i++) {
            attributes.append("name_").append(i).append(" = ").append(i).append('\n');
        }
        return Stream.of(
                attributes.toString(),
                "a = <<E\n" + "a line of text\n".repeat(MANY) + "E\n",
                "a = <<-E\n" + "  a line ${of} text\n".repeat(MANY) + "  E\n",
                "a = [" + "1, ".repeat(MANY) + "]\n",
                "a = {" + "b = 1\n".repeat(MANY) + "}\n",
                "a = \"" + "$".repeat(MUCH) + "\"\n",
                "a = \"" + "${b}".repeat(MANY) + "\"\n",
                "a = \"" + "%{ if b }c%{ endif }".repeat(MANY) + "\"\n",
                "# " + "comment ".repeat(MANY) + "\na = 1\n",
                "b {}\n".repeat(MANY));
    }

    private static ParseResult parse(String text) {
        return assertTimeoutPreemptively(LIMIT, () -> Fly.parse(SourceFile.of("hostile", text)));
    }
}
