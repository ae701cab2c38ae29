package io.polargosling.fly.syntax;

import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.Diagnostics;
import io.polargosling.fly.source.SourceDefect;
import io.polargosling.fly.source.SourceFile;
import io.polargosling.fly.source.SourceRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Text to tree. Never throws on any text, and its time is linear in the text's length. */
public final class Parser {

    /** How deep blocks may be nested, and how high the tree of an expression may be. */
    public static final int MAX_DEPTH = 200;

    private final ParseState state;
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final TemplateParser templates;
    private final Recovery recovery;
    private int blockDepth;
    private boolean complete = true;

    private Parser(ParseState state) {
        this.state = state;
        this.tokens = state.tokens;
        this.expressions = new ExpressionParser(state);
        this.templates = new TemplateParser(state, expressions);
        this.recovery = new Recovery(state);
    }

    /** Parses a file; what stands beside one of {@code secretNames} is never repeated nor drawn. */
    public static ParseResult parse(SourceFile file, Set<String> secretNames) {
        var diagnostics = new Diagnostics();
        file.defects().forEach(defect -> diagnostics.add(describe(file, defect)));
        var stream = new TokenStream(file, Lexer.tokens(file.text(), false));
        var parser = new Parser(new ParseState(stream, diagnostics, secretNames));
        Body body = parser.file();
        return new ParseResult(file, body, parser.complete, diagnostics.toList(), diagnostics.hidden());
    }

    private static Diagnostic describe(SourceFile file, SourceDefect defect) {
        SourceRange range = file.range(defect.startOffset(), defect.endOffset());
        return switch (defect.kind()) {
            case INVALID_UTF8 ->
                Diagnostic.error(
                        "invalid-utf8",
                        "Invalid UTF-8",
                        "These bytes are not UTF-8 (expected: a file in UTF-8).",
                        range);
            case NUL ->
                Diagnostic.error(
                        "nul",
                        "NUL in file",
                        "A file must not hold the character U+0000, not even in a comment.",
                        range);
            case TOO_LARGE ->
                Diagnostic.error(
                        "too-large",
                        "File too large",
                        "The file was not read: it is larger than %d bytes.".formatted(SourceFile.MAX_BYTES),
                        range);
        };
    }

    private Body file() {
        var items = new ArrayList<BodyItem>();
        while (true) {
            body(items, false);
            if (tokens.is(TokenKind.END_OF_FILE)) {
                return new Body(
                        items, tokens.file().range(0, tokens.file().text().length()));
            }
            complete = false;
            state.report(
                    "syntax", "Unexpected closing brace", "This \"}\" closes no block.", tokens.range(tokens.next()));
        }
    }

    /** Reads items up to a closing brace or the end of the file, which stays. */
    private void body(List<BodyItem> items, boolean startsOnLineOfBrace) {
        Map<String, SourceRange> seen = new HashMap<>();
        boolean oneLine = startsOnLineOfBrace;
        while (true) {
            oneLine &= !tokens.is(TokenKind.NEWLINE);
            tokens.dropNewlines();
            if (tokens.is(TokenKind.CLOSE_BRACE) || tokens.is(TokenKind.END_OF_FILE)) {
                return;
            }
            int from = tokens.index();
            Optional<BodyItem> item = item(oneLine);
            complete &= item.isPresent();
            if (!state.recovering()) {
                endOfItem(oneLine);
            }
            item.map(this::withoutHalfRead).ifPresent(items::add);
            if (item.orElse(null) instanceof Attribute attribute) {
                checkRepeated(attribute, seen);
            }
            if (state.recovering()) {
                recovery.toBorder(from);
            }
            recovery.hideSecrets(from);
            oneLine = false;
        }
    }

    /** A value that goes on in a way not understood is not the value meant. */
    private BodyItem withoutHalfRead(BodyItem item) {
        return state.recovering() && item instanceof Attribute attribute
                ? new Attribute(
                        attribute.name(),
                        new Expression.Erroneous(attribute.value().range()),
                        attribute.nameRange(),
                        attribute.range())
                : item;
    }

    private void checkRepeated(Attribute attribute, Map<String, SourceRange> seen) {
        SourceRange first = seen.putIfAbsent(attribute.name(), attribute.nameRange());
        if (first != null) {
            state.diagnostics.add(Diagnostic.error(
                    "duplicate-attribute",
                    "Attribute set twice",
                    "The attribute \"" + attribute.name() + "\" was already set at " + first
                            + "; each may be set once in a block.",
                    attribute.nameRange()));
        }
    }

