package io.polargosling.fly.syntax;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Cuts a whole text into tokens in one pass. Templates are cut too: a stack of frames remembers what the text at hand is
 * (code, the inside of a quoted string, the inside of a heredoc), so {@code "a ${f("b")}"} comes out flat and the parser
 * never scans text again. Comments give a token only when asked for; the line break that ends one always does.
 */
final class Lexer {

    /** What surrounds the current place. */
    private sealed interface Frame {
        /** Code; {@code interpolation} when a closing brace without partner leads back into a template. */
        final class Code implements Frame {
            final boolean interpolation;
            int openBraces;

            Code(boolean interpolation) {
                this.interpolation = interpolation;
            }
        }

        record Quoted() implements Frame {}

        record Heredoc(String marker) implements Frame {}
    }

    private final String text;
    private final boolean keepComments;
    private final List<Token> tokens = new ArrayList<>();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private int at;

    private Lexer(String text, boolean keepComments) {
        this.text = text;
        this.keepComments = keepComments;
    }

    /** The tokens of the text, the last of kind END_OF_FILE. */
    static List<Token> tokens(String text, boolean keepComments) {
        var lexer = new Lexer(text, keepComments);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        frames.push(new Frame.Code(false));
        while (at < text.length()) {
            switch (frames.element()) {
                case Frame.Code code -> code(code);
                case Frame.Quoted quoted -> quoted();
                case Frame.Heredoc heredoc -> heredoc(heredoc);
            }
        }
        for (Frame open : frames) {
            switch (open) {
                case Frame.Code code -> {}
                case Frame.Quoted quoted -> add(TokenKind.UNTERMINATED_STRING, at);
                case Frame.Heredoc heredoc -> add(TokenKind.UNTERMINATED_HEREDOC, at);
            }
        }
        add(TokenKind.END_OF_FILE, at);
    }

    private void code(Frame.Code frame) {
        char c = text.charAt(at);
        switch (c) {
            case ' ', '\t' -> at++;
            case '\n' -> add(TokenKind.NEWLINE, at + 1);
            case '\r' -> add(next('\n') ? TokenKind.NEWLINE : TokenKind.INVALID, next('\n') ? at + 2 : at + 1);
            case '#' -> skipLine();
            case '"' -> {
                add(TokenKind.OPEN_QUOTE, at + 1);
                frames.push(new Frame.Quoted());
            }
            case '{' -> {
                frame.openBraces++;
                add(TokenKind.OPEN_BRACE, at + 1);
            }
            case '}' -> closeBrace(frame, 1);
            case '~' -> {
                if (frame.interpolation && frame.openBraces == 0 && next('}')) {
                    closeBrace(frame, 2);
                } else {
                    add(TokenKind.INVALID, at + 1);
                }
            }
            case '/' -> slash();
            case '<' -> less();
            default -> other(c);
        }
    }

    private void closeBrace(Frame.Code frame, int length) {
        if (frame.interpolation && frame.openBraces == 0) {
            add(TokenKind.CLOSE_TEMPLATE, at + length);
            frames.pop();
            return;
        }
        frame.openBraces = Math.max(0, frame.openBraces - 1);
        add(TokenKind.CLOSE_BRACE, at + length);
    }

    private void slash() {
        if (next('/')) {
            skipLine();
        } else if (next('*')) {
            int end = text.indexOf("*/", at + 2);
            if (end < 0) {
                add(TokenKind.UNTERMINATED_COMMENT, text.length());
            } else {
                comment(end + 2);
            }
        } else {
            add(TokenKind.SLASH, at + 1);
        }
    }

    private void skipLine() {
        int end = text.indexOf('\n', at);
        boolean carriageReturn = end > at && text.charAt(end - 1) == '\r';
        comment(end < 0 ? text.length() : carriageReturn ? end - 1 : end);
    }

    private void comment(int end) {
        if (keepComments) {
            add(TokenKind.COMMENT, end);
        }
        at = end;
    }

