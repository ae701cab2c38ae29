package io.polargosling.fly.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.fly.Fly;
import io.polargosling.fly.decode.DecodeResult;
import io.polargosling.fly.decode.SharedScope;
import io.polargosling.fly.diagnostic.TextRenderer;
import io.polargosling.fly.eval.FlyValue.BoolValue;
import io.polargosling.fly.eval.FlyValue.ListValue;
import io.polargosling.fly.eval.FlyValue.NullValue;
import io.polargosling.fly.eval.FlyValue.NumberValue;
import io.polargosling.fly.eval.FlyValue.ObjectValue;
import io.polargosling.fly.eval.FlyValue.SetValue;
import io.polargosling.fly.eval.FlyValue.StringValue;
import io.polargosling.fly.source.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every configuration, made of blocks in blocks with attributes, variables and locals. */
class ConfigurationPropertyTest {

    /** Ways to use a value that leave it as it is. */
    private static final List<String> DETOURS = List.of(
            "USE",
            "(USE)",
            "\"${USE}\"",
            "[USE][0]",
            "{ a = USE }.a",
            "{ a = USE }[\"a\"]",
            "[for v in [USE] : v][0]",
            "{ for v in [USE] : \"k\" => v }.k",
            "([{ n = USE }][*].n)[0]",
            "true ? USE : null",
            "try(nothing.at.all, USE)",
            "element([USE], 5)",
            "lookup({}, \"a\", USE)",
            "jsondecode(jsonencode(USE))",
            "flatten([[{ a = USE }]])[0].a");

    /** A variable, where its value comes from, and what that is. */
    record Declared(FlyValue initial, Optional<FlyValue> given) {
        FlyValue value() {
            return given.orElse(initial);
        }
    }

    /** An attribute that uses a variable, and the blocks it stands in. */
    record Use(int variable, int detour, boolean throughLocal, int depth) {}

    @Property(tries = 500)
    void p4_variableReferencedAnywhere_hasItsValue(
            @ForAll("variables") List<Declared> variables, @ForAll("uses") List<Use> uses) {
        var text = new StringBuilder();
        var given = new LinkedHashMap<String, FlyValue>();
        for (int i = 0; i < variables.size(); i++) {
            text.append("variable \"v%d\" { default = %s }%nlocals { l%d = var.v%d }%n"
                    .formatted(i, written(variables.get(i).initial()), i, i));
            int name = i;
            variables.get(i).given().ifPresent(value -> given.put("v" + name, value));
        }
        for (int i = 0; i < uses.size(); i++) {
            Use use = uses.get(i);
            String name = (use.throughLocal() ? "local.l" : "var.v") + use.variable() % variables.size();
            text.append("outer {\n".repeat(use.depth()))
                    .append("x = ")
                    .append(DETOURS.get(use.detour()).replace("USE", name))
                    .append("\n}".repeat(use.depth()))
                    .append('\n');
        }
        EvaluatedFile file = evaluate(text.toString(), given);
        List<EvaluatedBlock> blocks =
                file.blocks().subList(2 * variables.size(), file.blocks().size());
        for (int i = 0; i < uses.size(); i++) {
            FlyValue expected =
                    variables.get(uses.get(i).variable() % variables.size()).value();
            assertThat(Fly.toJson(asFile(innermost(blocks.get(i)))))
                    .isEqualTo(Fly.toJson(asFile(new Evaluated(expected, false))));
        }
    }

    private static EvaluatedFile evaluate(String text, Map<String, FlyValue> given) {
        SourceFile values = SourceFile.of(
                "given",
                given.entrySet().stream()
                        .map(entry -> entry.getKey() + " = " + written(entry.getValue()) + "\n")
                        .collect(Collectors.joining()));
        Inputs inputs = Fly.readInputs(Inputs.none(), List.of(values), List.of())
                .value()
                .orElseThrow();
        DecodeResult<EvaluatedFile> result = Fly.evaluate(SourceFile.of("p4", text), SharedScope.of(inputs));
        assertThat(TextRenderer.render(result.diagnostics())).as(text).isEmpty();
        return result.value().orElseThrow();
    }

    private static Evaluated innermost(EvaluatedBlock block) {
        Evaluated found = block.attributes().get("x");
        return found == null ? innermost(block.blocks().getFirst()) : found;
    }

