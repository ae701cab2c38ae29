package io.polargosling.fly.syntax;

import io.polargosling.fly.source.SourceFile;

/**
 * Cuts a whole text into tokens in one pass. Templates are cut too: a stack of surroundings remembers what the text at
 * hand is (code, the inside of a quoted string, the inside of a heredoc), so {@code "a ${f("b")}"} comes out flat and the
 * parser never scans text again. For the parser comments give no token and a run of line breaks gives one.
 */
final class Lexer {

    private final char[] text;
    private final int length;
    private final boolean keepAll;
    private final Tokens tokens;
    private final Surroundings surroundings = new Surroundings();
    private final TemplateLexer templates;
    private int at;
    private boolean afterNewline;

    private Lexer(SourceFile file, boolean keepAll) {
        this.text = file.text().toCharArray();
        this.length = text.length;
        this.keepAll = keepAll;
        this.tokens = new Tokens(file);
        this.templates = new TemplateLexer(text, tokens, surroundings);
    }

    /** The tokens of the text, the last of kind END_OF_FILE; {@code keepAll} for comments and every line break. */
    static Tokens tokens(SourceFile file, boolean keepAll) {
        var lexer = new Lexer(file, keepAll);
        lexer.run();
        return lexer.tokens;
    }

    private void run() {
        while (at < length) {
            if (surroundings.inCode()) {
                code();
            } else {
                at = templates.text(at);
                afterNewline = false;
            }
        }
        surroundings.unclosed(tokens, length);
        tokens.add(TokenKind.END_OF_FILE, length, length);
    }

    /** Reads on until the surroundings are no longer code. */
    private void code() {
        while (at < length) {
            char c = text[at];
            if (c == ' ' || c == '\t') {
                at++;
                continue;
            }
            if (c == '\n') {
                newline(at + 1);
                continue;
            }
            int nameEnd = Characters.nameEnd(text, at, length);
            if (nameEnd > at) {
                add(TokenKind.IDENTIFIER, nameEnd);
            } else if (Characters.isDigit(c)) {
                add(TokenKind.NUMBER, numberEnd());
            } else if (sign(c)) {
                return;
            }
        }
    }

    /** Reads a token that is neither name nor number; true when other surroundings begin with it. */
    private boolean sign(char c) {
        switch (c) {
            case '"' -> {
                add(TokenKind.OPEN_QUOTE, at + 1);
                surroundings.enterQuoted();
                return true;
            }
            case '=' -> assign();
            case '{' -> {
                surroundings.openBrace();
                add(TokenKind.OPEN_BRACE, at + 1);
            }
            case '}' -> {
                return closeBrace(1);
            }
            case '~' -> {
                if (next('}') && surroundings.closesTemplate()) {
                    return closeBrace(2);
                }
                add(TokenKind.INVALID, at + 1);
            }
            case '<' -> {
                return less();
            }
            case '\r' -> {
                if (next('\n')) {
                    newline(at + 2);
                } else {
                    add(TokenKind.INVALID, at + 1);
                }
            }
            case '#' -> lineComment();
            case '/' -> slash();
            default -> plainSign(c);
        }
        return false;
    }

    private void plainSign(char c) {
        switch (c) {
            case '[' -> add(TokenKind.OPEN_BRACKET, at + 1);
            case ']' -> add(TokenKind.CLOSE_BRACKET, at + 1);
            case '(' -> add(TokenKind.OPEN_PAREN, at + 1);
            case ')' -> add(TokenKind.CLOSE_PAREN, at + 1);
            case ',' -> add(TokenKind.COMMA, at + 1);
            case '?' -> add(TokenKind.QUESTION, at + 1);
            case '+' -> add(TokenKind.PLUS, at + 1);
            case '-' -> add(TokenKind.MINUS, at + 1);
            case '*' -> add(TokenKind.STAR, at + 1);
            case '%' -> add(TokenKind.PERCENT, at + 1);
            case ':' -> oneOrTwo(':', TokenKind.COLON, TokenKind.DOUBLE_COLON);
            case '>' -> oneOrTwo('=', TokenKind.GREATER, TokenKind.GREATER_EQUAL);
            case '!' -> oneOrTwo('=', TokenKind.NOT, TokenKind.NOT_EQUAL);
            case '&' -> oneOrTwo('&', TokenKind.INVALID, TokenKind.AND);
            case '|' -> oneOrTwo('|', TokenKind.INVALID, TokenKind.OR);
            case '.' -> {
                boolean ellipsis = next('.') && at + 2 < length && text[at + 2] == '.';
                add(ellipsis ? TokenKind.ELLIPSIS : TokenKind.DOT, ellipsis ? at + 3 : at + 1);
            }
            default -> add(TokenKind.INVALID, at + Character.charCount(Characters.codePoint(text, at, length)));
        }
    }

