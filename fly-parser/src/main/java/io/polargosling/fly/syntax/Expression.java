package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceRange;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** The right side of an attribute. A tree never is deeper than {@link Parser#MAX_DEPTH}. */
public sealed interface Expression {

    /** Where it stands, its brackets or quotes included. */
    SourceRange range();

    /** A number as written; a sign is a {@link Unary} around it. */
    record NumberLiteral(BigDecimal value, SourceRange range) implements Expression {}

    record BoolLiteral(boolean value, SourceRange range) implements Expression {}

    record NullLiteral(SourceRange range) implements Expression {}

    /**
     * A quoted string or a heredoc. Escapes are resolved, indentation and whitespace around strip markers are taken off.
     * No text part is empty and no two stand side by side.
     */
    record Template(List<TemplatePart> parts, boolean heredoc, SourceRange range) implements Expression {
        public Template {
            parts = List.copyOf(parts);
        }
    }

    record Tuple(List<Expression> items, SourceRange range) implements Expression {
        public Tuple {
            items = List.copyOf(items);
        }
    }

    record ObjectLiteral(List<ObjectItem> items, SourceRange range) implements Expression {
        public ObjectLiteral {
            items = List.copyOf(items);
        }
    }

    /** A bare name, the root of {@code var.x}. */
    record Name(String name, SourceRange range) implements Expression {}

    /** {@code target.name} */
    record GetAttribute(Expression target, String name, SourceRange range) implements Expression {}

    /** {@code target[key]}, and {@code target.0}, which means the same. */
    record Index(Expression target, Expression key, SourceRange range) implements Expression {}

    /** {@code function(arguments)}; {@code expandLast} when the last argument is followed by {@code ...}. */
    record Call(
            String function,
            List<Expression> arguments,
            boolean expandLast,
            SourceRange functionRange,
            SourceRange range)
            implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    record Unary(UnaryOperator operator, Expression operand, SourceRange range) implements Expression {}

    record Binary(BinaryOperator operator, Expression left, Expression right, SourceRange range)
            implements Expression {}

    record Conditional(Expression condition, Expression whenTrue, Expression whenFalse, SourceRange range)
            implements Expression {}

    /**
     * {@code target.*} or {@code target[*]} with what follows it: {@code each} is evaluated for every item of the target.
     *
     * @param attributeOnly true for {@code .*}, which only attributes and whole numbers can follow
     * @param each an expression with {@link SplatItem} at its root; that alone when nothing follows
     */
    record Splat(Expression target, boolean attributeOnly, Expression each, SourceRange range) implements Expression {}

    /** The item at hand, inside {@link Splat#each}; the range is that of the marker. */
    record SplatItem(SourceRange range) implements Expression {}

    /** {@code [for value in collection : result if condition]} */
    record ForTuple(ForIntro intro, Expression result, Optional<Expression> condition, SourceRange range)
            implements Expression {}

    /** {@code {for value in collection : key => result if condition}}; {@code grouping} with {@code ...} behind the result. */
    record ForObject(
            ForIntro intro,
            Expression key,
            Expression result,
            boolean grouping,
            Optional<Expression> condition,
            SourceRange range)
            implements Expression {}

    record Parentheses(Expression inner, SourceRange range) implements Expression {}

    /** Stands where something could not be read; a diagnostic has been given, so later stages keep quiet about it. */
    record Erroneous(SourceRange range) implements Expression {}
}
