package io.polargosling.fly.syntax;

import java.util.Arrays;

/**
 * What surrounds the place the lexer is at, innermost last: code, a quoted string or a heredoc. Code inside of a template
 * counts its open braces, since a closing brace without partner leads back into the template.
 */
final class Surroundings {

    private static final byte CODE = 0;
    private static final byte QUOTED = 1;
    private static final byte HEREDOC = 2;

    private byte[] kinds = new byte[16];
    /** Open braces of code, start of a heredoc's marker. */
    private int[] first = new int[16];
    /** End of a heredoc's marker. */
    private int[] second = new int[16];

    private int top;

    boolean inCode() {
        return kinds[top] == CODE;
    }

    boolean inQuoted() {
        return kinds[top] == QUOTED;
    }

    int markerStart() {
        return first[top];
    }

    int markerEnd() {
        return second[top];
    }

    void enterQuoted() {
        push(QUOTED, 0, 0);
    }

    void enterHeredoc(int markerStart, int markerEnd) {
        push(HEREDOC, markerStart, markerEnd);
    }

    void enterTemplate() {
        push(CODE, 0, 0);
    }

    private void push(byte kind, int one, int two) {
        top++;
        if (top == kinds.length) {
            kinds = Arrays.copyOf(kinds, top * 2);
            first = Arrays.copyOf(first, top * 2);
            second = Arrays.copyOf(second, top * 2);
        }
        kinds[top] = kind;
        first[top] = one;
        second[top] = two;
    }

    void leave() {
        top--;
    }

    void openBrace() {
        first[top]++;
    }

    /** Whether a closing brace here ends a template's code. */
    boolean closesTemplate() {
        return top > 0 && first[top] == 0;
    }

    /** Takes a closing brace; true when it ended a template's code. */
    boolean closeBrace() {
        if (closesTemplate()) {
            leave();
            return true;
        }
        first[top] = Math.max(0, first[top] - 1);
        return false;
    }

    /** A forgotten quote must not swallow the file: a line break ends every string begun since the last heredoc. */
    void leaveStrings() {
        int lowest = top;
        for (int i = top; i > 0 && kinds[i] != HEREDOC; i--) {
            lowest = kinds[i] == QUOTED ? i : lowest;
        }
        top = lowest - 1;
    }

    /** A token for each string and heredoc still open, innermost first. */
    void unclosed(Tokens tokens, int end) {
        for (int i = top; i > 0; i--) {
            if (kinds[i] != CODE) {
                tokens.add(
                        kinds[i] == QUOTED ? TokenKind.UNTERMINATED_STRING : TokenKind.UNTERMINATED_HEREDOC, end, end);
            }
        }
    }
}
