package io.polargosling.simulator.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One script running in a session of its own, so that all it started can be ended with it. */
final class ShellStep {

    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Process process;
    private final Thread reader;

    private ShellStep(Process process, Thread reader) {
        this.process = process;
        this.reader = reader;
    }

    static ShellStep start(Path script, Path directory, Map<String, String> environment, Trace trace)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder("setsid", "sh", script.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        Thread reader = Thread.ofPlatform().daemon().start(() -> copy(process.getInputStream(), trace));
        return new ShellStep(process, reader);
    }

    private static void copy(InputStream output, Trace trace) {
        byte[] buffer = new byte[8192];
        try {
            int length = output.read(buffer);
            while (length >= 0) {
                trace.append(buffer, length);
                length = output.read(buffer);
            }
        } catch (IOException e) {
            // The stream is closed on the job's end when something it left behind keeps it open.
        }
    }

    /** Waits for the end; false when it is not there in time. */
    boolean waitFor(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Asks the whole session to end and, after a grace time, ends it. */
    void stop() throws InterruptedException {
        signal("TERM");
        if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
            signal("KILL");
            process.waitFor();
        }
    }

    /** Ends what the script left behind and gives its exit code. To be called once it has ended. */
    int finish() throws InterruptedException, IOException {
        signal("KILL");
        if (!reader.join(GRACE)) {
            process.getInputStream().close();
        }
        return process.exitValue();
    }

    private void signal(String name) throws InterruptedException {
        try {
            // The shell's own kill: there need not be a program of that name.
            new ProcessBuilder(List.of("sh", "-c", "kill -s " + name + " -- -" + process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            process.destroyForcibly();
        }
    }
}
