package io.polargosling.fly.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.fly.Fly;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.TextRenderer;
import io.polargosling.fly.eval.Evaluated;
import io.polargosling.fly.eval.EvaluatedFile;
import io.polargosling.fly.eval.Inputs;
import io.polargosling.fly.source.SourceFile;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is given for variables from outside. */
class InputsTest {

    private static final String DECLARATIONS = """
            variable "text" { type = string }
            variable "number" {
              type    = number
              default = 1
            }
            variable "switch" { type = bool }
            variable "list" { type = list(string) }
            variable "map" { type = map(list(number)) }
            variable "untyped" { default = 3 }
            variable "free" {}
            variable "secret" {
              type      = string
              sensitive = true
            }
            variable "secrets" {
              type      = list(string)
              sensitive = true
            }
            """;

    private static DecodeResult<EvaluatedFile> evaluate(Inputs inputs, String text) {
        return Fly.evaluate(SourceFile.of("file.fly", text), SharedScope.of(inputs));
    }

    private static DecodeResult<EvaluatedFile> with(String text, String... assignments) {
        DecodeResult<Inputs> inputs = Fly.readInputs(Inputs.none(), List.of(), List.of(assignments));
        assertThat(inputs.diagnostics()).isEmpty();
        return evaluate(inputs.value().orElseThrow(), DECLARATIONS + text);
    }

    private static String x(DecodeResult<EvaluatedFile> result) {
        assertThat(TextRenderer.render(result.diagnostics())).isEmpty();
        EvaluatedFile file = result.value().orElseThrow();
        String json = Fly.toJson(new EvaluatedFile(file.attributes(), List.of()))
                .lines()
                .map(String::strip)
                .collect(Collectors.joining());
        return json.substring("{\"attributes\": {\"x\": ".length(), json.indexOf("},\"blocks\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "text|text=a=b|\"a=b\"",
                "text|text=|\"\"",
                "text|text=5|\"5\"",
                "text|text=${nothing}|\"${nothing}\"",
                "number|number=5|5",
                "number|number=-1.5|-1.5",
                "number|number=1e3|1000",
                "switch|switch=true|true",
                "list|list=[\"a\", \"b\"]|[\"a\",\"b\"]",
                "list|list=[]|[]",
                "map|map={ a = [1], b = [] }|{\"a\": [1],\"b\": []}",
                "untyped|untyped=7|7",
                "free|free=[1]|\"[1]\"",
                "secret|secret=hunter2|\"***\"",
                "secrets|secrets=[\"hunter2\"]|\"***\""
            })
    void assignment_ofEachType_isReadByIt(String name, String assignment, String expected) {
        assertThat(x(with("x = var." + name, assignment))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "number=five|8|(expected: number, found: string \"five\")",
                "number=\"5\"|8|(expected: number, found: string \"\\\"5\\\"\")",
                "number=nothing|8|(expected: number, found: string \"nothing\")",
                "switch=1|8|(expected: bool, found: string \"1\")",
                "untyped=x|9|(expected: number, found: string \"x\")",
                "list=[1]|6|(expected: list(string), found: list(number))",
                "list={}|6|(expected: list(string), found: map)",
                "map=[1, \"a\"]|5|(expected: map(list(number)), found: list)"
            })
    void assignment_ofWrongType_isReportedInTheFlag(String assignment, int column, String detail) {
        String name = assignment.substring(0, assignment.indexOf('='));
        assertThat(with("", assignment).diagnostics()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("wrong-type");
            assertThat(problem.detail())
                    .isEqualTo("The value given for the variable \"%s\" does not fit its type %s."
                            .formatted(name, detail));
            assertThat(problem.range()).hasToString("--var " + name + ":1:" + column);
        });
    }

