package io.polargosling.fly.syntax;

import io.polargosling.fly.diagnostic.Diagnostics;
import io.polargosling.fly.source.SourceFile;
import java.util.Set;

/** Text to tree. Never throws on any text, and its time is linear in the text's length. */
public final class Parser {

    /** How deep blocks may be nested, and how high the tree of an expression may be. */
    public static final int MAX_DEPTH = 200;

    private Parser() {}

    /** Parses a file; what stands beside one of {@code secretNames} is never repeated nor drawn. */
    public static ParseResult parse(SourceFile file, Set<String> secretNames) {
        var diagnostics = new Diagnostics();
        Defects.report(file, diagnostics);
        var stream = new TokenStream(Lexer.tokens(file, false));
        var secrets = new SecretNames(secretNames);
        var state = new ParseState(stream, diagnostics, secrets);
        var bodies = new BodyParser(state);
        Body body = bodies.file();
        if (state.hasFailed()) {
            secrets.hideLines(file, diagnostics);
        }
        return new ParseResult(file, body, bodies.complete(), diagnostics.toList(), diagnostics.hidden());
    }
}
