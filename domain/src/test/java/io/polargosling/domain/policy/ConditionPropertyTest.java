package io.polargosling.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;

class ConditionPropertyTest {

    private static int valid;

    @Property
    void parse_anyText_givesAResultWithAPlaceInsideTheText(@ForAll String text) {
        assertPlace(text);
    }

    @Property
    void parse_anyTokens_givesAResultWithAPlaceInsideTheText(@ForAll("tokenSoup") String text) {
        assertPlace(text);
    }

    @Property
    void parse_anyPrefixOfACondition_givesAResult(@ForAll("conditions") String text, @ForAll short cut) {
        assertPlace(text.substring(0, Math.floorMod(cut, text.length() + 1)));
    }

    @AfterContainer
    static void generators_reachValidConditionsToo() {
        assertThat(valid).as("valid ones among the arbitrary texts").isPositive();
    }

    @Property
    void evaluate_notNot_isTheConditionItself(@ForAll("conditions") String text, @ForAll("facts") Facts facts) {
        assertThat(evaluate("NOT NOT (" + text + ")", facts)).isEqualTo(evaluate(text, facts));
        assertThat(evaluate("NOT (" + text + ")", facts))
                .isEqualTo(evaluate(text, facts).not());
    }

    @Property
    void evaluate_andAndOr_commute(
            @ForAll("conditions") String left, @ForAll("conditions") String right, @ForAll("facts") Facts facts) {
        assertThat(evaluate("(" + left + ") AND (" + right + ")", facts))
                .isEqualTo(evaluate("(" + right + ") AND (" + left + ")", facts));
        assertThat(evaluate("(" + left + ") OR (" + right + ")", facts))
                .isEqualTo(evaluate("(" + right + ") OR (" + left + ")", facts));
    }

    @Property
    void evaluate_notOfAnd_isOrOfNots(
            @ForAll("conditions") String left, @ForAll("conditions") String right, @ForAll("facts") Facts facts) {
        assertThat(evaluate("NOT ((" + left + ") AND (" + right + "))", facts))
                .isEqualTo(evaluate("NOT (" + left + ") OR NOT (" + right + ")", facts));
    }

    /** What is true or false with gaps stays so however the gaps are filled: nothing fires for not knowing. */
    @Property
    void evaluate_knownInSpiteOfGaps_staysWhenTheyAreFilled(
            @ForAll("conditions") String text, @ForAll("facts") Facts known, @ForAll("facts") Facts more) {
        var early = evaluate(text, known);
        if (early != Truth.UNKNOWN) {
            assertThat(evaluate(text, filled(known, more))).isEqualTo(early);
        }
    }

    @Property
    void evaluate_comparisonWithNothingKnown_neverFires(@ForAll("comparisons") String text) {
        assertThat(evaluate(text, Facts.none())).isEqualTo(Truth.UNKNOWN);
        assertThat(evaluate("NOT (" + text + ")", Facts.none())).isEqualTo(Truth.UNKNOWN);
    }

    private static void assertPlace(String text) {
        switch (Condition.parse(text)) {
            case Condition.Parsed.Valid found -> {
                valid++;
                assertThat(found.condition().evaluate(Facts.none())).isNotNull();
            }
            case Condition.Parsed.Malformed bad -> {
                assertThat(bad.offset()).isBetween(0, text.length());
                assertThat(bad.message()).isNotBlank().contains("expected");
            }
        }
    }

    private static Truth evaluate(String text, Facts facts) {
        return Condition.of(text).evaluate(facts);
    }

    private static Facts filled(Facts known, Facts more) {
        var all = known;
        for (var fact : Fact.values()) {
            var value = known.find(fact).or(() -> more.find(fact));
            if (value.isPresent()) {
                all = all.with(fact, value.get());
            }
        }
        return all;
    }

    @Provide
    Arbitrary<String> tokenSoup() {
        var tokens = Arbitraries.of(
                "age",
                "busy",
                "state",
                "'idle'",
                "\"apex\"",
                "AND",
                "or",
                "NOT",
                "!",
                "==",
                "!=",
                "<",
                ">=",
                "IN",
                "[",
                "]",
                "(",
                ")",
                ",",
                "5",
                "1.5",
                "5m",
                "1h30m",
                "true",
                "FALSE",
                "egg",
                "'",
                "5x",
                "&",
                "failed_count");
        return tokens.list().ofMaxSize(8).map(list -> String.join(" ", list));
    }

    @Provide
    Arbitrary<String> comparisons() {
        return Arbitraries.oneOf(
                Combinators.combine(
                                Arbitraries.of("age", "idle_time", "heartbeat_age"),
                                Arbitraries.of("==", "!=", "<", "<=", ">", ">="),
                                Arbitraries.of("0s", "5m", "1h30m"))
                        .as((a, b, c) -> a + b + c),
                Combinators.combine(
                                Arbitraries.of("failed_count", "cpu_usage"),
                                Arbitraries.of("==", "!=", "<", "<=", ">", ">="),
                                Arbitraries.of("0", "3", "50.5"))
                        .as((a, b, c) -> c + " " + b + " " + a),
                Combinators.combine(Arbitraries.of("==", "!="), Arbitraries.of("idle", "busy", "apex", "nadir"))
                        .as((operator, word) -> "state " + operator + " '" + word + "'"),
                Arbitraries.of("state IN ['idle', 'apex']", "egg IN ['a', 'b']", "busy", "interrupted == outdated"));
    }

    @Provide
    Arbitrary<String> conditions() {
        return Arbitraries.recursive(
                () -> Arbitraries.frequencyOf(Tuple.of(9, comparisons()), Tuple.of(1, Arbitraries.of("true", "false"))),
                inner -> Combinators.combine(Arbitraries.of("AND", "OR", "NOT", "=="), inner, inner)
                        .as((word, left, right) -> "NOT".equals(word)
                                ? "NOT (" + left + ")"
                                : "(" + left + ") " + word + " (" + right + ")"),
                0,
                4);
    }

    @Provide
    Arbitrary<Facts> facts() {
        return Arbitraries.randomValue(random -> {
            var facts = Facts.none();
            for (var fact : Fact.values()) {
                if (random.nextBoolean()) {
                    facts = switch (fact.type()) {
                        case NUMBER -> facts.with(fact, List.of(0L, 3L, 90L).get(random.nextInt(3)));
                        case DURATION -> facts.with(fact, Duration.ofMinutes(random.nextInt(100)));
                        case BOOLEAN -> facts.with(fact, random.nextBoolean());
                        case TEXT -> facts.with(fact, text(fact, random.nextInt(2)));
                    };
                }
            }
            return facts;
        });
    }

    private static String text(Fact fact, int which) {
        return Optional.of(fact)
                .filter(Fact.POOL::equals)
                .map(pool -> List.of("apex", "nadir").get(which))
                .orElse(List.of("idle", "busy").get(which));
    }
}
