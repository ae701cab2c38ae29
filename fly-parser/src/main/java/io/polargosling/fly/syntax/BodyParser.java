package io.polargosling.fly.syntax;

import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.source.SourceRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads bodies: attributes and blocks up to the closing brace or the end of the file. */
final class BodyParser {

    private final ParseState state;
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final Recovery recovery;
    /** Opening braces without partner, innermost first. */
    private final List<SourceRange> unclosed = new ArrayList<>(0);

    private int blockDepth;
    /** Whether the brace that ends the body at hand may belong to something else. */
    private boolean doubtfulEnd;

    private boolean complete = true;

    BodyParser(ParseState state) {
        this.state = state;
        this.tokens = state.tokens;
        this.expressions = new ExpressionParser(state);
        this.recovery = new Recovery(state);
    }

    /** False when items were lost or may stand in the wrong block. */
    boolean complete() {
        return complete;
    }

    /** All that the file holds. */
    Body file() {
        var items = new ArrayList<BodyItem>();
        while (true) {
            body(items, false);
            if (tokens.is(TokenKind.END_OF_FILE)) {
                reportUnclosed();
                return new Body(items, tokens.file().range(0, tokens.text().length()));
            }
            complete = false;
            strayBrace();
        }
    }

    private void strayBrace() {
        SourceRange brace = tokens.range(tokens.next());
        if (!state.dangling()) {
            state.report("syntax", "Unexpected closing brace", "This \"}\" closes no block.", brace);
        }
        state.dangling(false);
    }

    /**
     * One report for all blocks without end. Behind another error it stands at the end of the file, since the block may well
     * be open because of that error, and the error is what should be read first.
     */
    private void reportUnclosed() {
        if (unclosed.isEmpty()) {
            return;
        }
        complete = false;
        SourceRange innermost = unclosed.getFirst();
        String others = unclosed.stream().skip(1).map(SourceRange::toString).collect(Collectors.joining(", "));
        state.report(
                "syntax",
                "Unclosed block",
                "The block begun " + (state.hasFailed() ? "at " + innermost : "here")
                        + " has no \"}\" before the end of the file."
                        + (others.isEmpty() ? "" : " Neither have the blocks around it, begun at " + others + "."),
                state.hasFailed() ? tokens.range() : innermost);
    }

    /** Reads items up to a closing brace or the end of the file, which stays. */
    private void body(List<BodyItem> items, boolean startsOnLineOfBrace) {
        var attributes = new AttributeNames();
        boolean oneLine = startsOnLineOfBrace;
        while (true) {
            oneLine &= !tokens.is(TokenKind.NEWLINE);
            tokens.dropNewlines();
            if (tokens.is(TokenKind.CLOSE_BRACE) || tokens.is(TokenKind.END_OF_FILE)) {
                return;
            }
            int from = tokens.index();
            BodyItem item = item(oneLine);
            complete &= item != null;
            if (!state.recovering()) {
                endOfItem(oneLine);
            }
            state.inSecret(false);
            if (item != null) {
                items.add(withoutHalfRead(item));
            }
            if (item instanceof Attribute attribute) {
                checkRepeated(attributes.add(attribute), attribute);
            }
            if (state.recovering()) {
                doubtfulEnd = recovery.toBorder(from);
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

    private void checkRepeated(@Nullable Attribute first, Attribute attribute) {
        if (first != null && !state.dangling() && !state.diagnostics.isFull()) {
            state.diagnostics.add(Diagnostic.error(
                    "duplicate-attribute",
                    "Attribute set twice",
                    "The attribute \"" + attribute.name() + "\" was already set at " + first.nameRange()
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
                } else if (state.dangling() && tokens.is(TokenKind.COMMA)) {
                    state.failQuietly();
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
                Optional.of("Put each attribute on a line of its own."));
    }

    private @Nullable BodyItem item(boolean oneLine) {
        int name = tokens.index();
        if (state.dangling() && !recovery.looksLikeItem(name)) {
            state.failQuietly();
            return null;
        }
        if (tokens.kind(name) != TokenKind.IDENTIFIER) {
            boolean quoted = tokens.kind(name) == TokenKind.OPEN_QUOTE;
            state.fail(
                    "Attribute or block expected",
                    "Expected the name of an attribute or the type of a block, found " + state.found() + ".",
                    quoted ? Optional.of("Names stand without quotes.") : Optional.empty());
            return null;
        }
        tokens.next();
        state.inSecret(state.isSecretName(name));
        return switch (tokens.kind()) {
            case ASSIGN -> attribute(name);
            case IDENTIFIER, OPEN_QUOTE, OPEN_BRACE -> block(name, oneLine);
            default -> {
                state.fail(
                        "Attribute or block expected",
                        "After a name comes \"=\" and a value, or the labels and \"{\" of a block; found "
                                + state.found() + ".");
                yield null;
            }
        };
    }

    private Attribute attribute(int name) {
        tokens.next();
        Expression value = expressions.expression();
        return new Attribute(tokens.name(name), value, tokens.range(name), tokens.since(name));
    }

    private @Nullable BodyItem block(int type, boolean oneLine) {
        var labels = new ArrayList<BlockLabel>(1);
        while (tokens.is(TokenKind.IDENTIFIER) || tokens.is(TokenKind.OPEN_QUOTE)) {
            int label = tokens.index();
            boolean quoted = tokens.kind(label) == TokenKind.OPEN_QUOTE;
            String value = quoted ? expressions.templates().plain() : tokens.name(tokens.next());
            if (value == null) {
                return null;
            }
            labels.add(new BlockLabel(value, quoted, tokens.since(label)));
        }
        if (!tokens.is(TokenKind.OPEN_BRACE) && state.dangling() && !tokens.is(TokenKind.NEWLINE)) {
            state.failQuietly();
            return null;
        }
        if (!tokens.is(TokenKind.OPEN_BRACE)) {
            state.fail("Invalid block", "Expected a label or \"{\" on the same line, found " + state.found() + ".");
            return null;
        }
        if (oneLine) {
            state.fail("Invalid one-line block", "A block on one line holds no other block.");
            return null;
        }
        return nested(type, labels);
    }

    private @Nullable BodyItem nested(int type, List<BlockLabel> labels) {
        if (blockDepth >= Parser.MAX_DEPTH) {
            state.tooDeep(tokens.range());
            return null;
        }
        int open = tokens.next();
        state.inSecret(false);
        var items = new ArrayList<BodyItem>();
        blockDepth++;
        boolean former = state.dangling();
        state.dangling(false);
        body(items, true);
        state.dangling(former || doubtfulEnd);
        doubtfulEnd = false;
        blockDepth--;
        if (!tokens.take(TokenKind.CLOSE_BRACE)) {
            unclosed.add(tokens.range(open));
        }
        return new Block(
                tokens.name(type), labels, new Body(items, tokens.since(open)), tokens.range(type), tokens.since(type));
    }
}
