package io.polargosling.fly.syntax;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A tree as JSON arrays, each headed by a word for its kind; the items of a file stand on lines of their own. */
public final class TreeDump {

    private TreeDump() {}

    public static String of(Body body) {
        return body.items().stream().map(TreeDump::item).collect(Collectors.joining(",\n", "[\n", "\n]"));
    }

    private static String item(BodyItem item) {
        return switch (item) {
            case Attribute attribute -> node("=", Stream.of(text(attribute.name()), expression(attribute.value())));
            case Block block ->
                node(
                        "block",
                        Stream.concat(
                                Stream.concat(
                                        Stream.of(text(block.type())),
                                        block.labels().stream()
                                                .map(label ->
                                                        label.quoted() ? text(label.value()) : name(label.value()))),
                                Stream.of(block.body().items().stream()
                                        .map(TreeDump::item)
                                        .collect(Collectors.joining(", ", "[", "]")))));
        };
    }

    private static String node(String kind, Stream<String> parts) {
        return Stream.concat(Stream.of(text(kind)), parts).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String node(String kind, String... parts) {
        return node(kind, Stream.of(parts));
    }

    private static String name(String name) {
        return node("name", text(name));
    }

    private static String expression(Expression expression) {
        return switch (expression) {
            case Expression.NumberLiteral e -> e.value().toString();
            case Expression.BoolLiteral e -> Boolean.toString(e.value());
            case Expression.NullLiteral e -> "null";
            case Expression.Template e ->
                node(e.heredoc() ? "heredoc" : "template", e.parts().stream().map(TreeDump::part));
            case Expression.Tuple e -> node("tuple", e.items().stream().map(TreeDump::expression));
            case Expression.ObjectLiteral e -> node("object", e.items().stream().map(TreeDump::objectItem));
            case Expression.Name e -> name(e.name());
            case Expression.GetAttribute e -> node("get", expression(e.target()), text(e.name()));
            case Expression.Index e -> node("index", expression(e.target()), expression(e.key()));
            case Expression.Call e ->
                node(
                        e.expandLast() ? "call..." : "call",
                        Stream.concat(
                                Stream.of(text(e.function())),
                                e.arguments().stream().map(TreeDump::expression)));
            case Expression.Unary e -> node(e.operator().symbol(), expression(e.operand()));
            case Expression.Binary e -> node(e.operator().symbol(), expression(e.left()), expression(e.right()));
            case Expression.Conditional e ->
                node("?", expression(e.condition()), expression(e.whenTrue()), expression(e.whenFalse()));
            case Expression.Splat e ->
                node(e.attributeOnly() ? ".*" : "[*]", expression(e.target()), expression(e.each()));
            case Expression.SplatItem e -> node("item");
            case Expression.ForTuple e ->
                node(
                        "for[]",
                        Stream.concat(
                                Stream.of(intro(e.intro()), expression(e.result())),
                                e.condition().stream().map(TreeDump::condition)));
            case Expression.ForObject e ->
                node(
                        e.grouping() ? "for{}..." : "for{}",
                        Stream.concat(
                                Stream.of(intro(e.intro()), expression(e.key()), expression(e.result())),
                                e.condition().stream().map(TreeDump::condition)));
            case Expression.Parentheses e -> node("()", expression(e.inner()));
            case Expression.Erroneous e -> node("erroneous");
        };
    }

    private static String condition(Expression condition) {
        return node("if", expression(condition));
    }

    private static String intro(ForIntro intro) {
        return node(
                "in",
                Stream.concat(
                        Stream.concat(intro.key().stream(), Stream.of(intro.value()))
                                .map(TreeDump::text),
                        Stream.of(expression(intro.collection()))));
    }

    private static String objectItem(ObjectItem item) {
        String key = switch (item.key()) {
            case ObjectKey.Bare bare -> text(bare.name());
            case ObjectKey.Computed computed -> expression(computed.expression());
        };
        return node("=", key, expression(item.value()));
    }

    private static String part(TemplatePart part) {
        return switch (part) {
            case TemplatePart.Text text -> text(text.text());
            case TemplatePart.Interpolation interpolation -> node("${}", expression(interpolation.expression()));
            case TemplatePart.If condition ->
                node(
                        "%{if}",
                        Stream.concat(
                                Stream.of(expression(condition.condition()), parts("then", condition.whenTrue())),
                                condition.whenFalse().stream().map(no -> parts("else", no))));
            case TemplatePart.For loop -> node("%{for}", intro(loop.intro()), parts("do", loop.body()));
        };
    }

    private static String parts(String kind, List<TemplatePart> parts) {
        return node(kind, parts.stream().map(TreeDump::part));
    }

    private static String text(String text) {
        var out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
