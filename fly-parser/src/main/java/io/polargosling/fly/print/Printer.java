package io.polargosling.fly.print;

import io.polargosling.fly.syntax.Attribute;
import io.polargosling.fly.syntax.Block;
import io.polargosling.fly.syntax.BlockLabel;
import io.polargosling.fly.syntax.Body;
import io.polargosling.fly.syntax.BodyItem;
import io.polargosling.fly.syntax.Expression;
import io.polargosling.fly.syntax.ObjectItem;
import io.polargosling.fly.syntax.ObjectKey;
import io.polargosling.fly.syntax.TemplatePart;
import java.util.List;

/**
 * Prints a tree in one canonical way: two blanks for each level, equal signs of neighbouring attributes aligned, empty
 * blocks on one line. Parsing the text gives an equal tree, for every tree the parser makes of a text without errors.
 */
public final class Printer {

    private static final String INDENT = "  ";

    private final StringBuilder out = new StringBuilder();

    private Printer() {}

    /** The text of a file; ends with a line break unless it is empty. */
    public static String print(Body body) {
        var printer = new Printer();
        printer.items(body.items(), 0);
        return printer.out.toString();
    }

    /** The text of an expression, without a line break behind it. */
    public static String print(Expression expression) {
        var printer = new Printer();
        printer.expression(expression, 0);
        return printer.out.toString();
    }

    private void items(List<BodyItem> items, int level) {
        int alignedUntil = 0;
        int width = 0;
        for (int i = 0; i < items.size(); i++) {
            boolean afterBlock = i > 0 && (items.get(i - 1) instanceof Block || items.get(i) instanceof Block);
            if (afterBlock) {
                out.append('\n');
            }
            switch (items.get(i)) {
                case Attribute attribute -> {
                    if (i >= alignedUntil) {
                        alignedUntil = i;
                        width = 0;
                        while (alignedUntil < items.size() && items.get(alignedUntil) instanceof Attribute next) {
                            width = Math.max(width, columns(next.name()));
                            alignedUntil++;
                        }
                    }
                    attribute(attribute, width, level);
                }
                case Block block -> block(block, level);
            }
        }
    }

    private static int columns(String name) {
        return name.codePointCount(0, name.length());
    }

    private void attribute(Attribute attribute, int width, int level) {
        indent(level);
        out.append(attribute.name())
                .repeat(' ', width - columns(attribute.name()))
                .append(" = ");
        expression(attribute.value(), level);
        endLine();
    }

    private void block(Block block, int level) {
        indent(level);
        out.append(block.type());
        for (BlockLabel label : block.labels()) {
            out.append(' ');
            if (label.quoted()) {
                out.append('"');
                quoted(label.value(), false);
                out.append('"');
            } else {
                out.append(label.value());
            }
        }
        if (block.body().items().isEmpty()) {
            out.append(" {}\n");
            return;
        }
        out.append(" {\n");
        items(block.body().items(), level + 1);
        indent(level);
        out.append("}\n");
    }

    private void expression(Expression expression, int level) {
        switch (expression) {
            case Expression.NumberLiteral e -> out.append(e.value());
            case Expression.BoolLiteral e -> out.append(e.value());
            case Expression.NullLiteral e -> out.append("null");
            case Expression.Template e -> template(e, level);
            case Expression.Tuple e -> {
                out.append('[');
                list(e.items(), level);
                out.append(']');
            }
            case Expression.ObjectLiteral e -> object(e, level);
            case Expression.Name e -> out.append(e.name());
            case Expression.GetAttribute e -> {
                expression(e.target(), level);
                out.append('.').append(e.name());
            }
            case Expression.Index e -> {
                expression(e.target(), level);
                out.append('[');
                expression(e.key(), level);
                out.append(']');
            }
            case Expression.Call e -> {
                out.append(e.function()).append('(');
                list(e.arguments(), level);
                out.append(e.expandLast() ? "...)" : ")");
            }
            case Expression.Unary e -> {
                out.append(e.operator().symbol());
                expression(e.operand(), level);
            }
            case Expression.Binary e -> {
                expression(e.left(), level);
                out.append(' ').append(e.operator().symbol()).append(' ');
                expression(e.right(), level);
            }
            case Expression.Conditional e -> {
                expression(e.condition(), level);
                out.append(" ? ");
                expression(e.whenTrue(), level);
                out.append(" : ");
                expression(e.whenFalse(), level);
            }
            case Expression.Parentheses e -> {
                out.append('(');
                expression(e.inner(), level);
                out.append(')');
            }
            case Expression.Splat e -> throw new IllegalStateException("not printed yet");
            case Expression.SplatItem e -> {}
            case Expression.ForTuple e -> throw new IllegalStateException("not printed yet");
            case Expression.ForObject e -> throw new IllegalStateException("not printed yet");
            case Expression.Erroneous e -> out.append("null /* not readable */");
        }
    }

