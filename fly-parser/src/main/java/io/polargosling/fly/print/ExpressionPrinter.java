package io.polargosling.fly.print;

import io.polargosling.fly.syntax.Expression;
import io.polargosling.fly.syntax.ForIntro;
import io.polargosling.fly.syntax.ObjectItem;
import io.polargosling.fly.syntax.ObjectKey;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Prints expressions. */
final class ExpressionPrinter {

    private final Output out;
    private final TemplatePrinter templates;

    ExpressionPrinter(Output out) {
        this.out = out;
        this.templates = new TemplatePrinter(out, this);
    }

    /** Writes an expression; what of it stands on lines of its own is indented from the level on. */
    void print(Expression expression, int level) {
        switch (expression) {
            case Expression.NumberLiteral e -> out.append(e.value().toString());
            case Expression.BoolLiteral e -> out.append(Boolean.toString(e.value()));
            case Expression.NullLiteral e -> out.append("null");
            case Expression.Template e -> templates.print(e, level);
            case Expression.Tuple e -> {
                out.append("[");
                list(e.items(), level);
                out.append("]");
            }
            case Expression.ObjectLiteral e -> object(e, level);
            case Expression.Name e -> out.append(e.name());
            case Expression.GetAttribute e -> {
                print(e.target(), level);
                dot(e.target());
                out.append(e.name());
            }
            case Expression.Index e -> {
                print(e.target(), level);
                out.append("[");
                print(e.key(), level);
                out.append("]");
            }
            case Expression.Call e -> {
                out.append(e.function()).append("(");
                list(e.arguments(), level);
                out.append(e.expandLast() ? "...)" : ")");
            }
            case Expression.Unary e -> {
                out.append(e.operator().symbol());
                print(e.operand(), level);
            }
            case Expression.Binary e -> {
                print(e.left(), level);
                out.append(" ").append(e.operator().symbol()).append(" ");
                print(e.right(), level);
            }
            case Expression.Conditional e -> {
                print(e.condition(), level);
                out.append(" ? ");
                print(e.whenTrue(), level);
                out.append(" : ");
                print(e.whenFalse(), level);
            }
            case Expression.Splat e -> splat(e, level);
            case Expression.SplatItem e -> {}
            case Expression.ForTuple e -> loop(e, level);
            case Expression.ForObject e -> loop(e, level);
            case Expression.Parentheses e -> {
                out.append("(");
                print(e.inner(), level);
                out.append(")");
            }
            case Expression.Erroneous e -> out.append("null /* not readable */");
        }
    }

    /** The dot before a name; a number must not run into it, or {@code 1 .e5} would be another number. */
    private void dot(Expression target) {
        out.append(target instanceof Expression.NumberLiteral ? " ." : ".");
    }

    private void splat(Expression.Splat splat, int level) {
        print(splat.target(), level);
        if (splat.attributeOnly()) {
            dot(splat.target());
            out.append("*");
            attributes(splat.each(), level);
        } else {
            out.append("[*]");
            print(splat.each(), level);
        }
    }

    /** What follows {@code .*}: there an index is a number behind a dot, and brackets would belong to the whole. */
    private void attributes(Expression each, int level) {
        switch (each) {
            case Expression.GetAttribute e -> {
                attributes(e.target(), level);
                out.append(e.target() instanceof Expression.Index ? " ." : ".").append(e.name());
            }
            case Expression.Index(Expression target, Expression.NumberLiteral key, var range) -> {
                attributes(target, level);
                out.append(target instanceof Expression.Index ? " ." : ".").append(withoutPoint(key.value()));
            }
            default -> print(each, level);
        }
    }

    private static String withoutPoint(BigDecimal number) {
        return number.scale() == 0 ? number.toString() : number.unscaledValue() + "e" + -(long) number.scale();
    }

    private void loop(Expression.ForTuple loop, int level) {
        out.append("[for ");
        intro(loop.intro(), level);
        out.append(" : ");
        print(loop.result(), level);
        condition(loop.condition(), level);
        out.append("]");
    }

    private void loop(Expression.ForObject loop, int level) {
        out.append("{for ");
        intro(loop.intro(), level);
        out.append(" : ");
        print(loop.key(), level);
        out.append(" => ");
        print(loop.result(), level);
        out.append(loop.grouping() ? "..." : "");
        condition(loop.condition(), level);
        out.append("}");
    }

    /** {@code key, value in collection} */
    void intro(ForIntro intro, int level) {
        intro.key().ifPresent(key -> out.append(key).append(", "));
        out.append(intro.value()).append(" in ");
        print(intro.collection(), level);
    }

    private void condition(Optional<Expression> condition, int level) {
        if (condition.isPresent()) {
            out.append(" if ");
            print(condition.get(), level);
        }
    }

    private void list(List<Expression> items, int level) {
        for (int i = 0; i < items.size(); i++) {
            out.append(i > 0 ? ", " : "");
            print(items.get(i), level);
        }
    }

    private void object(Expression.ObjectLiteral object, int level) {
        if (object.items().isEmpty()) {
            out.append("{}");
            return;
        }
        out.append("{\n");
        for (ObjectItem item : object.items()) {
            out.indent(level + 1);
            switch (item.key()) {
                case ObjectKey.Bare bare -> out.append(bare.name());
                case ObjectKey.Computed computed -> print(computed.expression(), level + 1);
            }
            out.append(" = ");
            print(item.value(), level + 1);
            out.endLine();
        }
        out.indent(level);
        out.append("}");
    }
}
