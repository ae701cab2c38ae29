package io.polargosling.fly;

import io.polargosling.fly.decode.Checkers;
import io.polargosling.fly.decode.DecodeResult;
import io.polargosling.fly.decode.EggFile;
import io.polargosling.fly.decode.FileDecoder;
import io.polargosling.fly.decode.SharedScope;
import io.polargosling.fly.decode.UglyFoxFile;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.print.FormatResult;
import io.polargosling.fly.print.Formatter;
import io.polargosling.fly.print.Printer;
import io.polargosling.fly.source.SourceFile;
import io.polargosling.fly.syntax.Body;
import io.polargosling.fly.syntax.ParseResult;
import io.polargosling.fly.syntax.Parser;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The way into the language. No method throws on any input; what is wrong with a file is in the diagnostics of the result,
 * in source order.
 */
public final class Fly {

    /** Attributes whose values are secrets, wherever they stand: what is beside them is masked even in a broken file. */
    private static final Set<String> SECRET_NAMES = Set.of("api_token", "token_secret", "webhook_secret");

    private Fly() {}

    /** Reads a text into a tree. */
    public static ParseResult parse(SourceFile file) {
        return Parser.parse(file, SECRET_NAMES);
    }

    /** The text of a tree, as {@link #format} lays it out; parsing it gives the tree again. */
    public static String print(Body body) {
        return Formatter.format(SourceFile.of("", Printer.print(body)));
    }

    /** The text laid out anew, comments kept; parsing it gives the same tree. */
    public static FormatResult format(SourceFile file) {
        List<Diagnostic> diagnostics = parse(file).diagnostics();
        boolean broken = diagnostics.stream().anyMatch(Diagnostic::isError);
        return new FormatResult(broken ? Optional.empty() : Optional.of(Formatter.format(file)), diagnostics);
    }

    /** The variables and locals of the file all others see; the result's value is always there. */
    public static DecodeResult<SharedScope> decodeShared(SourceFile file) {
        return FileDecoder.shared(parse(file));
    }

    /** A file that declares one egg. */
    public static DecodeResult<EggFile> decodeEgg(SourceFile file, SharedScope shared, Checkers checkers) {
        return FileDecoder.egg(parse(file), shared, checkers);
    }

    /** The file with UglyFox's policy. */
    public static DecodeResult<UglyFoxFile> decodeUglyFox(SourceFile file, SharedScope shared, Checkers checkers) {
        return FileDecoder.uglyFox(parse(file), shared, checkers);
    }
}