    private static EvaluatedFile asFile(Evaluated value) {
        return new EvaluatedFile(new TreeMap<>(Map.of("x", value)), List.of());
    }

    /** Where a value is needed, what fits there, and what the diagnostic asks for. */
    record Need(String expression, Set<FlyType> fits, String expected) {}

    private static final Set<FlyType> TEXTUAL = Set.of(FlyType.STRING, FlyType.NUMBER, FlyType.BOOL);
    private static final Set<FlyType> LISTS = Set.of(FlyType.LIST, FlyType.SET);

    private static final List<Need> NEEDS = List.of(
            new Need("1 + VALUE", Set.of(FlyType.NUMBER), "number"),
            new Need("VALUE >= 1", Set.of(FlyType.NUMBER), "number"),
            new Need("-VALUE", Set.of(FlyType.NUMBER), "number"),
            new Need("!VALUE", Set.of(FlyType.BOOL), "bool"),
            new Need("true && VALUE", Set.of(FlyType.BOOL), "bool"),
            new Need("VALUE ? 1 : 2", Set.of(FlyType.BOOL), "bool"),
            new Need("[for x in [1] : x if VALUE]", Set.of(FlyType.BOOL), "bool"),
            new Need("\"x%{ if VALUE }y%{ endif }\"", Set.of(FlyType.BOOL), "bool"),
            new Need("\"x${VALUE}\"", TEXTUAL, "string"),
            new Need("{ (VALUE) = 1 }", TEXTUAL, "string"),
            new Need("{ for x in [1] : VALUE => x }", TEXTUAL, "string"),
            new Need("[for x in VALUE : x]", Set.of(FlyType.LIST, FlyType.SET, FlyType.OBJECT), "list, set or object"),
            new Need(
                    "\"%{ for x in VALUE }y%{ endfor }\"",
                    Set.of(FlyType.LIST, FlyType.SET, FlyType.OBJECT), "list, set or object"),
            new Need("[1, 2][VALUE]", Set.of(FlyType.NUMBER), "number"),
            new Need("VALUE[0]", Set.of(FlyType.LIST, FlyType.OBJECT), "list or object"),
            new Need("upper(VALUE)", TEXTUAL, "string"),
            new Need("abs(VALUE)", Set.of(FlyType.NUMBER), "number"),
            new Need("keys(VALUE)", Set.of(FlyType.OBJECT), "object"),
            new Need("concat([], VALUE)", Set.of(FlyType.LIST), "list"),
            new Need("join(\",\", VALUE)", LISTS, "list of strings"),
            new Need("max(VALUE...)", LISTS, "list or set"),
            new Need("toset(VALUE)", Set.of(FlyType.LIST, FlyType.SET, FlyType.NULL), "list or set"));

    private static final Map<FlyType, String> WRITTEN = Map.of(
            FlyType.STRING, "\"text\"",
            FlyType.NUMBER, "1",
            FlyType.BOOL, "true",
            FlyType.LIST, "[1]",
            FlyType.SET, "toset([1])",
            FlyType.OBJECT, "{ a = 1 }",
            FlyType.NULL, "null");

    private static final List<String> SURROUNDINGS = List.of(
            "x = HOLE",
            "x = [HOLE]",
            "x = { k = (HOLE) }",
            "x = [for i in [1] : HOLE]",
            "x = concat([], [HOLE])",
            "x = \"%{ for i in [1] }${jsonencode(HOLE)}%{ endfor }\"",
            "a {\nb \"c\" {\n x = HOLE\n}\n}",
            "locals { l = HOLE }\nx = [local.l, local.l]",
            "variable \"v\" { default = HOLE }\nx = var.v",
            "y = 1\nx = true ? HOLE : null\nz = 2");