    private void endOfItem(boolean oneLine) {
        switch (tokens.kind()) {
            case NEWLINE -> {
                if (oneLine) {
                    invalidOneLine();
                }
            }
            case END_OF_FILE -> {}
            case CLOSE_BRACE -> {
                if (!oneLine && blockDepth > 0) {
                    state.fail("Missing line break", "The closing brace of a block stands on a line of its own.");
                }
            }
            default -> {
                if (oneLine) {
                    invalidOneLine();
                } else {
                    state.fail(
                            "Missing line break",
                            "An attribute or block ends with its line, found " + state.found() + ".");
                }
            }
        }
    }

    private void invalidOneLine() {
        state.fail(
                "Invalid one-line block",
                "A block on one line holds at most one attribute and ends with \"}\", found " + state.found() + ".",
                tokens.range(tokens.peek()),
                Optional.of("Put each attribute on a line of its own."));
    }

    private Optional<BodyItem> item(boolean oneLine) {
        Token name = tokens.peek();
        if (name.kind() != TokenKind.IDENTIFIER) {
            String advice = name.kind() == TokenKind.OPEN_QUOTE ? "Names stand without quotes." : "";
            state.fail(
                    "Attribute or block expected",
                    "Expected the name of an attribute or the type of a block, found " + state.found() + ".",
                    tokens.range(name),
                    advice.isEmpty() ? Optional.empty() : Optional.of(advice));
            return Optional.empty();
        }
        tokens.next();
        state.inSecret(state.isSecretName(tokens.text(name)));
        try {
            return switch (tokens.kind()) {
                case ASSIGN -> Optional.of(attribute(name));
                case IDENTIFIER, OPEN_QUOTE, OPEN_BRACE -> block(name, oneLine);
                default -> {
                    state.fail(
                            "Attribute or block expected",
                            "After a name comes \"=\" and a value, or the labels and \"{\" of a block; found "
                                    + state.found() + ".");
                    yield Optional.empty();
                }
            };
        } finally {
            state.inSecret(false);
        }
    }

    private Attribute attribute(Token name) {
        tokens.next();
        Expression value = expressions.expression();
        SourceRange nameRange = tokens.range(name);
        return new Attribute(nameRange.text(), value, nameRange, tokens.since(name));
    }

    private Optional<BodyItem> block(Token type, boolean oneLine) {
        var labels = new ArrayList<BlockLabel>();
        while (tokens.is(TokenKind.IDENTIFIER) || tokens.is(TokenKind.OPEN_QUOTE)) {
            Token label = tokens.peek();
            boolean quoted = label.kind() == TokenKind.OPEN_QUOTE;
            Optional<String> value = quoted ? templates.plain() : Optional.of(tokens.text(tokens.next()));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            labels.add(new BlockLabel(value.get(), quoted, tokens.since(label)));
        }
        if (!tokens.is(TokenKind.OPEN_BRACE)) {
            state.fail("Invalid block", "Expected a label or \"{\" on the same line, found " + state.found() + ".");
            return Optional.empty();
        }
        if (oneLine) {
            state.fail("Invalid one-line block", "A block on one line holds no other block.");
            return Optional.empty();
        }
        return nested(type, labels);
    }

    private Optional<BodyItem> nested(Token type, List<BlockLabel> labels) {
        if (blockDepth >= MAX_DEPTH) {
            state.tooDeep(tokens.range(tokens.peek()));
            return Optional.empty();
        }
        Token open = tokens.next();
        state.inSecret(false);
        var items = new ArrayList<BodyItem>();
        blockDepth++;
        body(items, true);
        blockDepth--;
        if (!tokens.take(TokenKind.CLOSE_BRACE)) {
            complete = false;
            state.diagnostics.add(Diagnostic.error(
                    "syntax",
                    "Unclosed block",
                    "The block begun here has no \"}\" before the end of the file.",
                    tokens.range(open)));
        }
        SourceRange typeRange = tokens.range(type);
        return Optional.of(new Block(
                typeRange.text(), labels, new Body(items, tokens.since(open)), typeRange, tokens.since(type)));
    }
}
