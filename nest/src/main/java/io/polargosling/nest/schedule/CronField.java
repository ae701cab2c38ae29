package io.polargosling.nest.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.constraint.FieldConstraints;
import com.cronutils.model.field.expression.Always;
import com.cronutils.model.field.expression.Between;
import com.cronutils.model.field.expression.Every;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.On;
import com.cronutils.model.field.expression.visitor.ValidationFieldExpressionVisitor;
import com.cronutils.model.field.value.FieldValue;
import com.cronutils.parser.CronParserField;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** One of the five fields: what may stand in it, and which values an item of it means. */
final class CronField {

    private static final CronDefinition DEFINITION = CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX);
    private static final int SUNDAY = 7;

    /** In the order they are written. */
    static final List<CronField> ALL = List.of(
            new CronField(CronFieldName.MINUTE, "minute", "0-59"),
            new CronField(CronFieldName.HOUR, "hour", "0-23"),
            new CronField(CronFieldName.DAY_OF_MONTH, "day of month", "1-31"),
            new CronField(CronFieldName.MONTH, "month", "1-12 or JAN-DEC"),
            new CronField(CronFieldName.DAY_OF_WEEK, "day of week", "0-7 or SUN-SAT, 0 and 7 being Sunday"));

    private final boolean week;
    private final String title;
    private final String values;
    private final FieldConstraints constraints;
    private final CronParserField parser;

    private CronField(CronFieldName name, String title, String values) {
        this.week = name == CronFieldName.DAY_OF_WEEK;
        this.title = title;
        this.values = values;
        this.constraints = DEFINITION.getFieldDefinition(name).getConstraints();
        this.parser = new CronParserField(name, constraints);
    }

    private int last() {
        return week ? SUNDAY - 1 : constraints.getEndRange();
    }

    /** What was expected, for a diagnostic. */
    String expected() {
        return "expected for the " + title + " a list of " + values + ", with ranges such as 1-5 and steps such as */2";
    }

    /** Adds the values of one item of the list to {@code found}; false when it is none. Sunday is 0. */
    boolean read(String item, BitSet found) {
        if (item.isEmpty() || !item.chars().allMatch(CronField::isAllowed)) {
            return false;
        }
        try {
            FieldExpression expression =
                    parser.parse(item.toUpperCase(Locale.ROOT)).getExpression();
            return expression.accept(new ValidationFieldExpressionVisitor(constraints)) != null
                    && add(expression, 1, found);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The library takes other scripts' digits and signs for digits too. */
    private static boolean isAllowed(int c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (c >= '0' && c <= '9') || c == '*' || c == '-' || c == '/';
    }

    private boolean add(FieldExpression expression, int step, BitSet found) {
        return switch (expression) {
            case Always always -> add(constraints.getStartRange(), last(), step, found);
            case On on -> add(on.getTime().getValue(), step == 1 ? on.getTime().getValue() : last(), step, found);
            case Between between -> add(number(between.getFrom()), number(between.getTo()), step, found);
            case Every every -> add(every.getExpression(), every.getPeriod().getValue(), found);
            default -> false;
        };
    }

    private static int number(FieldValue<?> value) {
        if (value.getValue() instanceof Integer number) {
            return number;
        }
        throw new IllegalArgumentException("a bound of a range that is no number");
    }

    private boolean add(int from, int to, int step, BitSet found) {
        if (from > to || step < 1) {
            return false;
        }
        for (int value = from; value <= to; value += step) {
            found.set(week ? value % SUNDAY : value);
        }
        return true;
    }
}
