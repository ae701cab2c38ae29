package io.polargosling.domain.policy;

import io.polargosling.domain.problem.InvalidException;

/**
 * The condition of a rule, such as {@code idle_time > 1h AND NOT outdated}: read, and its types checked, once; then
 * evaluated for any number of runners.
 *
 * <pre>
 * or  := and ( ("OR" | "||") and )*    and := not ( ("AND" | "&amp;&amp;") not )*    not := ("NOT" | "!") not | cmp
 * cmp := value ( ("==" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=") value )? | value "IN" "[" value ("," value)* "]"
 * value := identifier | number | duration | 'text' | "text" | true | false | "(" or ")"
 * </pre>
 *
 * @param text as it was written
 * @param expression its tree, a boolean one
 */
public record Condition(String text, Expression expression) {

    /** What reading a condition gives. */
    public sealed interface Parsed {

        /** The condition. */
        record Valid(Condition condition) implements Parsed {}

        /**
         * Why the text is none.
         *
         * @param offset 0-based, in characters, of what is wrong; at most the length of the text
         * @param message what was found and what is expected
         */
        record Malformed(int offset, String message) implements Parsed {}
    }

    /** Reads {@code text} in time linear in its length; never throws. */
    public static Parsed parse(String text) {
        try {
            return new Parsed.Valid(new Condition(text, ConditionParser.parse(text)));
        } catch (ConditionSyntaxException e) {
            return new Parsed.Malformed(e.offset(), e.text());
        }
    }

    /**
     * The condition {@code text}.
     *
     * @throws InvalidException when it is none
     */
    public static Condition of(String text) {
        return switch (parse(text)) {
            case Parsed.Valid valid -> valid.condition();
            case Parsed.Malformed bad ->
                throw new InvalidException(
                        "condition \"" + text + "\": " + bad.message() + " (at character " + (bad.offset() + 1) + ")");
        };
    }

    /** Whether it holds for a runner of which {@code facts} are known; a rule fires only when it is true. */
    public Truth evaluate(Facts facts) {
        return ConditionEvaluation.truth(expression, facts);
    }

    @Override
    public String toString() {
        return text;
    }
}
