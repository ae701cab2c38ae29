package io.polargosling.cli.print;

import picocli.CommandLine.Option;

/** The options of every command that draws source lines. */
public final class PrintOptions {

    @Option(names = "--no-color", description = "No colour, even on a terminal; as with NO_COLOR set.")
    private boolean noColor;

    @Option(names = "--quiet", description = "Prints only what is wrong.")
    private boolean quiet;

    /** What the screen of the process becomes with these options. */
    public Screen apply(Screen screen) {
        return noColor ? Screen.plain() : screen;
    }

    public boolean quiet() {
        return quiet;
    }
}