    private void list(List<Expression> items, int level) {
        for (int i = 0; i < items.size(); i++) {
            out.append(i > 0 ? ", " : "");
            expression(items.get(i), level);
        }
    }

    private void object(Expression.ObjectLiteral object, int level) {
        if (object.items().isEmpty()) {
            out.append("{}");
            return;
        }
        out.append("{\n");
        for (ObjectItem item : object.items()) {
            indent(level + 1);
            switch (item.key()) {
                case ObjectKey.Bare bare -> out.append(bare.name());
                case ObjectKey.Computed computed -> expression(computed.expression(), level + 1);
            }
            out.append(" = ");
            expression(item.value(), level + 1);
            endLine();
        }
        indent(level);
        out.append('}');
    }

    private void template(Expression.Template template, int level) {
        if (template.heredoc() && isHeredoc(template.parts())) {
            heredoc(template.parts(), level);
            return;
        }
        out.append('"');
        for (int i = 0; i < template.parts().size(); i++) {
            switch (template.parts().get(i)) {
                case TemplatePart.Text text ->
                    quoted(text.text(), i + 1 < template.parts().size());
                case TemplatePart.Interpolation interpolation -> interpolation(interpolation, level);
                case TemplatePart.If condition -> throw new IllegalStateException("not printed yet");
                case TemplatePart.For loop -> throw new IllegalStateException("not printed yet");
            }
        }
        out.append('"');
    }

    private void interpolation(TemplatePart.Interpolation interpolation, int level) {
        out.append("${");
        expression(interpolation.expression(), level);
        out.append('}');
    }

    private static boolean isHeredoc(List<TemplatePart> parts) {
        return parts.isEmpty()
                || switch (parts.getLast()) {
                    case TemplatePart.Text text -> text.text().endsWith("\n");
                    case TemplatePart.Interpolation interpolation -> true;
                    case TemplatePart.If condition -> true;
                    case TemplatePart.For loop -> true;
                };
    }

    /** Ends with a line break, which the closing marker asks for; inside brackets it means nothing. */
    private void heredoc(List<TemplatePart> parts, int level) {
        String marker = marker(parts);
        out.append("<<").append(marker).append('\n');
        boolean signBefore = false;
        for (int i = 0; i < parts.size(); i++) {
            switch (parts.get(i)) {
                case TemplatePart.Text text -> {
                    out.append(text.text().replace("${", "$${").replace("%{", "%%{"));
                    signBefore = text.text().endsWith("$");
                }
                case TemplatePart.Interpolation interpolation -> {
                    // $${ would be an escape, and a last line without break cannot be written: strip markers can.
                    out.append(signBefore ? " ${~ " : "${");
                    expression(interpolation.expression(), level);
                    out.append(i + 1 == parts.size() ? " ~}\n" : "}");
                    signBefore = false;
                }
                case TemplatePart.If condition -> throw new IllegalStateException("not printed yet");
                case TemplatePart.For loop -> throw new IllegalStateException("not printed yet");
            }
        }
        out.append(marker).append('\n');
    }

    private void endLine() {
        if (out.charAt(out.length() - 1) != '\n') {
            out.append('\n');
        }
    }

    /** One that no line of the text consists of. */
    private static String marker(List<TemplatePart> parts) {
        String marker = "EOT";
        int tries = 0;
        while (isLine(parts, marker)) {
            marker = "EOT" + ++tries;
        }
        return marker;
    }

    private static boolean isLine(List<TemplatePart> parts, String marker) {
        return parts.stream()
                .anyMatch(part -> part instanceof TemplatePart.Text text
                        && text.text().lines().anyMatch(line -> line.trim().equals(marker)));
    }

    private void quoted(String text, boolean interpolationFollows) {
        int at = 0;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            int next = at + Character.charCount(c);
            boolean sign = c == '$' || c == '%';
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (sign && next < text.length() && text.charAt(next) == '{') {
                        out.appendCodePoint(c).appendCodePoint(c);
                    } else if (sign && next == text.length() && interpolationFollows) {
                        // Before ${ or %{ the sign itself would make an escape of it.
                        out.append("\\u%04X".formatted(c));
                    } else if (Character.isISOControl(c)) {
                        out.append("\\u%04X".formatted(c));
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
            at = next;
        }
    }

    private void indent(int level) {
        out.repeat(INDENT, level);
    }
}
