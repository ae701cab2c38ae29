package io.polargosling.fly.print;

/** The text under construction. */
final class Output {

    private static final String INDENT = "  ";

    private final StringBuilder text = new StringBuilder();

    String text() {
        return text.toString();
    }

    Output append(String piece) {
        text.append(piece);
        return this;
    }

    Output blanks(int count) {
        text.repeat(' ', count);
        return this;
    }

    void indent(int level) {
        text.repeat(INDENT, level);
    }

    /** Begins a new line unless one has just begun, as behind a heredoc. */
    void endLine() {
        if (!endsWith('\n')) {
            text.append('\n');
        }
    }

    boolean endsWith(char c) {
        return !text.isEmpty() && text.charAt(text.length() - 1) == c;
    }

    /** Text as it stands between quotes, escaped. */
    Output quoted(String value) {
        for (int at = 0; at < value.length(); at++) {
            char c = value.charAt(at);
            switch (c) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '$', '%' -> {
                    boolean opensTemplate = at + 1 < value.length() && value.charAt(at + 1) == '{';
                    text.repeat(c, opensTemplate ? 2 : 1);
                }
                default -> {
                    if (Character.isISOControl(c)) {
                        escapeCode(c);
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        return this;
    }

    /** Writes the last character, which must be text between quotes, by its number: the next would change its meaning. */
    void escapeLast() {
        char last = text.charAt(text.length() - 1);
        text.setLength(text.length() - 1);
        escapeCode(last);
    }

    private void escapeCode(char c) {
        text.append("\\u%04X".formatted((int) c));
    }
}
