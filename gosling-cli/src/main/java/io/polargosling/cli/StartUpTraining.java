package io.polargosling.cli;

import io.polargosling.cli.print.Screen;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;

/**
 * Does what people do most with the program, so that the build can keep the classes this loads in a cache and the program
 * starts in a fraction of the time. Run by the build only.
 */
final class StartUpTraining {

    private StartUpTraining() {}

    /** Takes the folder of a Nest without errors. */
    public static void main(String[] args) {
        String nest = args[0];
        var lines = List.of(
                List.of("--version"),
                List.of("--help"),
                List.of("validate", "--help"),
                List.of("validate", nest),
                List.of("validate", "--output=json", nest),
                List.of("runner", "--help"));
        for (List<String> line : lines) {
            int code = GoslingCli.commandLine(Map.of(), InputStream.nullInputStream(), Screen.plain())
                    .setOut(new PrintWriter(Writer.nullWriter()))
                    .execute(line.toArray(String[]::new));
            if (code != 0) {
                throw new IllegalStateException("training with \"" + String.join(" ", line) + "\" ended with " + code);
            }
        }
    }
}
