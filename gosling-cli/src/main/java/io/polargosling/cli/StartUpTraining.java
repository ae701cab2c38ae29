package io.polargosling.cli;

import io.polargosling.cli.print.ExitCode;
import io.polargosling.cli.print.Screen;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Does what people do most with the program, so that the build can keep the classes this loads in a cache and the program
 * starts in a fraction of the time. Run by the build only.
 */
final class StartUpTraining {

    private static final String BROKEN = "a \"b\" {\n  c = d(1) # e\n  f = [\n}\n";

    private StartUpTraining() {}

    /** Takes the folder of a Nest without errors. */
    public static void main(String[] args) {
        String nest = args[0];
        expect(ExitCode.DONE, "--version");
        expect(ExitCode.DONE, "--help");
        expect(ExitCode.DONE, "validate", "--help");
        expect(ExitCode.DONE, "runner", "--help");
        for (String format : new String[] {"text", "json", "sarif", "junit"}) {
            expect(ExitCode.DONE, "validate", "--output", format, nest);
        }
        expect(ExitCode.DONE, "fmt", "--diff", nest);
        expect(ExitCode.DONE, "parse", "--syntax-only", "--output=json", nest + "/UF/config.fly");
        expect(ExitCode.DONE, "parse", nest + "/UF/config.fly");
        expect(ExitCode.DONE, "parse", "--typed", nest + "/UF/config.fly");
        expect(ExitCode.FAILED, "parse", "-");
        expect(ExitCode.FAILED, "fmt", "-");
        // As the program itself ends.
        System.exit(ExitCode.DONE);
    }

    private static void expect(int expected, String... line) {
        var broken = new ByteArrayInputStream(BROKEN.getBytes(StandardCharsets.UTF_8));
        int code = GoslingCli.run(
                List.of(line),
                broken,
                Screen.plain(),
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream());
        if (code != expected) {
            throw new IllegalStateException("training with \"" + String.join(" ", line) + "\" ended with " + code
                    + " (expected: " + expected + ")");
        }
    }
}
