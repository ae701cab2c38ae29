package io.polargosling.fly.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.polargosling.fly.Fly;
import io.polargosling.fly.decode.DecodeResult;
import io.polargosling.fly.decode.SharedScope;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.Diagnostics;
import io.polargosling.fly.source.SourceFile;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that ask for astronomic work. The time limits are there against hangs alone. */
class EvaluationBoundsTest {

    private static final Duration HANGS = Duration.ofMinutes(1);

    private static DecodeResult<EvaluatedFile> evaluate(String text) {
        return assertTimeoutPreemptively(HANGS, () -> {
            DecodeResult<EvaluatedFile> result = Fly.evaluate(SourceFile.of("hostile.fly", text), SharedScope.empty());
            result.value().ifPresent(file -> assertThat(Fly.toJson(file)).hasSizeLessThan(200_000_000));
            return result;
        });
    }

    /** Sixty locals, each made of the one before. */
    private static String chain(String first, String step) {
        return IntStream.rangeClosed(1, 60)
                .mapToObj(i -> "  v" + i + " = " + step.replace("PREVIOUS", "local.v" + (i - 1)) + "\n")
                .collect(Collectors.joining("", "locals {\n  v0 = " + first + "\n", "}\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jsonencode(local.v60)",
                "flatten(local.v60)",
                "distinct([local.v60, local.v60])",
                "toset([local.v60])",
                "tolist([local.v60, [[1]]])",
                "contains([local.v60], local.v60)",
                "coalesce(local.v60, local.v59)",
                "format(\"%v\", local.v60)",
                "local.v60 == local.v60",
                "true ? local.v60 : local.v59",
                "local.v60"
            })
    void sharedParts_walkedByWhoever_areTooLarge(String use) {
        assertThat(evaluate(chain("[1]", "[PREVIOUS, PREVIOUS]") + "x = " + use).diagnostics())
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.summary() + problem.detail())
                        .containsAnyOf("too large", "Too much", "too long", "one type"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"${PREVIOUS}${PREVIOUS}\"",
                "\"%{ for x in [1, 2] }${PREVIOUS}%{ endfor }\"",
                "join(PREVIOUS, [PREVIOUS, PREVIOUS])",
                "replace(PREVIOUS, \"a\", PREVIOUS)",
                "replace(PREVIOUS, \"/a/\", PREVIOUS)",
                "replace(PREVIOUS, \"\", PREVIOUS)",
                "format(\"%s%s\", PREVIOUS, PREVIOUS)",
                "jsonencode([PREVIOUS, PREVIOUS])",
                "base64encode(PREVIOUS)",
                "urlencode(\"é${PREVIOUS}\")"
            })
    void textThatGrowsFromLocalToLocal_isStopped(String step) {
        assertThat(evaluate(chain("\"aa\"", step)).diagnostics()).hasSizeLessThan(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "concat(PREVIOUS, PREVIOUS)",
                "flatten([PREVIOUS, PREVIOUS])",
                "[for x in PREVIOUS : [PREVIOUS, x]]",
                "merge({ for i, x in keys(PREVIOUS) : \"${x}${i}\" => PREVIOUS }, PREVIOUS)"
            })
    void collectionThatGrowsFromLocalToLocal_isStopped(String step) {
        String first = step.startsWith("merge") ? "{ a = 1 }" : "[1, 2]";
        assertThat(evaluate(chain(first, step)).diagnostics())
                .extracting(Diagnostic::code)
                .isNotEmpty()
                .isSubsetOf("too-large", "function-argument");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[for a in range(1024) : [for b in range(1024) : [for c in range(1024) : a]]]",
                "[for a in range(1024) : [for b in range(1024) : [for c in range(1024) : c if false] if true] if true]",
                "\"%{ for a in range(1024) }%{ for b in range(1024) }%{ for c in range(1024) }%{ endfor }%{ endfor }%{ endfor }\"",
                "{ for a in range(1024) : a => { for b in range(1024) : b => range(1024) } }",
                "[for a in range(1024) : [for b in range(1024) : try(nothing.x, {}.y, upper([]), 1)]]",
                "[for a in range(1024) : [for b in range(1024) : contains(range(1024), 5000)]]",
                "[for a in range(1024) : [for b in range(1024) : sort(range(1024))]]",
                "[for a in range(1024) : [for b in range(1024) : format(\"%1000000s\", a)]]",
                "[for a in range(1024) : [for b in range(1024) : format(\"%.9999f\", a)]]",
                "[for a in range(1024) : [for b in range(1024) : 1e4999 % 3e-4999]]",
                "[for a in range(1024) : [for b in range(1024) : ceil(1e4999) + 1e-4999]]",
                "[for a in range(1024) : [for b in range(1024) : can(regex(\"(((a{30}){30})|b){1,1}\", \"aaaa\"))]]"
            })
    void loopsInLoops_useUpWhatMayBeSpent(String expression) {
        assertThat(evaluate("x = " + expression + "\ny = nothing\n").diagnostics())
                .extracting(Diagnostic::code)
                .contains("too-large");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "regex(\"(x+x+)+y\", TEXT)",
                "regex(\"(a|a)*b\", TEXT)",
                "regex(\"(a*)*b\", TEXT)",
                "regex(\"(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)[^x]y\", TEXT)",
                "replace(TEXT, \"/x*?z|x/\", \"y\")",
                "replace(TEXT, \"/x{500}/\", \"y\")",
                "length(TEXT)",
                "split(\"\", TEXT)",
                "jsondecode(TEXT)"
            })
    void longText_isMatchedInBoundedTime(String expression) {
        String text = "\"" + "x".repeat(500_000) + "\"";
        evaluate("locals { t = " + text + " }\nx = " + expression.replace("TEXT", "local.t"));
    }

    @Test
    void valueAsDeepAsTheFileIsLong_isTooLarge() {
        String text = IntStream.rangeClosed(1, 50_000)
                .mapToObj(i -> "  v" + i + " = [local.v" + (i - 1) + "]\n")
                .collect(Collectors.joining("", "locals {\n  v0 = 1\n", "}\nx = local.v50000 == [local.v49999]\n"));
        assertThat(evaluate(text).diagnostics())
                .extracting(Diagnostic::code)
                .contains("too-large")
                .doesNotContain("local-cycle");
    }

    @Test
    void chainOfLocalsInReverse_isTooDeep() {
        String text = IntStream.range(0, 20_000)
                .mapToObj(i -> "  v" + i + " = local.v" + (i + 1) + "\n")
                .collect(Collectors.joining("", "locals {\n", "  v20000 = 1\n}\n"));
        assertThat(evaluate(text).diagnostics()).extracting(Diagnostic::code).contains("too-deep");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"%{ if true }INNER%{ endif }\"",
                "\"%{ for x in [1] }INNER%{ endfor }\"",
                "\"${[for x in [\"INNER\"] : x][0]}\"",
                "\"${true ? \"INNER\" : 1}\"",
                "\"${try(nothing, \"INNER\")}\"",
                "\"${upper([\"INNER\"][*][0])}\"",
                "\"${[{ a = \"INNER\" }][*].a[0][0]}\""
            })
    void deepExpressionsInDeepChainOfLocals_areTooDeepBeforeTheStackEnds(String step) {
        int levels = 15;
        String nested = "${local.vNEXT}";
        for (int i = 0; i < levels; i++) {
            nested = step.substring(1, step.length() - 1).replace("INNER", nested);
        }
        String deep = nested;
        String text = IntStream.range(0, 300)
                .mapToObj(i -> "  v" + i + " = \"" + deep.replace("NEXT", Integer.toString(i + 1)) + "\"\n")
                .collect(Collectors.joining("", "locals {\n", "  v300 = \"a\"\n}\n"));
        assertThat(evaluate(text).diagnostics()).extracting(Diagnostic::code).contains("too-deep");
    }

    @Test
    void jsonOfManyLevels_isNoJson() {
        String text = "x = jsondecode(\"" + "[".repeat(1_000_000) + "\")";
        assertThat(evaluate(text).diagnostics())
                .singleElement()
                .satisfies(problem -> assertThat(problem.detail()).contains("expected at most 200 levels"));
    }

    @Test
    void manyUnknownNamesAmongManyVariables_areReportedUpToTheLimit() {
        String text = IntStream.range(0, 5000)
                        .mapToObj(i -> "variable \"a_name_that_is_rather_long_" + i + "\" { default = 1 }\n")
                        .collect(Collectors.joining())
                + IntStream.range(0, 50_000)
                        .mapToObj(i -> "x" + i + " = var.a_name_that_is_rather_lang_" + i + "\n")
                        .collect(Collectors.joining());
        assertThat(evaluate(text).diagnostics()).hasSizeLessThan(Diagnostics.MAX + 2);
    }

    @Test
    void largeFileWithoutRepetition_isEvaluatedWhole() {
        String text = IntStream.range(0, 60_000)
                .mapToObj(i -> "x" + i + " = \"runner-${" + i + " + 1}-${upper(\"a\")}\"\n")
                .collect(Collectors.joining());
        DecodeResult<EvaluatedFile> result = evaluate(text);
        assertThat(result.diagnostics()).isEmpty();
        assertThat(result.value().orElseThrow().attributes().get("x59999"))
                .isEqualTo(new Evaluated(FlyValue.of("runner-60000-A"), false));
    }
}
