package io.polargosling.fly.syntax;

/** Cuts the inside of quoted strings and heredocs: into text, one token for each line, and the openings of templates. */
final class TemplateLexer {

    private final char[] text;
    private final int length;
    private final Tokens tokens;
    private final Surroundings surroundings;

    TemplateLexer(char[] text, Tokens tokens, Surroundings surroundings) {
        this.text = text;
        this.length = text.length;
        this.tokens = tokens;
        this.surroundings = surroundings;
    }

    /** Reads on from an index until code begins or the file ends; gives the index behind. */
    int text(int from) {
        return surroundings.inQuoted() ? quoted(from) : heredoc(from);
    }

    private int quoted(int from) {
        int end = from;
        while (end < length) {
            char c = text[end];
            if (!Characters.isQuotedStop(c)) {
                end++;
                continue;
            }
            if (c == '$' || c == '%') {
                if (opensTemplate(end)) {
                    addText(TokenKind.QUOTED_TEXT, from, end);
                    return openTemplate(end);
                }
                end = behindSign(end);
            } else if (c == '\\' && end + 1 < length && !isLineBreak(end + 1)) {
                end += 2;
            } else if (c == '"') {
                addText(TokenKind.QUOTED_TEXT, from, end);
                tokens.add(TokenKind.CLOSE_QUOTE, end, end + 1);
                surroundings.leave();
                return end + 1;
            } else if (isLineBreak(end)) {
                addText(TokenKind.QUOTED_TEXT, from, end);
                tokens.add(TokenKind.UNTERMINATED_STRING, end, end);
                surroundings.leaveStrings();
                return end;
            } else if (c == '\r') {
                addText(TokenKind.QUOTED_TEXT, from, end);
                tokens.add(TokenKind.INVALID, end, end + 1);
                return end + 1;
            } else {
                end++;
            }
        }
        addText(TokenKind.QUOTED_TEXT, from, end);
        return end;
    }

    private int heredoc(int from) {
        int start = from;
        int end = from;
        while (end < length) {
            if (end == start && text[end - 1] == '\n') {
                int markerEnd = closingMarkerEnd(end);
                if (markerEnd >= 0) {
                    tokens.add(TokenKind.CLOSE_HEREDOC, end, markerEnd);
                    surroundings.leave();
                    return markerEnd;
                }
            }
            char c = text[end];
            if (!Characters.isHeredocStop(c)) {
                end++;
            } else if (c == '\n' || c == '\r') {
                boolean lineBreak = isLineBreak(end);
                addText(TokenKind.HEREDOC_TEXT, start, lineBreak ? lineBreakEnd(end) : end);
                if (!lineBreak) {
                    tokens.add(TokenKind.INVALID, end, end + 1);
                }
                end = lineBreakEnd(end);
                start = end;
            } else if (opensTemplate(end)) {
                addText(TokenKind.HEREDOC_TEXT, start, end);
                return openTemplate(end);
            } else {
                end = behindSign(end);
            }
        }
        addText(TokenKind.HEREDOC_TEXT, start, end);
        return end;
    }

    /** Where the line break stands that ends the line at an index, when that line is the closing marker; or -1. */
    private int closingMarkerEnd(int line) {
        int start = line;
        while (start < length && !isBreaking(start) && Characters.isSpace(text[start])) {
            start++;
        }
        int markerStart = surroundings.markerStart();
        int width = surroundings.markerEnd() - markerStart;
        if (length - start <= width) {
            return -1;
        }
        for (int i = 0; i < width; i++) {
            if (text[start + i] != text[markerStart + i]) {
                return -1;
            }
        }
        int end = start + width;
        while (end < length && !isBreaking(end) && Characters.isSpace(text[end])) {
            end++;
        }
        return end < length && isLineBreak(end) ? end : -1;
    }

    private boolean isBreaking(int index) {
        return text[index] == '\n' || text[index] == '\r';
    }

    private void addText(TokenKind kind, int from, int to) {
        if (to > from) {
            tokens.add(kind, from, to);
        }
    }

    private boolean isLineBreak(int index) {
        return text[index] == '\n' || (text[index] == '\r' && index + 1 < length && text[index + 1] == '\n');
    }

    private int lineBreakEnd(int index) {
        return text[index] == '\r' && index + 1 < length && text[index + 1] == '\n' ? index + 2 : index + 1;
    }

    private boolean opensTemplate(int index) {
        return index + 1 < length && text[index + 1] == '{';
    }

    /** Behind a {@code $} or {@code %} that opens no template, or behind the escape it begins. */
    private int behindSign(int index) {
        boolean escape = index + 2 < length && text[index + 1] == text[index] && text[index + 2] == '{';
        return escape ? index + 3 : index + 1;
    }

    private int openTemplate(int index) {
        TokenKind kind = text[index] == '$' ? TokenKind.OPEN_INTERPOLATION : TokenKind.OPEN_DIRECTIVE;
        boolean strip = index + 2 < length && text[index + 2] == '~';
        int end = strip ? index + 3 : index + 2;
        tokens.add(kind, index, end);
        surroundings.enterTemplate();
        return end;
    }
}
