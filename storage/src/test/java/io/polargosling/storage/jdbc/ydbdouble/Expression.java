package io.polargosling.storage.jdbc.ydbdouble;

import java.time.Duration;
import java.util.List;

/** The expressions that conditions, assignments and limits are made of. */
sealed interface Expression {

    /** A column of the only table of the statement. */
    record Column(String name) implements Expression {}

    /** A parameter, with its dollar sign. */
    record Parameter(String name) implements Expression {}

    /** A literal. */
    record Literal(Cell cell) implements Expression {}

    /** A comparison, a sum or a difference. */
    record Binary(String operator, Expression left, Expression right) implements Expression {}

    /** All of them. */
    record And(List<Expression> parts) implements Expression {}

    /** At least one of them. */
    record Or(List<Expression> parts) implements Expression {}

    /** The opposite. */
    record Not(Expression part) implements Expression {}

    /** Whether there is no value. */
    record IsNull(Expression part) implements Expression {}

    /** Whether both are the same, two NULLs included. */
    record Same(Expression left, Expression right) implements Expression {}

    /** Whether the value is one of several; a single parameter stands for a list. */
    record In(Expression part, List<Expression> values) implements Expression {}

    /** The time now, less a while. */
    record Now(String function, Duration before) implements Expression {}
}
