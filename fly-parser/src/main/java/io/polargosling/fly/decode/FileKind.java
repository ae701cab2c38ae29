package io.polargosling.fly.decode;

import io.polargosling.fly.syntax.Block;
import io.polargosling.fly.syntax.Body;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The blocks a file can be for, each with whether it carries a name. */
public enum FileKind {
    EGG(true),
    EGGSBUCKET(true),
    JOB(true),
    UGLYFOX(false),
    MOTHERGOOSE(false);

    private final boolean named;

    FileKind(boolean named) {
        this.named = named;
    }

    /** The type of the block, as written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the block has one label, its name; otherwise it has none. */
    public boolean named() {
        return named;
    }

    /** All words, in the order of the language's description. */
    public static List<String> words() {
        return Stream.of(values()).map(FileKind::word).toList();
    }

    /** The kind called {@code word}, or empty. */
    public static Optional<FileKind> parse(String word) {
        return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** What the first block says that says anything; empty for a file of variables and locals only. */
    public static Optional<FileKind> of(Body body) {
        return body.blocks().stream()
                .map(Block::type)
                .flatMap(type -> parse(type).stream())
                .findFirst();
    }
}
