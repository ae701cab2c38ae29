package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceRange;

/** A template as it is read, before its directives are nested; the heights are those of the expressions inside. */
sealed interface TemplatePiece {

    SourceRange range();

    record Text(String text, SourceRange range) implements TemplatePiece {}

    record Value(Expression expression, int height, SourceRange range) implements TemplatePiece {}

    record OpenIf(Expression condition, int height, SourceRange range) implements TemplatePiece {}

    record OpenFor(ForIntro intro, int height, SourceRange range) implements TemplatePiece {}

    /** {@code else}, {@code endif} or {@code endfor}. */
    record Mark(Word word, SourceRange range) implements TemplatePiece {}

    /** The words without an expression. */
    enum Word {
        ELSE("else"),
        END_IF("endif"),
        END_FOR("endfor");

        private final String text;

        Word(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }
}