    @Test
    void assignment_noExpressionForAList_isReportedInTheFlag() {
        List<Diagnostic> problems = with("", "list=[\"a\"").diagnostics();
        assertThat(problems)
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.range().file().name()).isEqualTo("--var list"));
        assertThat(with("", "list=a b").diagnostics()).isNotEmpty();
        assertThat(with("", "list=[]\ny = 1").diagnostics())
                .singleElement()
                .satisfies(problem -> assertThat(problem.detail())
                        .isEqualTo("The value given for the variable \"list\" is not one expression."));
    }

    @Test
    void assignment_undeclaredName_isReportedWithAdvice() {
        assertThat(with("", "nunber=5").diagnostics()).singleElement().satisfies(problem -> {
            assertThat(problem.detail())
                    .isEqualTo("A value is given for the variable \"nunber\", which is not declared.");
            assertThat(problem.suggestion()).contains("Did you mean \"number\"?");
            assertThat(problem.range()).hasToString("--var nunber:1:8");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "secrets=[hunter2]",
                "secrets=hunter2",
                "secrets=[\"hunter2\"",
                "secrets={ hunter2 = 1 }",
                "secretz=hunter2",
                "secrets=[5, hunter2.x, upper(hunter2)]"
            })
    void assignment_wrongForASecret_isNotShown(String assignment) {
        List<Diagnostic> problems = with("", assignment).diagnostics();
        assertThat(problems).isNotEmpty();
        assertThat(TextRenderer.render(problems) + problems).doesNotContain("hunter2");
    }

    @Test
    void assignment_withoutName_isReportedWithoutIt() {
        for (String wrong : List.of("hunter2", "=hunter2", "")) {
            DecodeResult<Inputs> result = Fly.readInputs(Inputs.none(), List.of(), List.of(wrong));
            assertThat(result.value()).isEmpty();
            assertThat(TextRenderer.render(result.diagnostics()))
                    .contains("NAME=VALUE")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void laterValues_winOverEarlierOnes() {
        SourceFile first = SourceFile.of("a.flyvars", "text = \"first\"\nnumber = 2\n");
        SourceFile second = SourceFile.of("b.json", "{\"text\": \"second\", \"list\": [\"\\u0041\"]}");
        Inputs inputs = Fly.readInputs(Inputs.none(), List.of(first, second), List.of("number=3", "number=4"))
                .value()
                .orElseThrow();
        assertThat(x(evaluate(inputs, DECLARATIONS + "x = [var.text, var.number, var.list]")))
                .isEqualTo("[\"second\",4,[\"A\"]]");
    }

    @Test
    void file_valueOfWrongType_isReportedInTheFile() {
        SourceFile file = SourceFile.of("a.flyvars", "text = \"x\"\nnumber = \"5\"\n");
        Inputs inputs =
                Fly.readInputs(Inputs.none(), List.of(file), List.of()).value().orElseThrow();
        assertThat(evaluate(inputs, DECLARATIONS).diagnostics()).singleElement().satisfies(problem -> {
            assertThat(problem.detail()).endsWith("(expected: number, found: string \"5\").");
            assertThat(problem.range()).hasToString("a.flyvars:2:10");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.flyvars|text =|a.flyvars:1:7",
                "a.flyvars|text = var.other|a.flyvars:1:8",
                "a.flyvars|egg \"x\" {}|a.flyvars:1:1",
                "a.json|[1]|a.json:1:1",
                "a.json|{\"text\": \"hunter2\",}|a.json:1:20",
                "a.json|{\"text\": hunter2}|a.json:1:10",
                "a.json|{} x|a.json:1:4"
            })
    void file_unreadable_isReportedWithItsPlace(String name, String text, String place) {
        DecodeResult<Inputs> result = Fly.readInputs(Inputs.none(), List.of(SourceFile.of(name, text)), List.of());
        assertThat(result.value()).isEmpty();
        assertThat(result.diagnostics()).isNotEmpty();
        assertThat(result.diagnostics().getFirst().range()).hasToString(place);
        assertThat(TextRenderer.render(result.diagnostics())).doesNotContain("hunter2");
    }

    @Test
    void shared_variableOfTheNest_takesTheGivenValueAndFilesSeeIt() {
        Inputs inputs = Fly.readInputs(Inputs.none(), List.of(), List.of("region=eu", "size=2"))
                .value()
                .orElseThrow();
        DecodeResult<SharedScope> shared = Fly.decodeShared(
                SourceFile.of(
                        "variables.fly", "variable \"region\" { default = \"us\" }\nlocals { r = upper(var.region) }"),
                inputs);
        assertThat(shared.diagnostics()).isEmpty();
        SourceFile file =
                SourceFile.of("f.fly", "variable \"size\" { default = 1 }\nx = [var.region, local.r, var.size]");
        assertThat(x(Fly.evaluate(file, shared.value().orElseThrow()))).isEqualTo("[\"eu\",\"EU\",2]");
    }

    @Test
    void nest_nameAndCommit_areThere() {
        Inputs inputs = Inputs.none().withNest("zoo", "0a1b");
        assertThat(x(evaluate(inputs, "x = \"${nest.name}@${nest.commit}\""))).isEqualTo("\"zoo@0a1b\"");
        assertThat(x(evaluate(Inputs.none(), "x = nest"))).isEqualTo("{\"commit\": \"\",\"name\": \"\"}");
    }

    @Test
    void sensitiveVariable_throughAnything_staysHidden() {
        for (String use : List.of(
                "var.secret",
                "\"a${var.secret}b\"",
                "upper(var.secret)",
                "[for c in split(\"\", var.secret) : c]",
                "{ a = [var.secret] }",
                "var.secret == \"x\" ? 1 : 2",
                "length(var.secret)",
                "try(nothing, var.secret)",
                "can(regex(\"a\", var.secret))",
                "\"%{ if var.secret != \"\" }yes%{ endif }\"",
                "\"%{ for c in [var.secret] }x%{ endfor }\"",
                "[var.secret][*]",
                "false && var.secret == \"\"",
                "local.derived")) {
            String text = "locals { derived = sha256(var.secret) }\nthing { x = " + use + " }";
            DecodeResult<EvaluatedFile> result = with(text, "secret=hunter2");
            assertThat(TextRenderer.render(result.diagnostics())).isEmpty();
            assertThat(result.value()
                            .orElseThrow()
                            .blocks()
                            .getLast()
                            .attributes()
                            .get("x"))
                    .as(use)
                    .extracting(Evaluated::sensitive)
                    .isEqualTo(true);
            assertThat(Fly.toJson(result.value().orElseThrow()))
                    .contains("\"x\": \"***\"")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void inputsAsText_doNotShowValues() {
        Inputs inputs = Fly.readInputs(Inputs.none(), List.of(), List.of("secret=hunter2"))
                .value()
                .orElseThrow();
        assertThat(inputs.toString()).contains("secret").doesNotContain("hunter2");
    }
}
