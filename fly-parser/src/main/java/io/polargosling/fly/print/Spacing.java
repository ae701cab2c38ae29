package io.polargosling.fly.print;

import io.polargosling.fly.syntax.TokenKind;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Walks over all atoms of a file in order and says between which of them one blank stands. */
final class Spacing {

    private final Deque<Boolean> inFor = new ArrayDeque<>();
    private @Nullable Atom previous;
    private boolean afterOperand;
    private boolean afterUnary;
    private boolean afterNumber;
    private boolean justOpened;

    /** Whether a blank stands before {@code next}, if both are on one line; to be asked once for each atom. */
    boolean before(Atom next) {
        Atom former = previous;
        boolean blank = former != null && blankBetween(former, next);
        if (!next.isComment()) {
            moveTo(next);
        }
        previous = next;
        return blank;
    }

    private boolean blankBetween(Atom former, Atom next) {
        if (former.isComment() || next.isComment()) {
            return true;
        }
        if (afterUnary) {
            return false;
        }
        return switch (former.kind()) {
            case OPEN_PAREN, OPEN_BRACKET -> false;
            // Without a blank a number, a dot and a number would be one number.
            case DOT -> afterNumber && next.kind() == TokenKind.NUMBER && next.blankBefore();
            case OPEN_BRACE -> next.kind() != TokenKind.CLOSE_BRACE;
            default ->
                switch (next.kind()) {
                    case CLOSE_PAREN, CLOSE_BRACKET, COMMA, ELLIPSIS -> false;
                    case DOT -> former.kind() == TokenKind.NUMBER && next.blankBefore();
                    case OPEN_PAREN -> former.kind() != TokenKind.IDENTIFIER || !afterOperand;
                    case OPEN_BRACKET -> !afterOperand;
                    default -> true;
                };
        };
    }

    private void moveTo(Atom next) {
        boolean splat =
                next.kind() == TokenKind.STAR && previous != null && previous.kind() == TokenKind.DOT && !afterOperand;
        boolean prefix = !afterOperand && (next.kind() == TokenKind.MINUS || next.kind() == TokenKind.NOT);
        if (justOpened && next.isWord("for")) {
            inFor.pop();
            inFor.push(true);
        }
        justOpened = false;
        if (next.isOpening()) {
            inFor.push(false);
            justOpened = true;
        } else if (next.isClosing()) {
            inFor.poll();
        }
        afterUnary = prefix;
        afterNumber = next.kind() == TokenKind.NUMBER || (next.kind() == TokenKind.DOT && afterNumber);
        afterOperand = splat
                || switch (next.kind()) {
                    case IDENTIFIER -> !isForWord(next);
                    case NUMBER, OPEN_QUOTE, OPEN_HEREDOC, CLOSE_PAREN, CLOSE_BRACKET, CLOSE_BRACE -> true;
                    default -> false;
                };
    }

    /** What looks like a name but has an operand behind it. */
    private boolean isForWord(Atom atom) {
        return Boolean.TRUE.equals(inFor.peek()) && (atom.isWord("in") || atom.isWord("if"));
    }
}