    private void less() {
        if (next('=')) {
            add(TokenKind.LESS_EQUAL, at + 2);
            return;
        }
        int name = next('<') ? at + 2 : -1;
        if (name > 0 && name < text.length() && text.charAt(name) == '-') {
            name++;
        }
        int nameEnd = name > 0 ? identifierEnd(name) : -1;
        int lineEnd = nameEnd > name && nameEnd < text.length() && text.charAt(nameEnd) == '\r' ? nameEnd + 1 : nameEnd;
        if (nameEnd > name && lineEnd < text.length() && text.charAt(lineEnd) == '\n') {
            String marker = text.substring(name, nameEnd);
            add(TokenKind.OPEN_HEREDOC, lineEnd + 1);
            frames.push(new Frame.Heredoc(marker));
        } else {
            add(TokenKind.LESS, at + 1);
        }
    }

    private void other(char c) {
        if (c >= '0' && c <= '9') {
            add(TokenKind.NUMBER, numberEnd());
            return;
        }
        int end = identifierEnd(at);
        if (end > at) {
            add(TokenKind.IDENTIFIER, end);
            return;
        }
        switch (c) {
            case '[' -> add(TokenKind.OPEN_BRACKET, at + 1);
            case ']' -> add(TokenKind.CLOSE_BRACKET, at + 1);
            case '(' -> add(TokenKind.OPEN_PAREN, at + 1);
            case ')' -> add(TokenKind.CLOSE_PAREN, at + 1);
            case ':' -> add(TokenKind.COLON, at + 1);
            case ',' -> add(TokenKind.COMMA, at + 1);
            case '?' -> add(TokenKind.QUESTION, at + 1);
            case '+' -> add(TokenKind.PLUS, at + 1);
            case '-' -> add(TokenKind.MINUS, at + 1);
            case '*' -> add(TokenKind.STAR, at + 1);
            case '%' -> add(TokenKind.PERCENT, at + 1);
            case '.' -> oneOf("...", TokenKind.ELLIPSIS, TokenKind.DOT);
            case '>' -> oneOf(">=", TokenKind.GREATER_EQUAL, TokenKind.GREATER);
            case '!' -> oneOf("!=", TokenKind.NOT_EQUAL, TokenKind.NOT);
            case '&' -> oneOf("&&", TokenKind.AND, TokenKind.INVALID);
            case '|' -> oneOf("||", TokenKind.OR, TokenKind.INVALID);
            case '=' -> {
                if (next('>')) {
                    add(TokenKind.ARROW, at + 2);
                } else {
                    oneOf("==", TokenKind.EQUAL, TokenKind.ASSIGN);
                }
            }
            default -> add(TokenKind.INVALID, at + Character.charCount(text.codePointAt(at)));
        }
    }

    private void oneOf(String longer, TokenKind longKind, TokenKind shortKind) {
        boolean isLong = text.startsWith(longer, at);
        add(isLong ? longKind : shortKind, isLong ? at + longer.length() : at + 1);
    }

    private int numberEnd() {
        int end = digitsEnd(at);
        if (end + 1 < text.length() && text.charAt(end) == '.' && isDigit(end + 1)) {
            end = digitsEnd(end + 1);
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            boolean signed = end + 1 < text.length() && (text.charAt(end + 1) == '+' || text.charAt(end + 1) == '-');
            int digits = signed ? end + 2 : end + 1;
            if (isDigit(digits)) {
                end = digitsEnd(digits);
            }
        }
        return end;
    }

