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
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Decodes whole files: which blocks may stand at the top, variables and locals, and the one block the file is for. */
public final class FileDecoder {

    private static final List<String> DECLARATIONS = List.of("variable", "locals");

    /** Blocks of the language that are known by name only. */
    private static final List<String> LATER = List.of("eggsbucket", "job", "mothergoose");

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
        return new FileDecoder(parsed, shared, checkers).decode("egg", 1, EggDecoder::decode);
    }

    /** The file with UglyFox's policy. */
    public static DecodeResult<UglyFoxFile> uglyFox(ParseResult parsed, SharedScope shared, Checkers checkers) {
        return new FileDecoder(parsed, shared, checkers).decode("uglyfox", 0, UglyFoxDecoder::decode);
    }

    /** The file with what all files see; the value is there even with errors, for the files that need no broken part. */
    public static DecodeResult<SharedScope> shared(ParseResult parsed, Inputs inputs) {
        var none = new Checkers(text -> Optional.empty(), text -> Optional.empty());
        var decoder = new FileDecoder(parsed, SharedScope.empty(), none);
        decoder.checkTopLevel(DECLARATIONS);
        var reader = ScopeReader.ofSharedFile(inputs, decoder.diagnostics, parsed.complete());
        SharedScope scope = reader.share(reader.read(parsed.body()));
        return new DecodeResult<>(Optional.of(scope), decoder.diagnostics.toList());
    }

    private <T> DecodeResult<T> decode(String type, int labels, BiFunction<DecodeContext, Block, Optional<T>> decoder) {
        checkTopLevel(List.of(type, "variable", "locals"));
        var evaluator = new ScopeReader(shared, diagnostics, parsed.complete()).read(parsed.body());
        var context = new DecodeContext(evaluator, diagnostics, checkers, parsed.complete());
        List<Block> found = parsed.body().blocks(type);
        boolean otherKind = parsed.body().blocks().stream().anyMatch(block -> LATER.contains(block.type()));
        if (found.isEmpty() && !otherKind) {
            context.missing("block", "file", "a block \"" + type + "\"", start());
        }
        for (Block repeated : found.subList(Math.min(1, found.size()), found.size())) {
            context.error(
                    "duplicate-block",
                    "Block given twice",
                    "The file already has the block \"%s\" at %s; one is allowed."
                            .formatted(type, found.getFirst().typeRange()),
                    repeated.header());
        }
        Optional<T> value = Optional.empty();
        if (!found.isEmpty()) {
            Block block = found.getFirst();
            if (block.labels().size() == labels) {
                value = decoder.apply(context, block);
                if (value.isEmpty() && !diagnostics.hasErrors()) {
                    context.error(
                            "missing",
                            "Missing value",
                            "A value the %s block needs is null.".formatted(type),
                            block.header());
                }
            } else {
                context.error(
                        "labels",
                        "Wrong number of labels",
                        labels == 0
                                ? "The %s block has no label; found %d."
                                        .formatted(type, block.labels().size())
                                : "The %s block has one label, its name; found %d."
                                        .formatted(type, block.labels().size()),
                        block.header());
            }
        }
        return new DecodeResult<>(diagnostics.hasErrors() ? Optional.empty() : value, diagnostics.toList());
    }

    private SourceRange start() {
        return parsed.file().range(0, 0);
    }

    private void checkTopLevel(List<String> allowed) {
        Body body = parsed.body();
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
            if (LATER.contains(block.type())) {
                diagnostics.add(Diagnostic.error(
                        "unsupported",
                        "Not supported yet",
                        "This release does not read \"%s\" blocks yet.".formatted(block.type()),
                        block.header()));
            } else if (!allowed.contains(block.type())) {
                diagnostics.add(Diagnostic.error(
                                "unknown-block",
                                "Unknown block",
                                "A block \"%s\" has no place in this file (expected one of: %s)."
                                        .formatted(block.type(), expected),
                                block.typeRange())
                        .suggesting(DidYouMean.advice(block.type(), allowed)));
            }
        }
    }
}
