package io.polargosling.fly.print;

import io.polargosling.fly.syntax.Attribute;
import io.polargosling.fly.syntax.Block;
import io.polargosling.fly.syntax.BlockLabel;
import io.polargosling.fly.syntax.Body;
import io.polargosling.fly.syntax.BodyItem;
import io.polargosling.fly.syntax.Expression;
import java.util.List;

/**
 * Prints a tree in one canonical way: two blanks for each level, equal signs of neighbouring attributes aligned, empty
 * blocks on one line. Parsing the text gives an equal tree, for every tree the parser makes of a text without errors.
 */
public final class Printer {

    private final Output out = new Output();
    private final ExpressionPrinter expressions = new ExpressionPrinter(out);

    private Printer() {}

    /** The text of a file; ends with a line break unless it is empty. */
    public static String print(Body body) {
        var printer = new Printer();
        printer.items(body.items(), 0);
        return printer.out.text();
    }

    /** The text of an expression, without a line break behind it unless it is a heredoc. */
    public static String print(Expression expression) {
        var printer = new Printer();
        printer.expressions.print(expression, 0);
        return printer.out.text();
    }

    private void items(List<BodyItem> items, int level) {
        int alignedUntil = 0;
        int width = 0;
        for (int i = 0; i < items.size(); i++) {
            boolean afterBlock = i > 0 && (items.get(i - 1) instanceof Block || items.get(i) instanceof Block);
            if (afterBlock) {
                out.append("\n");
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
        out.indent(level);
        out.append(attribute.name()).blanks(width - columns(attribute.name())).append(" = ");
        expressions.print(attribute.value(), level);
        out.endLine();
    }

    private void block(Block block, int level) {
        out.indent(level);
        out.append(block.type());
        for (BlockLabel label : block.labels()) {
            out.append(" ");
            if (label.quoted()) {
                out.append("\"").quoted(label.value()).append("\"");
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
        out.indent(level);
        out.append("}\n");
    }
}
