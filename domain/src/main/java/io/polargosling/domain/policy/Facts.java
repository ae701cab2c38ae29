package io.polargosling.domain.policy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** What is known of one runner; what is missing is unknown. */
public final class Facts {

    private static final Facts NONE = new Facts(new EnumMap<>(Fact.class));

    private final Map<Fact, FactValue> known;

    private Facts(Map<Fact, FactValue> known) {
        this.known = known;
    }

    /** Nothing known. */
    public static Facts none() {
        return NONE;
    }

    /**
     * These and one more, which takes the place of a former value.
     *
     * @throws IllegalArgumentException when the value is not of the fact's type
     */
    public Facts with(Fact fact, FactValue value) {
        if (value.type() != fact.type()) {
            throw new IllegalArgumentException("fact " + fact.word() + " is "
                    + value.type().phrase() + " (expected: " + fact.type().phrase() + ")");
        }
        var more = new EnumMap<Fact, FactValue>(Fact.class);
        more.putAll(known);
        more.put(fact, value);
        return new Facts(more);
    }

    /** These and a number. */
    public Facts with(Fact fact, long value) {
        return with(fact, new FactValue.Amount(BigDecimal.valueOf(value)));
    }

    /** These and a duration. */
    public Facts with(Fact fact, Duration value) {
        return with(fact, new FactValue.Span(value));
    }

    /** These and a text. */
    public Facts with(Fact fact, String value) {
        return with(fact, new FactValue.Text(value));
    }

    /** These and a truth. */
    public Facts with(Fact fact, boolean value) {
        return with(fact, new FactValue.Flag(value));
    }

    /** The value of {@code fact}; empty when it is unknown. */
    public Optional<FactValue> find(Fact fact) {
        return Optional.ofNullable(known.get(fact));
    }

    /** The facts as they are written, for messages. */
    @Override
    public String toString() {
        return known.toString();
    }
}
