package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceRange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Makes random trees of the shapes the parser can make. */
final class TreeGenerator {

    private static final SourceRange NONE = SourceRange.none();
    private static final List<BinaryOperator> OPERATORS = List.of(BinaryOperator.values());
    private static final List<String> NAMES = List.of("a", "name", "x-y", "größe", "_u", "true1", "for", "имя");
    private static final List<String> TEXTS = List.of(
            "plain",
            " ",
            "\n",
            "tab\t",
            "quote\"",
            "back\\slash",
            "${",
            "$${",
            "%{x}",
            "$",
            "%",
            "$$",
            "\r",
            "😀",
            "\u0001",
            "~}",
            "}");

    private final Random random;

    TreeGenerator(long seed) {
        this.random = new Random(seed);
    }

    Body body(int depth) {
        var items = new ArrayList<BodyItem>();
        int attributes = random.nextInt(4);
        for (int i = 0; i < attributes; i++) {
            items.add(new Attribute(name() + i, expression(3), NONE, NONE));
        }
        int blocks = depth == 0 ? 0 : random.nextInt(3);
        for (int i = 0; i < blocks; i++) {
            items.add(random.nextInt(items.size() + 1), block(depth));
        }
        return new Body(items, NONE);
    }

    private Block block(int depth) {
        List<BlockLabel> labels = IntStream.range(0, random.nextInt(3))
                .mapToObj(i ->
                        random.nextBoolean() ? new BlockLabel(name(), false, NONE) : new BlockLabel(text(), true, NONE))
                .toList();
        return new Block(name(), labels, body(depth - 1), NONE, NONE);
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private String text() {
        var text = new StringBuilder();
        int pieces = random.nextInt(4);
        for (int i = 0; i < pieces; i++) {
            text.append(TEXTS.get(random.nextInt(TEXTS.size())));
        }
        return text.toString();
    }

    Expression expression(int depth) {
        if (depth == 0) {
            return literal();
        }
        int next = depth - 1;
        return switch (random.nextInt(12)) {
            case 0 -> new Expression.Tuple(expressions(next), NONE);
            case 1 -> object(next);
            case 2 -> new Expression.GetAttribute(target(next), name(), NONE);
            case 3 -> new Expression.Index(target(next), expression(next), NONE);
            case 4 -> call(next);
            case 5 ->
                new Expression.Unary(
                        random.nextBoolean() ? UnaryOperator.NOT : UnaryOperator.NEGATE, target(next), NONE);
            case 6 ->
                new Expression.Binary(
                        OPERATORS.get(random.nextInt(OPERATORS.size())), target(next), target(next), NONE);
            case 7 -> new Expression.Conditional(target(next), target(next), expression(next), NONE);
            case 8, 9 -> template(next);
            case 10 -> heredoc(next);
            default -> literal();
        };
    }

    /** Something that stays together whatever stands around it. */
    private Expression target(int depth) {
        Expression inner = expression(depth);
        boolean together = inner instanceof Expression.Name || inner instanceof Expression.Tuple;
        return together ? inner : new Expression.Parentheses(inner, NONE);
    }

    private List<Expression> expressions(int depth) {
        List<Expression> items = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            Expression item = expression(depth);
            // A tuple that begins with a name "for" could be the beginning of a "for" expression.
            items.add(item instanceof Expression.Name ? new Expression.Parentheses(item, NONE) : item);
        }
        return items;
    }

    private Expression call(int depth) {
        List<Expression> arguments = expressions(depth);
        boolean expand = !arguments.isEmpty() && random.nextBoolean();
        return new Expression.Call(name(), arguments, expand, NONE, NONE);
    }

    private Expression object(int depth) {
        var items = new ArrayList<ObjectItem>();
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            ObjectKey key = switch (random.nextInt(3)) {
                case 0 -> new ObjectKey.Bare(name(), NONE);
                case 1 -> new ObjectKey.Computed(template(depth));
                default -> new ObjectKey.Computed(new Expression.Parentheses(expression(depth), NONE));
            };
            items.add(new ObjectItem(key, expression(depth)));
        }
        return new Expression.ObjectLiteral(items, NONE);
    }

    private Expression literal() {
        return switch (random.nextInt(5)) {
            case 0 ->
                new Expression.NumberLiteral(
                        new BigDecimal(random.nextInt(100_000)).movePointLeft(random.nextInt(8)), NONE);
            case 1 -> new Expression.BoolLiteral(random.nextBoolean(), NONE);
            case 2 -> new Expression.NullLiteral(NONE);
            case 3 -> new Expression.Name(name(), NONE);
            default -> template(0);
        };
    }

    private Expression template(int depth) {
        return new Expression.Template(parts(depth), false, NONE);
    }

    private List<TemplatePart> parts(int depth) {
        var parts = new ArrayList<TemplatePart>();
        boolean textAllowed = true;
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            String text = text();
            if (textAllowed && !text.isEmpty() && random.nextBoolean()) {
                parts.add(new TemplatePart.Text(text, NONE));
                textAllowed = false;
            } else if (depth > 0) {
                parts.add(new TemplatePart.Interpolation(expression(depth - 1), NONE));
                textAllowed = true;
            }
        }
        return parts;
    }

    private Expression heredoc(int depth) {
        var parts = new ArrayList<>(parts(depth));
        if (!parts.isEmpty() && parts.getLast() instanceof TemplatePart.Text(String text, SourceRange range)) {
            parts.removeLast();
            parts.add(new TemplatePart.Text(text + "EOT\n", range));
        }
        return new Expression.Template(parts, true, NONE);
    }
}
