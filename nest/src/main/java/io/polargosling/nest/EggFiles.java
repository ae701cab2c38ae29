package io.polargosling.nest;

import io.polargosling.fly.Fly;
import io.polargosling.fly.decode.BucketFile;
import io.polargosling.fly.decode.DecodeResult;
import io.polargosling.fly.decode.EggFile;
import io.polargosling.fly.decode.FileDecoder;
import io.polargosling.fly.decode.FileKind;
import io.polargosling.fly.decode.SharedScope;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.source.SourceFile;
import io.polargosling.fly.syntax.BlockLabel;
import io.polargosling.fly.syntax.ParseResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the files of eggs and buckets, each by itself; may be used by several threads. */
final class EggFiles {

    private final SharedScope shared;
    private final ConfigMapper mapper;

    EggFiles(SharedScope shared, NestRules rules) {
        this.shared = shared;
        this.mapper = new ConfigMapper(rules);
    }

    /**
     * One file.
     *
     * @param declared empty after an error
     * @param names of its folder and of what it declares: what may be stored under them
     */
    record Read(String folder, Optional<Declared> declared, List<Diagnostic> diagnostics, List<String> names) {}

    Read read(String folder, SourceFile file) {
        ParseResult parsed = Fly.parse(file);
        boolean bucket = FileKind.of(parsed.body()).equals(Optional.of(FileKind.EGGSBUCKET));
        return bucket ? bucket(folder, parsed) : egg(folder, parsed);
    }

    private Read egg(String folder, ParseResult parsed) {
        DecodeResult<EggFile> result = FileDecoder.egg(parsed, shared, InsideCheckers.ALL);
        return read(
                folder,
                parsed,
                result,
                result.value().map(file -> Declared.of(folder, file, NestEgg.of(mapper.egg(file)))));
    }

    private Read bucket(String folder, ParseResult parsed) {
        DecodeResult<BucketFile> result = FileDecoder.bucket(parsed, shared, InsideCheckers.ALL);
        return read(
                folder,
                parsed,
                result,
                result.value().map(file -> Declared.of(folder, file, NestBucket.of(mapper.bucket(file)))));
    }

    private static Read read(String folder, ParseResult parsed, DecodeResult<?> result, Optional<Declared> declared) {
        var names = new ArrayList<String>();
        names.add(folder);
        parsed.body().blocks().stream()
                .filter(block -> FileKind.parse(block.type()).isPresent())
                .flatMap(block -> block.labels().stream())
                .map(BlockLabel::value)
                .forEach(names::add);
        return new Read(folder, declared, result.diagnostics(), List.copyOf(names));
    }
}
