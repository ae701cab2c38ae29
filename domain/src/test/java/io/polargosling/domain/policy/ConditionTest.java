package io.polargosling.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.InvalidException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

    private static final Facts RUNNER = Facts.none()
            .with(Fact.FAILED_COUNT, 3)
            .with(Fact.AGE, Duration.ofMinutes(90))
            .with(Fact.IDLE_TIME, Duration.ofMinutes(20))
            .with(Fact.STATE, "idle")
            .with(Fact.POOL, "apex")
            .with(Fact.TYPE, "vm")
            .with(Fact.PROVIDER, "local")
            .with(Fact.EGG, "web")
            .with(Fact.BUSY, false)
            .with(Fact.OUTDATED, true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failed_count >= 3",
                "failure_count == 3.0",
                "age == 1h30m",
                "age > 89m AND age < 91m",
                "age <= 90m && idle_time != 10m",
                "state == 'idle'",
                "\"idle\" == state",
                "state == 'apex'",
                "'apex' == state",
                "state != 'nadir'",
                "state IN ['busy', 'apex']",
                "state in [\"idle\"]",
                "egg IN ['api', 'web']",
                "failed_count IN [1, 3]",
                "age IN [5m, 90m]",
                "NOT busy",
                "!busy",
                "not not outdated",
                "busy == false",
                "outdated",
                "True",
                "(age > 1h) == outdated",
                "busy OR outdated AND true",
                "busy || (busy OR outdated)",
                "NOT state == 'busy'",
                "NOT busy AND outdated",
                "cpu_usage > 90 OR outdated",
                "  outdated\t\n",
                "age > 1m",
            })
    void evaluate_conditionThatHolds_isTrue(String text) {
        assertThat(Condition.of(text).evaluate(RUNNER)).isEqualTo(Truth.TRUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failed_count > 3",
                "age > 90m",
                "age < 1h30m",
                "state == 'dormant'",
                "state == 'nadir'",
                "state != 'apex'",
                "busy",
                "NOT outdated",
                "NOT (outdated OR busy)",
                "outdated AND busy",
                "busy AND cpu_usage > 90",
                "egg IN ['api', 'web2']",
            })
    void evaluate_conditionThatDoesNotHold_isFalse(String text) {
        assertThat(Condition.of(text).evaluate(RUNNER)).isEqualTo(Truth.FALSE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cpu_usage > 90",
                "NOT cpu_usage > 90",
                "cpu_usage > 90 AND outdated",
                "cpu_usage > 90 OR busy",
                "interrupted",
                "interrupted == true",
                "memory_usage == memory_usage",
                "region IN ['a', 'b']",
                "job_count == failed_count",
            })
    void evaluate_unknownOperand_isUnknown(String text) {
        assertThat(Condition.of(text).evaluate(RUNNER)).isEqualTo(Truth.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "`` ~ 0 ~ the end",
                "age ~ 0 ~ a condition is a duration",
                "5 ~ 0 ~ a condition is a number",
                "age > 5 ~ 6 ~ a number is compared with a duration",
                "failed_count > 5m ~ 15 ~ a duration is compared with a number",
                "age > '5m' ~ 6 ~ a text is compared with a duration",
                "egg > 'a' ~ 4 ~ expected: == or !=",
                "busy < true ~ 5 ~ expected: == or !=",
                "busy == 1 ~ 8 ~ a number is compared with true or false",
                "1m < age < 2m ~ 9 ~ do not chain",
                "age > 5m IN [true] ~ 9 ~ do not chain",
                "state == 'warm' ~ 9 ~ never 'warm'",
                "'warm' == state ~ 0 ~ never 'warm'",
                "state IN ['idle', 'warm'] ~ 18 ~ never 'warm'",
                "pool == 'idle' ~ 8 ~ never 'idle'",
                "type == 'lambda' ~ 8 ~ expected: serverless, vm",
                "provider != 'gcp' ~ 12 ~ never 'gcp'",
                "idle > 5m ~ 0 ~ unknown name \"idle\"",
                "AGE > 5m ~ 0 ~ unknown name",
                "state == idle ~ 9 ~ a text stands in quotes",
                "age = 5m ~ 4 ~ expected: ==",
                "busy & busy ~ 5 ~ a single &",
                "busy | busy ~ 5 ~ a single |",
                "failed_count > -1 ~ 15 ~ minus",
                "age > 5x ~ 7 ~ no unit",
                "age > 5m1h ~ 9 ~ the larger one first",
                "age > 5m5m ~ 9 ~ the larger one first",
                "age > 1h30 ~ 10 ~ no unit",
                "failed_count > 1. ~ 17 ~ no digit",
                "failed_count > 1.5h ~ 18 ~ a letter after a number",
                "age > 12345678s ~ 6 ~ at most 7",
                "egg == 'web ~ 7 ~ does not end",
                "(busy ~ 5 ~ expected: \")\"",
                "busy) ~ 4 ~ expected: AND, OR or the end",
                "busy busy ~ 5 ~ expected: AND, OR or the end",
                "busy AND ~ 8 ~ the end",
                "AND busy ~ 0 ~ expected: a name",
                "age AND busy ~ 0 ~ an operand of AND is a duration",
                "busy OR age ~ 8 ~ an operand of OR is a duration",
                "NOT age ~ 4 ~ an operand of NOT is a duration",
                "egg IN 'web' ~ 7 ~ expected: \"[\"",
                "egg IN [] ~ 8 ~ expected: a name",
                "egg IN ['web' ~ 13 ~ expected: \"]\"",
                "busy # ~ 5 ~ no meaning",
            })
    void parse_malformed_saysWhereAndWhat(String text, int offset, String message) {
        assertThat(Condition.parse(text)).isInstanceOfSatisfying(Condition.Parsed.Malformed.class, bad -> {
            assertThat(bad.message()).contains(message);
            assertThat(bad.offset()).isEqualTo(offset);
        });
    }

    @Test
    void parse_stateWithPoolWord_asksForThePool() {
        assertThat(Condition.of("state == 'apex'").expression())
                .isEqualTo(Condition.of("pool == 'apex'").expression());
        assertThat(Condition.of("state == 'idle'").expression())
                .isEqualTo(new Expression.Comparison(
                        new Expression.Identifier(Fact.STATE),
                        Expression.Operator.EQUAL,
                        new Expression.Literal(new FactValue.Text("idle"))));
    }

    @Test
    void parse_mixedOperators_bindComparisonThenNotThenAndThenOr() {
        assertThat(Condition.of("busy OR NOT outdated == true AND interrupted").expression())
                .isEqualTo(Condition.of("busy OR ((NOT (outdated == true)) AND interrupted)")
                        .expression());
    }

    @Test
    void parse_nestedAsDeepAsAllowed_isValidAndOneDeeperIsNot() {
        int most = ConditionParser.MAX_DEPTH;

        assertThat(Condition.parse("(".repeat(most) + "busy" + ")".repeat(most)))
                .isInstanceOf(Condition.Parsed.Valid.class);
        assertThat(Condition.parse("(".repeat(most + 1) + "busy" + ")".repeat(most + 1)))
                .isEqualTo(new Condition.Parsed.Malformed(most, "nested too deeply (expected: at most 64 levels)"));
        assertThat(Condition.parse("!".repeat(most + 1) + "busy"))
                .isEqualTo(new Condition.Parsed.Malformed(most, "nested too deeply (expected: at most 64 levels)"));
    }

    @Test
    void parse_longestText_isReadAndEvaluatedWithoutRecursion() {
        var longest = "busy" + " OR busy".repeat((ConditionParser.MAX_LENGTH - 4) / 8);

        assertThat(Condition.of(longest).evaluate(RUNNER)).isEqualTo(Truth.FALSE);
        assertThat(Condition.parse(longest + " OR busy")).isInstanceOf(Condition.Parsed.Malformed.class);
    }

    @Test
    void of_malformed_namesTextPlaceAndExpectation() {
        assertThatThrownBy(() -> Condition.of("age > 5"))
                .isInstanceOf(InvalidException.class)
                .hasMessage(
                        "condition \"age > 5\": a number is compared with a duration (expected: a duration) (at character 7)");
    }

    @Test
    void facts_valueOfAnotherType_areRefused() {
        assertThatThrownBy(() -> Facts.none().with(Fact.AGE, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fact age is a number (expected: a duration)");
    }
}