    private void assign() {
        if (next('>')) {
            add(TokenKind.ARROW, at + 2);
        } else {
            oneOrTwo('=', TokenKind.ASSIGN, TokenKind.EQUAL);
        }
    }

    private void oneOrTwo(char second, TokenKind one, TokenKind two) {
        boolean both = next(second);
        add(both ? two : one, both ? at + 2 : at + 1);
    }

    private boolean closeBrace(int width) {
        boolean template = surroundings.closeBrace();
        add(template ? TokenKind.CLOSE_TEMPLATE : TokenKind.CLOSE_BRACE, at + width);
        return template;
    }

    private boolean less() {
        int markerEnd = next('<') ? heredocMarkerEnd() : -1;
        if (markerEnd < 0) {
            oneOrTwo('=', TokenKind.LESS, TokenKind.LESS_EQUAL);
            return false;
        }
        int markerStart = text[at + 2] == '-' ? at + 3 : at + 2;
        surroundings.enterHeredoc(markerStart, markerEnd);
        add(TokenKind.OPEN_HEREDOC, text[markerEnd] == '\r' ? markerEnd + 2 : markerEnd + 1);
        return true;
    }

    /** Behind the name after {@code <<} or {@code <<-} when its line ends there, or -1. */
    private int heredocMarkerEnd() {
        int start = at + 2 < length && text[at + 2] == '-' ? at + 3 : at + 2;
        int end = Characters.nameEnd(text, start, length);
        int lineBreak = end < length && text[end] == '\r' ? end + 1 : end;
        return end > start && lineBreak < length && text[lineBreak] == '\n' ? end : -1;
    }

    private void slash() {
        if (next('/')) {
            lineComment();
        } else if (next('*')) {
            blockComment();
        } else {
            add(TokenKind.SLASH, at + 1);
        }
    }

    private void blockComment() {
        for (int end = at + 3; end < length; end++) {
            if (text[end] == '/' && text[end - 1] == '*') {
                comment(end + 1);
                return;
            }
        }
        add(TokenKind.UNTERMINATED_COMMENT, length);
    }

    private void lineComment() {
        int end = at;
        while (end < length && text[end] != '\n') {
            end++;
        }
        comment(end < length && text[end - 1] == '\r' ? end - 1 : end);
    }

    private void comment(int end) {
        if (keepAll) {
            add(TokenKind.COMMENT, end);
        }
        at = end;
    }

    private void newline(int end) {
        if (keepAll || !afterNewline) {
            tokens.add(TokenKind.NEWLINE, at, end);
        }
        afterNewline = true;
        at = end;
    }

    /** Dots and exponents are taken as they come; whether the whole is a number is for the parser to say. */
    private int numberEnd() {
        int end = at + 1;
        int ahead = end;
        while (ahead < length) {
            char c = text[ahead];
            if (c == '.') {
                ahead++;
                continue;
            }
            int digit = ahead;
            if (c == 'e' || c == 'E') {
                boolean signed = ahead + 1 < length && (text[ahead + 1] == '+' || text[ahead + 1] == '-');
                digit = signed ? ahead + 2 : ahead + 1;
            }
            if (digit >= length || !Characters.isDigit(text[digit])) {
                break;
            }
            ahead = digit + 1;
            end = ahead;
        }
        return end;
    }

    private boolean next(char expected) {
        return at + 1 < length && text[at + 1] == expected;
    }

    private void add(TokenKind kind, int end) {
        tokens.add(kind, at, end);
        afterNewline = false;
        at = end;
    }
}
