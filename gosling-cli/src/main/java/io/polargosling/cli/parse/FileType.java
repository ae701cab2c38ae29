package io.polargosling.cli.parse;

import io.polargosling.fly.decode.FileKind;
import java.util.Locale;

/** The kinds of files, called as the block each is for. */
enum FileType {
    EGG,
    EGGSBUCKET,
    JOB,
    UGLYFOX,
    MOTHERGOOSE;

    FileKind kind() {
        return FileKind.valueOf(name());
    }

    /** The name of the block, and the word of the {@code --type} option. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
