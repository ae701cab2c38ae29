package io.polargosling.fly;

import io.polargosling.fly.decode.BucketFile;
import io.polargosling.fly.decode.Checkers;
import io.polargosling.fly.decode.DecodeResult;
import io.polargosling.fly.decode.EggFile;
import io.polargosling.fly.decode.FileDecoder;
import io.polargosling.fly.decode.JobFile;
import io.polargosling.fly.decode.MotherGooseFile;
import io.polargosling.fly.decode.SharedScope;
import io.polargosling.fly.decode.UglyFoxFile;
import io.polargosling.fly.print.Printer;
import io.polargosling.fly.source.SourceFile;
import io.polargosling.fly.syntax.Body;
import io.polargosling.fly.syntax.ParseResult;
import io.polargosling.fly.syntax.Parser;
import java.util.Set;

/**
 * The way into the language. No method throws on any input; what is wrong with a file is in the diagnostics of the result,
 * in source order.
 */
public final class Fly {

    /** Attributes whose values are secrets, wherever they stand: what is beside them is masked even in a broken file. */
    private static final Set<String> SECRET_NAMES = Set.of("api_token", "token_secret", "webhook_secret", "shared");

    private Fly() {}

    /** Reads a text into a tree. */
    public static ParseResult parse(SourceFile file) {
        return Parser.parse(file, SECRET_NAMES);
    }

    /** The text of a tree; parsing it gives the tree again. */
    public static String print(Body body) {
        return Printer.print(body);
    }

    /** The variables and locals of the file all others see; the result's value is always there. */
    public static DecodeResult<SharedScope> decodeShared(SourceFile file) {
        return FileDecoder.shared(parse(file));
    }

    /** A file that declares one egg. */
    public static DecodeResult<EggFile> decodeEgg(SourceFile file, SharedScope shared, Checkers checkers) {
        return FileDecoder.egg(parse(file), shared, checkers);
    }

    /** A file that declares one bucket. */
    public static DecodeResult<BucketFile> decodeBucket(SourceFile file, SharedScope shared, Checkers checkers) {
        return FileDecoder.bucket(parse(file), shared, checkers);
    }

    /** A file that declares one self-management job. */
    public static DecodeResult<JobFile> decodeJob(SourceFile file, SharedScope shared, Checkers checkers) {
        return FileDecoder.job(parse(file), shared, checkers);
    }

    /** The file that describes the control plane. */
    public static DecodeResult<MotherGooseFile> decodeMotherGoose(
            SourceFile file, SharedScope shared, Checkers checkers) {
        return FileDecoder.motherGoose(parse(file), shared, checkers);
    }

    /** The file with UglyFox's policy. */
    public static DecodeResult<UglyFoxFile> decodeUglyFox(SourceFile file, SharedScope shared, Checkers checkers) {
        return FileDecoder.uglyFox(parse(file), shared, checkers);
    }
}
