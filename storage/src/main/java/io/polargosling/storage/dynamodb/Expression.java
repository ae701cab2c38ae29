package io.polargosling.storage.dynamodb;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A condition or an update.
 *
 * @param text in DynamoDB's language; names of attributes carry {@code #}, so that none can be a reserved word, and
 *     values are parameters with {@code :}
 */
record Expression(String text, Map<String, AttributeValue> values) {

    private static final Pattern NAME = Pattern.compile("#(\\w+)");

    /** Admits everything. */
    static final Expression NONE = of("");

    Expression {
        values = Map.copyOf(values);
    }

    static Expression of(String text) {
        return new Expression(text, Map.of());
    }

    /** Admits the write of an item that is not there yet. */
    static Expression absent() {
        return of("attribute_not_exists(#pk)");
    }

    /** Admits the change of an item that is there. */
    static Expression present() {
        return of("attribute_exists(#pk)");
    }

    /** Admits the write of an item that is still at {@code version}; 0 for one that is not there yet. */
    static Expression atVersion(long version) {
        return version == 0 ? absent() : of("#row_version = :row_version").with(":row_version", Value.number(version));
    }

    /** This with a value for one of its parameters. */
    Expression with(String parameter, AttributeValue value) {
        var more = new HashMap<>(values);
        more.put(parameter, value);
        return new Expression(text, more);
    }

    /** Admits what both admit. */
    Expression and(Expression other) {
        if (text.isEmpty()) {
            return other;
        }
        return new Expression(text + " AND " + other.text, joined(other).values);
    }

    /** The names and values of both, which DynamoDB takes together. */
    Expression joined(Expression other) {
        var all = new HashMap<>(values);
        all.putAll(other.values);
        return new Expression(text + " " + other.text, all);
    }

    /** Null when it is empty, which is the only form in which DynamoDB takes no expression. */
    @Nullable
    String textIfAny() {
        return text.isEmpty() ? null : text;
    }

    @Nullable
    Map<String, String> namesIfAny() {
        var names = NAME.matcher(text)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .collect(Collectors.toMap(name -> "#" + name, name -> name));
        return names.isEmpty() ? null : names;
    }

    @Nullable
    Map<String, AttributeValue> valuesIfAny() {
        return values.isEmpty() ? null : values;
    }
}