    private int digitsEnd(int from) {
        int end = from;
        while (isDigit(end)) {
            end++;
        }
        return end;
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private int identifierEnd(int from) {
        if (from >= text.length()) {
            return from;
        }
        int first = text.codePointAt(from);
        if (!Identifiers.isStart(first)) {
            return from;
        }
        int end = from + Character.charCount(first);
        while (end < text.length()) {
            int next = text.codePointAt(end);
            if (!Identifiers.isPart(next)) {
                break;
            }
            end += Character.charCount(next);
        }
        return end;
    }

    private void quoted() {
        int end = at;
        while (end < text.length()) {
            char c = text.charAt(end);
            if (c == '"' || c == '\n' || opensTemplate(end)) {
                break;
            }
            if (isTemplateEscape(end)) {
                end += 3;
            } else if (c == '\\' && end + 1 < text.length() && text.charAt(end + 1) != '\n') {
                end += 2;
            } else {
                end++;
            }
        }
        if (end > at) {
            add(TokenKind.QUOTED_TEXT, end);
        }
        if (at >= text.length()) {
            return;
        }
        switch (text.charAt(at)) {
            case '"' -> {
                add(TokenKind.CLOSE_QUOTE, at + 1);
                frames.pop();
            }
            case '\n' -> endStringsAtLineBreak();
            default -> openTemplate();
        }
    }

    /** A forgotten quote must not swallow the file: the line break ends every string begun since the last heredoc. */
    private void endStringsAtLineBreak() {
        add(TokenKind.UNTERMINATED_STRING, at);
        int strings = 0;
        for (Frame frame : frames) {
            if (frame instanceof Frame.Heredoc) {
                break;
            }
            if (frame instanceof Frame.Quoted) {
                strings++;
            }
        }
        while (strings > 0) {
            if (frames.pop() instanceof Frame.Quoted) {
                strings--;
            }
        }
    }

    private void heredoc(Frame.Heredoc frame) {
        int from = at;
        while (at < text.length()) {
            if (text.charAt(at - 1) == '\n') {
                int lineEnd = text.indexOf('\n', at);
                if (lineEnd >= 0 && isMarker(at, lineEnd, frame.marker())) {
                    addText(from, at);
                    add(TokenKind.CLOSE_HEREDOC, text.charAt(lineEnd - 1) == '\r' ? lineEnd - 1 : lineEnd);
                    frames.pop();
                    return;
                }
            }
            if (heredocLine()) {
                addText(from, at);
                openTemplate();
                return;
            }
        }
        addText(from, at);
    }

    /** Moves behind the line break, or to a template and says so. */
    private boolean heredocLine() {
        while (at < text.length()) {
            if (opensTemplate(at)) {
                return true;
            }
            if (text.charAt(at) == '\n') {
                at++;
                return false;
            }
            at += isTemplateEscape(at) ? 3 : 1;
        }
        return false;
    }

    private boolean isMarker(int from, int lineEnd, String marker) {
        int start = from;
        int end = lineEnd;
        while (start < end && text.charAt(start) <= ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) <= ' ') {
            end--;
        }
        return end - start == marker.length() && text.startsWith(marker, start);
    }

    private void addText(int from, int to) {
        if (to > from) {
            tokens.add(new Token(TokenKind.HEREDOC_TEXT, from, to));
        }
    }

    private boolean opensTemplate(int index) {
        char c = text.charAt(index);
        return (c == '$' || c == '%') && index + 1 < text.length() && text.charAt(index + 1) == '{';
    }

    private boolean isTemplateEscape(int index) {
        char c = text.charAt(index);
        return (c == '$' || c == '%')
                && index + 2 < text.length()
                && text.charAt(index + 1) == c
                && text.charAt(index + 2) == '{';
    }

    private void openTemplate() {
        TokenKind kind = text.charAt(at) == '$' ? TokenKind.OPEN_INTERPOLATION : TokenKind.OPEN_DIRECTIVE;
        boolean strip = at + 2 < text.length() && text.charAt(at + 2) == '~';
        add(kind, strip ? at + 3 : at + 2);
        frames.push(new Frame.Code(true));
    }

    private boolean next(char expected) {
        return at + 1 < text.length() && text.charAt(at + 1) == expected;
    }

    private void add(TokenKind kind, int end) {
        tokens.add(new Token(kind, at, end));
        at = end;
    }
}
