package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceRange;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes random trees of the shapes the parser can make. */
final class TreeGenerator {

    private static final SourceRange NONE = SourceRange.none();
    private static final List<BinaryOperator> OPERATORS = List.of(BinaryOperator.values());
    private static final List<String> NAMES =
            List.of("a", "name", "x-y", "größe", "_u", "true1", "if", "in", "e5", "имя");
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
        return switch (random.nextInt(16)) {
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
            case 7 -> new Expression.Conditional(target(next), target(next), target(next), NONE);
            case 8, 9 -> template(next);
            case 10, 11 -> heredoc(next);
            case 12 -> attributeSplat(next);
            case 13 -> fullSplat(next);
            case 14 -> loop(next);
            default -> literal();
        };
    }

    /** Something that stays together whatever stands around it. */
    private Expression target(int depth) {
        Expression inner = expression(depth);
        return switch (inner) {
            case Expression.Name name -> inner;
            case Expression.Tuple tuple -> inner;
            case Expression.NumberLiteral number -> inner;
            case Expression e -> new Expression.Parentheses(e, NONE);
        };
    }

    private Expression attributeSplat(int depth) {
        Expression each = new Expression.SplatItem(NONE);
        int steps = random.nextInt(4);
        for (int i = 0; i < steps; i++) {
            each = random.nextBoolean()
                    ? new Expression.GetAttribute(each, name(), NONE)
                    : new Expression.Index(each, wholeNumber(), NONE);
        }
        Expression splat = new Expression.Splat(target(depth), true, each, NONE);
        return random.nextBoolean() ? splat : new Expression.Index(splat, expression(depth), NONE);
    }

    private Expression wholeNumber() {
        return new Expression.NumberLiteral(
                new BigDecimal(BigInteger.valueOf(random.nextInt(100)), -random.nextInt(3)), NONE);
    }

    /** Takes all that follows into what is done for each item, another splat too. */
    private Expression fullSplat(int depth) {
        return new Expression.Splat(target(depth), false, steps(new Expression.SplatItem(NONE), depth), NONE);
    }

    private Expression steps(Expression from, int depth) {
        Expression each = from;
        while (true) {
            switch (random.nextInt(6)) {
                case 0, 1 -> each = new Expression.GetAttribute(each, name(), NONE);
                case 2 -> each = new Expression.Index(each, expression(depth), NONE);
                case 3 -> {
                    Expression rest = steps(new Expression.SplatItem(NONE), depth);
                    return new Expression.Splat(each, false, rest, NONE);
                }
                default -> {
                    return each;
                }
            }
        }
    }

    private Expression loop(int depth) {
        Optional<Expression> condition = random.nextBoolean() ? Optional.of(target(depth)) : Optional.empty();
        return random.nextBoolean()
                ? new Expression.ForTuple(intro(depth), target(depth), condition, NONE)
                : new Expression.ForObject(
                        intro(depth), target(depth), expression(depth), random.nextBoolean(), condition, NONE);
    }

    private ForIntro intro(int depth) {
        return new ForIntro(random.nextBoolean() ? Optional.of(name()) : Optional.empty(), name(), target(depth));
    }

    private List<Expression> expressions(int depth) {
        return Stream.generate(() -> expression(depth)).limit(random.nextInt(4)).toList();
    }

    private Expression call(int depth) {
        List<Expression> arguments = expressions(depth);
        boolean expand = !arguments.isEmpty() && random.nextBoolean();
        String name = random.nextInt(4) == 0 ? name() + "::" + name() : name();
        return new Expression.Call(name, arguments, expand, NONE, NONE);
    }

    private Expression object(int depth) {
        var items = new ArrayList<ObjectItem>();
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            ObjectKey key = switch (random.nextInt(4)) {
                case 0 -> new ObjectKey.Bare(name(), NONE);
                case 1 -> new ObjectKey.Computed(template(depth));
                case 2 -> new ObjectKey.Computed(new Expression.GetAttribute(target(depth), name(), NONE));
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
        return new Expression.Template(parts(depth, false), false, NONE);
    }

    private List<TemplatePart> parts(int depth, boolean heredoc) {
        var parts = new ArrayList<TemplatePart>();
        boolean textAllowed = true;
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            // In a heredoc a carriage return stands before a line feed only.
            String text = heredoc ? text().replace("\r", "\r\n") : text();
            if (textAllowed && !text.isEmpty() && random.nextBoolean()) {
                parts.add(new TemplatePart.Text(text, NONE));
                textAllowed = false;
            } else if (depth > 0) {
                parts.add(sequence(depth - 1, heredoc));
                textAllowed = true;
            }
        }
        return parts;
    }

    private TemplatePart sequence(int depth, boolean heredoc) {
        return switch (random.nextInt(4)) {
            case 0 ->
                new TemplatePart.If(
                        expression(depth),
                        parts(depth, heredoc),
                        random.nextBoolean() ? Optional.of(parts(depth, heredoc)) : Optional.empty(),
                        NONE);
            case 1 -> new TemplatePart.For(intro(depth), parts(depth, heredoc), NONE);
            default -> new TemplatePart.Interpolation(expression(depth), NONE);
        };
    }

    private Expression heredoc(int depth) {
        var parts = new ArrayList<>(parts(depth, true));
        if (!parts.isEmpty() && parts.getLast() instanceof TemplatePart.Text(String text, SourceRange range)) {
            parts.removeLast();
            parts.add(new TemplatePart.Text(text + "EOT\n", range));
        }
        return new Expression.Template(parts, true, NONE);
    }
}
