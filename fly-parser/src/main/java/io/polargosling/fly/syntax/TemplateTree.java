package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Nests the parts of a template in the directives that stand around them. */
final class TemplateTree {

    private static final String UNBALANCED = "Unbalanced directive";

    /** A directive that is open, or the template itself. */
    private static final class Level {
        final @Nullable TemplatePiece opener;
        List<TemplatePart> parts = new ArrayList<>();

        @Nullable
        List<TemplatePart> whenTrue;

        int height;

        Level(@Nullable TemplatePiece opener, int height) {
            this.opener = opener;
            this.height = height;
        }
    }

    private final ParseState state;
    private final Deque<Level> open = new ArrayDeque<>();

    private TemplateTree(ParseState state) {
        this.state = state;
        open.push(new Level(null, 0));
    }

    /** What became of the pieces; {@code height} is that of the highest part. */
    record Nested(List<TemplatePart> parts, int height) {}

    /** Null, after a diagnostic, when a directive has no partner; {@code end} is where the template ends. */
    static @Nullable Nested nest(ParseState state, List<TemplatePiece> pieces, SourceRange end) {
        var tree = new TemplateTree(state);
        for (TemplatePiece piece : pieces) {
            tree.accept(piece);
            if (state.recovering()) {
                return null;
            }
        }
        Level level = tree.open.element();
        if (level.opener != null) {
            String expected = level.opener instanceof TemplatePiece.OpenIf ? "endif" : "endfor";
            state.failAt(
                    end,
                    UNBALANCED,
                    "The template ends here, but the directive at " + level.opener.range()
                            + " is still open (expected: \"%{ " + expected + " }\").");
            return null;
        }
        return new Nested(level.parts, level.height);
    }

    private void accept(TemplatePiece piece) {
        switch (piece) {
            case TemplatePiece.Text(String text, SourceRange range) -> add(new TemplatePart.Text(text, range), 0);
            case TemplatePiece.Value(Expression expression, int height, SourceRange range) ->
                add(new TemplatePart.Interpolation(expression, range), height);
            case TemplatePiece.OpenIf(Expression condition, int height, SourceRange range) ->
                open.push(new Level(piece, height));
            case TemplatePiece.OpenFor(ForIntro intro, int height, SourceRange range) ->
                open.push(new Level(piece, height));
            case TemplatePiece.Mark mark -> mark(mark);
        }
    }

    private void add(TemplatePart part, int height) {
        Level level = open.element();
        level.parts.add(part);
        level.height = Math.max(level.height, height);
    }

    private void mark(TemplatePiece.Mark mark) {
        Level level = open.element();
        boolean closed = switch (level.opener) {
            case TemplatePiece.OpenIf opener -> inIf(level, opener, mark);
            case TemplatePiece.OpenFor opener -> inFor(level, opener, mark);
            case null, default -> false;
        };
        if (!closed) {
            String why = switch (level.opener) {
                case TemplatePiece.OpenIf opener -> "expected: \"%{ endif }\" for the one at " + opener.range();
                case TemplatePiece.OpenFor opener -> "expected: \"%{ endfor }\" for the one at " + opener.range();
                case null, default -> "no directive is open here";
            };
            state.failAt(
                    mark.range(),
                    UNBALANCED,
                    "The directive \"%{ " + mark.word().text() + " }\" has no partner (" + why + ").");
        }
    }

    private boolean inIf(Level level, TemplatePiece.OpenIf opener, TemplatePiece.Mark mark) {
        return switch (mark.word()) {
            case ELSE -> {
                if (level.whenTrue != null) {
                    yield false;
                }
                level.whenTrue = level.parts;
                level.parts = new ArrayList<>();
                yield true;
            }
            case END_IF -> {
                List<TemplatePart> whenTrue = level.whenTrue;
                SourceRange range = opener.range().to(mark.range());
                close(
                        whenTrue == null
                                ? new TemplatePart.If(opener.condition(), level.parts, Optional.empty(), range)
                                : new TemplatePart.If(opener.condition(), whenTrue, Optional.of(level.parts), range),
                        level);
                yield true;
            }
            case END_FOR -> false;
        };
    }

    private boolean inFor(Level level, TemplatePiece.OpenFor opener, TemplatePiece.Mark mark) {
        if (mark.word() != TemplatePiece.Word.END_FOR) {
            return false;
        }
        close(new TemplatePart.For(opener.intro(), level.parts, opener.range().to(mark.range())), level);
        return true;
    }

    private void close(TemplatePart part, Level level) {
        open.pop();
        int height = level.height + 1;
        if (height > Parser.MAX_DEPTH) {
            state.tooDeep(part.range());
        }
        add(part, height);
    }
}
