package io.polargosling.standalone.demo;

import io.polargosling.standalone.demo.ExampleNest.DemoEgg;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** {@code make demo}: one CI job through the whole system, with what was seen and when. */
public final class Demo {

    private Demo() {}

    /**
     * Ends with 0 when everything was seen, else with 1.
     *
     * @param args {@code --measure} for the time OpenTofu takes alone, {@code --keep} for the folder
     */
    public static void main(String[] args) {
        var flags = List.of(args);
        System.exit(run(flags) ? 0 : 1);
    }

    private static boolean run(List<String> flags) {
        var folder = folder();
        var out = System.out;
        Sandbox sandbox = null;
        Timeline timeline = null;
        try {
            sandbox = Sandbox.prepare(Sandbox.Options.in(checkout(), folder));
            sandbox.start();
            out.printf(
                    Locale.ROOT,
                    "the product answers at %s after %.1f s, the GitLab stand-in at %s, files in %s%n%n",
                    sandbox.product().url(),
                    seconds(sandbox.startTime().orElseThrow()),
                    sandbox.gitlab().url(),
                    folder);
            timeline = new Timeline(out, sandbox::whereToLook);
            var outcome = new MainJob(sandbox, timeline).run();
            out.printf(
                    Locale.ROOT,
                    "%nfrom the webhook to the active runner: %.1f s%n",
                    seconds(outcome.webhookToActive()));
            if (flags.contains("--measure")) {
                measure(sandbox, outcome);
            }
            require(sandbox.stop(), "the product did not end by itself within its limit");
        } catch (RuntimeException e) {
            out.println();
            if (timeline != null) {
                timeline.printMissing();
            }
            out.println("the demo failed: " + e.getMessage());
            out.println("its files are kept in " + folder);
            end(sandbox);
            return false;
        }
        if (flags.contains("--keep")) {
            out.println("its files are kept in " + folder);
        } else {
            sandbox.remove();
        }
        out.println("everything was observed");
        return true;
    }

    private static void end(@org.jspecify.annotations.Nullable Sandbox sandbox) {
        if (sandbox != null) {
            sandbox.close();
        }
    }

    private static void measure(Sandbox sandbox, MainJob.Outcome outcome) {
        var run = sandbox.tofuRuns(DemoEgg.BUILDER)
                .done(outcome.runner(), "create")
                .orElseThrow();
        var alone = new ByHand(sandbox.data().resolve("by-hand"), System.getenv()).measure(run);
        System.out.printf(
                Locale.ROOT,
                "the same tofu plan and apply by hand: %.1f s, ratio %.1f%n",
                seconds(alone),
                seconds(outcome.webhookToActive()) / seconds(alone));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new NotObservedException(message);
        }
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }

    /** The source tree, which the launcher names. */
    static Path checkout() {
        return Path.of(System.getProperty("checkout", ""));
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("polar-gosling-demo-").toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("making a folder for the demo: " + e.getMessage(), e);
        }
    }
}