    @Property(tries = 1000)
    void p2_valueOfWrongTypeAnywhere_isReportedOnceWithPlaceAndBothTypes(
            @ForAll("needs") Need need, @ForAll FlyType type, @ForAll("surroundings") String surroundings) {
        if (need.fits().contains(type)) {
            return;
        }
        String value = WRITTEN.getOrDefault(type, "");
        String text = surroundings.replace("HOLE", need.expression().replace("VALUE", value));
        DecodeResult<EvaluatedFile> result = Fly.evaluate(SourceFile.of("p2", text), SharedScope.empty());
        assertThat(result.value()).isEmpty();
        assertThat(result.diagnostics()).as(text).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isIn("wrong-type", "function-argument");
            assertThat(problem.detail()).containsPattern("expected:? " + need.expected());
            assertThat(problem.detail()).containsPattern("found:? " + type.word());
            assertThat(problem.range().text()).contains(value).hasSizeLessThan(value.length() + 4);
        });
    }

    @Property(tries = 3000)
    void anyExpression_evaluated_isAValueOrADiagnostic(@ForAll("soups") List<String> pieces) {
        String text = "locals { l = [1, \"a\", null] }\nx = " + String.join(" ", pieces) + "\n";
        DecodeResult<EvaluatedFile> result = Fly.evaluate(SourceFile.of("soup", text), SharedScope.empty());
        assertThat(result.value().isPresent()).isEqualTo(result.diagnostics().isEmpty());
        result.value().ifPresent(file -> assertThat(Fly.toJson(file)).isNotEmpty());
    }

    private static String written(FlyValue value) {
        return switch (value) {
            case StringValue(String text) ->
                "\"" + text.codePoints().mapToObj("\\U%08x"::formatted).collect(Collectors.joining()) + "\"";
            case NumberValue number -> number.text();
            case BoolValue(boolean bool) -> Boolean.toString(bool);
            case NullValue nothing -> "null";
            case ListValue(List<FlyValue> items) -> written(items);
            case SetValue(List<FlyValue> items) -> "toset(" + written(items) + ")";
            case ObjectValue object ->
                object.entries().entrySet().stream()
                        .map(entry -> "(" + written(FlyValue.of(entry.getKey())) + ") = " + written(entry.getValue()))
                        .collect(Collectors.joining(", ", "{ ", " }"));
        };
    }

    private static String written(List<FlyValue> items) {
        return items.stream().map(ConfigurationPropertyTest::written).collect(Collectors.joining(", ", "[", "]"));
    }

    @Provide
    Arbitrary<List<Declared>> variables() {
        return Combinators.combine(values(2), values(2).optional())
                .as(Declared::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    private static Arbitrary<FlyValue> values(int levels) {
        Arbitrary<String> texts = Arbitraries.strings()
                .withCharRange(' ', '\uD7FF')
                .withChars("\n\"\\${}%")
                .ofMaxLength(8);
        Arbitrary<FlyValue> simple = Arbitraries.oneOf(
                texts.map(FlyValue::of),
                Arbitraries.bigDecimals().ofScale(3).map(FlyValue::of),
                Arbitraries.of(true, false).map(FlyValue::of),
                Arbitraries.create(NullValue::new));
        return levels == 0
                ? simple
                : Arbitraries.oneOf(
                        simple,
                        values(levels - 1).list().ofMaxSize(3).map(ListValue::new),
                        Arbitraries.maps(texts, values(levels - 1)).ofMaxSize(3).map(ObjectValue::of));
    }

    @Provide
    Arbitrary<List<Use>> uses() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 100),
                        Arbitraries.integers().between(0, DETOURS.size() - 1),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(1, 4))
                .as(Use::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<Need> needs() {
        return Arbitraries.of(NEEDS);
    }

    @Provide
    Arbitrary<String> surroundings() {
        return Arbitraries.of(SURROUNDINGS);
    }

    @Provide
    Arbitrary<List<String>> soups() {
        var pieces = new ArrayList<>(List.of(
                "1",
                "0",
                "-1",
                "1e400",
                "\"a\"",
                "\"${",
                "}\"",
                "null",
                "true",
                "local.l",
                "local.m",
                "nest.name",
                "(",
                ")",
                "[",
                "]",
                "{",
                "}",
                ",",
                "=",
                "=>",
                ":",
                "?",
                "+",
                "*",
                "/",
                "%",
                "==",
                "<",
                "&&",
                "||",
                "!",
                ".*",
                "[*]",
                "[0]",
                ".a",
                "a = 1",
                "for x in",
                "for k, v in",
                "if",
                "x",
                "...",
                "[1, 2]",
                "{ a = 1 }",
                "[]",
                "\"%{ if",
                "}%{ endif }\""));
        Functions.standard().names().forEach(name -> pieces.add(name + "("));
        pieces.add("try(");
        pieces.add("can(");
        return Arbitraries.of(pieces).list().ofMinSize(1).ofMaxSize(12);
    }
}
