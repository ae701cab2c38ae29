package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceRange;
import java.util.List;

/** Takes the places out of a tree, so that trees from different texts can be compared. */
public final class Ranges {

    private static final SourceRange NONE = SourceRange.none();

    private Ranges() {}

    /** The same tree with {@link SourceRange#none()} everywhere. */
    public static Body erase(Body body) {
        return new Body(body.items().stream().map(Ranges::erase).toList(), NONE);
    }

    private static BodyItem erase(BodyItem item) {
        return switch (item) {
            case Attribute attribute -> new Attribute(attribute.name(), erase(attribute.value()), NONE, NONE);
            case Block block ->
                new Block(
                        block.type(),
                        block.labels().stream()
                                .map(label -> new BlockLabel(label.value(), label.quoted(), NONE))
                                .toList(),
                        erase(block.body()),
                        NONE,
                        NONE);
        };
    }

    /** As {@link #erase(Body)}. */
    public static Expression erase(Expression expression) {
        return switch (expression) {
            case Expression.NumberLiteral e -> new Expression.NumberLiteral(e.value(), NONE);
            case Expression.BoolLiteral e -> new Expression.BoolLiteral(e.value(), NONE);
            case Expression.NullLiteral e -> new Expression.NullLiteral(NONE);
            case Expression.Template e -> new Expression.Template(erase(e.parts()), e.heredoc(), NONE);
            case Expression.Tuple e ->
                new Expression.Tuple(e.items().stream().map(Ranges::erase).toList(), NONE);
            case Expression.ObjectLiteral e ->
                new Expression.ObjectLiteral(
                        e.items().stream()
                                .map(item -> new ObjectItem(erase(item.key()), erase(item.value())))
                                .toList(),
                        NONE);
            case Expression.Name e -> new Expression.Name(e.name(), NONE);
            case Expression.GetAttribute e -> new Expression.GetAttribute(erase(e.target()), e.name(), NONE);
            case Expression.Index e -> new Expression.Index(erase(e.target()), erase(e.key()), NONE);
            case Expression.Call e ->
                new Expression.Call(
                        e.function(), e.arguments().stream().map(Ranges::erase).toList(), e.expandLast(), NONE, NONE);
            case Expression.Unary e -> new Expression.Unary(e.operator(), erase(e.operand()), NONE);
            case Expression.Binary e -> new Expression.Binary(e.operator(), erase(e.left()), erase(e.right()), NONE);
            case Expression.Conditional e ->
                new Expression.Conditional(erase(e.condition()), erase(e.whenTrue()), erase(e.whenFalse()), NONE);
            case Expression.Splat e ->
                new Expression.Splat(erase(e.target()), e.attributeOnly(), erase(e.each()), NONE);
            case Expression.SplatItem e -> new Expression.SplatItem(NONE);
            case Expression.ForTuple e ->
                new Expression.ForTuple(
                        erase(e.intro()), erase(e.result()), e.condition().map(Ranges::erase), NONE);
            case Expression.ForObject e ->
                new Expression.ForObject(
                        erase(e.intro()),
                        erase(e.key()),
                        erase(e.result()),
                        e.grouping(),
                        e.condition().map(Ranges::erase),
                        NONE);
            case Expression.Parentheses e -> new Expression.Parentheses(erase(e.inner()), NONE);
            case Expression.Erroneous e -> new Expression.Erroneous(NONE);
        };
    }

    private static ForIntro erase(ForIntro intro) {
        return new ForIntro(intro.key(), intro.value(), erase(intro.collection()));
    }

    private static List<TemplatePart> erase(List<TemplatePart> parts) {
        return parts.stream().map(Ranges::erase).toList();
    }

    private static TemplatePart erase(TemplatePart part) {
        return switch (part) {
            case TemplatePart.Text text -> new TemplatePart.Text(text.text(), NONE);
            case TemplatePart.Interpolation interpolation ->
                new TemplatePart.Interpolation(erase(interpolation.expression()), NONE);
            case TemplatePart.If(var condition, var whenTrue, var whenFalse, var range) ->
                new TemplatePart.If(erase(condition), erase(whenTrue), whenFalse.map(Ranges::erase), NONE);
            case TemplatePart.For(var intro, var body, var range) ->
                new TemplatePart.For(erase(intro), erase(body), NONE);
        };
    }

    private static ObjectKey erase(ObjectKey key) {
        return switch (key) {
            case ObjectKey.Bare bare -> new ObjectKey.Bare(bare.name(), NONE);
            case ObjectKey.Computed computed -> new ObjectKey.Computed(erase(computed.expression()));
        };
    }
}
