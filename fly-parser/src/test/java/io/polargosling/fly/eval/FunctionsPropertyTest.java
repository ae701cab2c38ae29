package io.polargosling.fly.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.fly.diagnostic.Diagnostics;
import io.polargosling.fly.diagnostic.TextRenderer;
import io.polargosling.fly.eval.FlyValue.ListValue;
import io.polargosling.fly.eval.FlyValue.NullValue;
import io.polargosling.fly.eval.FlyValue.NumberValue;
import io.polargosling.fly.eval.FlyValue.ObjectValue;
import io.polargosling.fly.source.SourceFile;
import io.polargosling.fly.syntax.Attribute;
import io.polargosling.fly.syntax.Parser;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;

/** What functions promise of any value. */
class FunctionsPropertyTest {

    /** The value of an expression in which {@code x} and {@code y} have values. */
    private static FlyValue evaluate(String expression, FlyValue x, FlyValue y) {
        var diagnostics = new Diagnostics();
        var file = SourceFile.of("property", "a = " + expression);
        Attribute attribute = Parser.parse(file, Set.of()).body().attributes().getFirst();
        var value = new Evaluator(Scope.empty(), Functions.standard(), diagnostics)
                .withRoot("x", x)
                .withRoot("y", y)
                .evaluate(attribute.value());
        assertThat(TextRenderer.render(diagnostics.toList())).isEmpty();
        return value.orElseThrow().value();
    }

    private static FlyValue texts(List<String> items) {
        return new ListValue(items.stream().map(FlyValue::of).toList());
    }

    @Property(tries = 300)
    void splitOfJoin_isTheList(@ForAll("textLists") List<String> items, @ForAll("separators") String separator) {
        if (items.isEmpty()) {
            return;
        }
        List<String> clean =
                items.stream().map(item -> item.replace(separator, "")).toList();
        assertThat(evaluate("split(y, join(y, x))", texts(clean), FlyValue.of(separator)))
                .isEqualTo(texts(clean));
    }

    @Property(tries = 300)
    void jsondecodeOfJsonencode_isTheValue(@ForAll("values") FlyValue value) {
        assertThat(evaluate("jsondecode(jsonencode(x)) == x", value, value)).isEqualTo(FlyValue.of(true));
    }

    @Property(tries = 300)
    void jsonencode_objectInAnyOrder_isOneText(@ForAll("values") FlyValue value) {
        assertThat(evaluate("jsonencode(x) == jsonencode(y)", value, reversed(value)))
                .isEqualTo(FlyValue.of(true));
    }

    @Property(tries = 300)
    void base64decodeOfBase64encode_isTheText(@ForAll("texts") String text) {
        assertThat(evaluate("base64decode(base64encode(x))", FlyValue.of(text), FlyValue.of("")))
                .isEqualTo(FlyValue.of(text));
    }

    @Property(tries = 200)
    void distinctAndToset_haveTheSameItems(@ForAll List<@IntRange(max = 5) Integer> numbers) {
        FlyValue list = new ListValue(numbers.stream().map(FlyValue::of).toList());
        List<FlyValue> inOrder =
                new LinkedHashSet<>(numbers).stream().map(FlyValue::of).toList();
        List<FlyValue> sorted =
                new TreeSet<>(numbers).stream().map(FlyValue::of).toList();
        assertThat(evaluate("distinct(x)", list, list)).isEqualTo(new ListValue(inOrder));
        assertThat(evaluate("tolist(toset(x))", list, list)).isEqualTo(new ListValue(sorted));
    }

    @Property(tries = 200)
    void sortOfReverse_isSort(@ForAll("textLists") List<String> items) {
        assertThat(evaluate("sort(reverse(x)) == sort(x)", texts(items), texts(items)))
                .isEqualTo(FlyValue.of(true));
        assertThat(evaluate("reverse(reverse(x))", texts(items), texts(items))).isEqualTo(texts(items));
    }

