package io.polargosling.fly.decode;

import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.Diagnostics;
import io.polargosling.fly.diagnostic.DidYouMean;
import io.polargosling.fly.eval.Inputs;
import io.polargosling.fly.source.SourceRange;
import io.polargosling.fly.syntax.Attribute;
import io.polargosling.fly.syntax.Block;
import io.polargosling.fly.syntax.Body;
import io.polargosling.fly.syntax.ParseResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Decodes whole files: which blocks may stand at the top, variables and locals, and the one block the file is for. */
public final class FileDecoder {

    private static final List<String> DECLARATIONS = List.of("variable", "locals");

    private final ParseResult parsed;
    private final SharedScope shared;
    private final Checkers checkers;
    private final Diagnostics diagnostics = new Diagnostics();

    private FileDecoder(ParseResult parsed, SharedScope shared, Checkers checkers) {
        this.parsed = parsed;
        this.shared = shared;
        this.checkers = checkers;
        diagnostics.addAll(parsed.diagnostics());
        diagnostics.hideAll(parsed.hidden());
    }

    /** A file that declares an egg. */
    public static DecodeResult<EggFile> egg(ParseResult parsed, SharedScope shared, Checkers checkers) {
        return new FileDecoder(parsed, shared, checkers).decode(FileKind.EGG, EggDecoder::egg);
    }

    /** A file that declares a bucket. */
    public static DecodeResult<BucketFile> bucket(ParseResult parsed, SharedScope shared, Checkers checkers) {
        return new FileDecoder(parsed, shared, checkers).decode(FileKind.EGGSBUCKET, EggDecoder::bucket);
    }

    /** A file that declares a self-management job. */
    public static DecodeResult<JobFile> job(ParseResult parsed, SharedScope shared, Checkers checkers) {
        return new FileDecoder(parsed, shared, checkers).decode(FileKind.JOB, JobDecoder::decode);
    }

    /** The file with UglyFox's policy. */
    public static DecodeResult<UglyFoxFile> uglyFox(ParseResult parsed, SharedScope shared, Checkers checkers) {
        return new FileDecoder(parsed, shared, checkers).decode(FileKind.UGLYFOX, UglyFoxDecoder::decode);
    }

    /** The file that describes the control plane. */
    public static DecodeResult<MotherGooseFile> motherGoose(ParseResult parsed, SharedScope shared, Checkers checkers) {
        return new FileDecoder(parsed, shared, checkers).decode(FileKind.MOTHERGOOSE, MotherGooseDecoder::decode);
    }

    /** The file with what all files see; the value is there even with errors, for the files that need no broken part. */
    public static DecodeResult<SharedScope> shared(ParseResult parsed, Inputs inputs) {
        var decoder = new FileDecoder(parsed, SharedScope.empty(), Checkers.none());
        decoder.checkTopLevel(List.of());
        var reader = ScopeReader.ofSharedFile(inputs, decoder.diagnostics, parsed.complete());
        SharedScope scope = reader.share(reader.read(parsed.body()));
        return new DecodeResult<>(Optional.of(scope), decoder.diagnostics.toList());
    }

    private <T> DecodeResult<T> decode(FileKind kind, BiFunction<DecodeContext, Block, Optional<T>> decoder) {
        checkTopLevel(List.of(kind));
        var evaluator = new ScopeReader(shared, diagnostics, parsed.complete()).read(parsed.body());
        var context = new DecodeContext(evaluator, diagnostics, checkers, parsed.complete());
        List<Block> found = parsed.body().blocks(kind.word());
        if (found.isEmpty() && FileKind.of(parsed.body()).isEmpty()) {
            context.missing("block", "file", "a block \"" + kind.word() + "\"", start());
        }
        found.stream()
                .skip(1)
                .forEach(repeated -> context.error(
                        "duplicate-block",
                        "Block given twice",
                        "The file already has the block \"%s\" at %s; one is allowed."
                                .formatted(kind.word(), found.getFirst().typeRange()),
                        repeated.header()));
        Optional<T> value = found.stream().findFirst().flatMap(block -> decode(context, kind, block, decoder));
        return new DecodeResult<>(
                diagnostics.hasErrors() ? Optional.empty() : value, diagnostics.toList(), context.sensitive());
    }

    private static <T> Optional<T> decode(
            DecodeContext context, FileKind kind, Block block, BiFunction<DecodeContext, Block, Optional<T>> decoder) {
        int labels = block.labels().size();
        if (labels != (kind.named() ? 1 : 0)) {
            String rule = kind.named()
                    ? "The %s block has one label, its name; found %d."
                    : "The %s block has no label; found %d.";
            context.error("labels", "Wrong number of labels", rule.formatted(kind.word(), labels), block.header());
            return Optional.empty();
        }
        Optional<T> value = decoder.apply(context, block);
        if (value.isEmpty() && !context.diagnostics().hasErrors()) {
            context.error(
                    "missing",
                    "Missing value",
                    "A value the %s block needs is null.".formatted(kind.word()),
                    block.header());
        }
        return value;
    }

    private SourceRange start() {
        return parsed.file().range(0, 0);
    }

    private void checkTopLevel(List<FileKind> kinds) {
        Body body = parsed.body();
        var allowed = new ArrayList<>(kinds.stream().map(FileKind::word).toList());
        allowed.addAll(DECLARATIONS);
        String expected = String.join(", ", allowed);
        for (Attribute attribute : body.attributes()) {
            diagnostics.add(Diagnostic.error(
                    "unknown-attribute",
                    "Unknown attribute",
                    "\"%s\" stands outside of any block; a file holds blocks only (expected one of: %s)."
                            .formatted(attribute.name(), expected),
                    attribute.nameRange()));
        }
        for (Block block : body.blocks()) {
            if (!allowed.contains(block.type())) {
                diagnostics.add(Diagnostic.error(
                                "unknown-block",
                                "Unknown block",
                                "A block \"%s\" has no place in this file (expected one of: %s)."
                                        .formatted(block.type(), expected),
                                block.typeRange())
                        .suggesting(advice(block, allowed)));
            }
        }
    }

    private static Optional<String> advice(Block block, List<String> allowed) {
        return switch (FileKind.parse(block.type()).orElse(null)) {
            case EGG, EGGSBUCKET -> Optional.of("It belongs in Eggs/NAME/config.fly, one in a file.");
            case JOB -> Optional.of("It belongs in Jobs/NAME.fly, one in a file.");
            case UGLYFOX -> Optional.of("It belongs in UF/config.fly.");
            case MOTHERGOOSE -> Optional.of("It belongs in MG/config.fly.");
            case null -> DidYouMean.advice(block.type(), allowed);
        };
    }
}
