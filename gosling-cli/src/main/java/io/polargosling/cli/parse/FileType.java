package io.polargosling.cli.parse;

import java.util.Locale;

/** The kinds of files, called as the block each is for. */
enum FileType {
    EGG,
    EGGSBUCKET,
    JOB,
    UGLYFOX,
    MOTHERGOOSE;

    /** The name of the block, and the word of the {@code --type} option. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