    @Property(tries = 200)
    void sliceAndElement_giveTheItemsInPlace(
            @ForAll @NotEmpty List<Integer> numbers, @ForAll @IntRange(max = 200) int at) {
        FlyValue list = new ListValue(numbers.stream().map(FlyValue::of).toList());
        int index = at % numbers.size();
        assertThat(evaluate("element(x, y)", list, FlyValue.of(at))).isEqualTo(FlyValue.of(numbers.get(index)));
        assertThat(evaluate("concat(slice(x, 0, y), slice(x, y, length(x)))", list, FlyValue.of(index)))
                .isEqualTo(list);
    }

    @Property(tries = 200)
    void mergeAndLookup_giveTheLaterValue(@ForAll Map<String, Integer> first, @ForAll Map<String, Integer> second) {
        var all = new LinkedHashMap<>(first);
        all.putAll(second);
        assertThat(evaluate("merge(x, y)", object(first), object(second))).isEqualTo(object(all));
        assertThat(evaluate("[for k in keys(x) : lookup(x, k)] == values(x)", object(all), object(all)))
                .isEqualTo(FlyValue.of(true));
    }

    @Property(tries = 300)
    void splatAndFor_giveTheSame(@ForAll List<Integer> numbers) {
        FlyValue list = new ListValue(numbers.stream()
                .map(n -> (FlyValue) ObjectValue.of(Map.of("n", FlyValue.of(n))))
                .toList());
        assertThat(evaluate("x[*].n == [for v in x : v.n] && x.*.n == x[*].n", list, list))
                .isEqualTo(FlyValue.of(true));
    }

    @Property(tries = 300)
    void sumAndQuotient_areWhatDecimalsGive(@ForAll("decimals") BigDecimal a, @ForAll("decimals") BigDecimal b) {
        FlyValue sum = evaluate("x + y", FlyValue.of(a), FlyValue.of(b));
        assertThat(((NumberValue) sum).value()).isEqualByComparingTo(a.add(b));
        if (b.signum() != 0) {
            assertThat(evaluate("x / y * y == x", FlyValue.of(a), FlyValue.of(b)))
                    .isEqualTo(FlyValue.of(true));
        }
    }

    private static FlyValue object(Map<String, Integer> entries) {
        var values = new LinkedHashMap<String, FlyValue>();
        entries.forEach((key, value) -> values.put(key, FlyValue.of(value)));
        return new ObjectValue(values);
    }

    private static FlyValue reversed(FlyValue value) {
        if (!(value instanceof ObjectValue object)) {
            return value;
        }
        var keys = new ArrayList<>(object.entries().keySet());
        Collections.reverse(keys);
        var entries = new LinkedHashMap<String, FlyValue>();
        keys.forEach(key -> entries.put(key, object.entries().getOrDefault(key, new NullValue())));
        return new ObjectValue(entries);
    }

    /** Few enough digits for every sum to be exact. */
    @Provide
    Arbitrary<BigDecimal> decimals() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("-1e40"), new BigDecimal("1e40"))
                .ofScale(8);
    }

    @Provide
    Arbitrary<String> separators() {
        return Arbitraries.strings().withChars(",;-é😀").ofMinLength(1).ofMaxLength(2);
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withCharRange(' ', '\uD7FF')
                .withChars("\n\t\0\u2028<&>\"\\")
                .ofMaxLength(20);
    }

    @Provide
    Arbitrary<List<String>> textLists() {
        return texts().list().ofMaxSize(20);
    }

    @Provide
    Arbitrary<FlyValue> values() {
        Arbitrary<FlyValue> simple = Arbitraries.oneOf(
                texts().map(FlyValue::of),
                Arbitraries.bigDecimals().map(FlyValue::of),
                Arbitraries.of(true, false).map(FlyValue::of),
                Arbitraries.create(NullValue::new));
        return nested(simple, 3);
    }

    private Arbitrary<FlyValue> nested(Arbitrary<FlyValue> simple, int levels) {
        if (levels == 0) {
            return simple;
        }
        Arbitrary<FlyValue> inner = nested(simple, levels - 1);
        return Arbitraries.oneOf(
                simple,
                inner.list().ofMaxSize(4).map(ListValue::new),
                Arbitraries.maps(texts(), inner).ofMaxSize(4).map(ObjectValue::of));
    }
}
