package io.polargosling.cli.runner;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * One run of the agent: leader of a session of its own, with an environment of three variables, and ended by a guard
 * when gosling is gone, however that came about.
 */
final class AgentProcess {

    private static final String GUARD = guard();
    private static final int SESSION_FIELD = 3;

    private final Process process;

    private AgentProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts the agent.
     *
     * @param grace what the guard gives it between SIGTERM and SIGKILL
     * @param lines gets each line of its output, on a thread of its own
     * @param exited gets its status, after which no line follows
     */
    static AgentProcess start(
            List<String> command,
            Map<String, String> environment,
            Path directory,
            Duration grace,
            Consumer<String> lines,
            IntConsumer exited)
            throws IOException {
        var whole = new ArrayList<>(
                List.of("setsid", "sh", "-c", GUARD, "gosling-agent", Long.toString(Math.max(1, grace.toSeconds()))));
        whole.addAll(command);
        var builder = new ProcessBuilder(whole).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        var agent = new AgentProcess(builder.start());
        Thread reader = Thread.ofPlatform().daemon().name("agent-output").start(() -> agent.read(lines));
        Thread.ofPlatform().daemon().name("agent-exit").start(() -> agent.await(reader, exited));
        return agent;
    }

    /** The agent's own process id, and that of its session. */
    long pid() {
        return process.pid();
    }

    /** No new jobs; it ends by itself after the current ones. */
    void quit() {
        // By the shell: the JDK sends only TERM and KILL.
        try {
            new ProcessBuilder("sh", "-c", "kill -QUIT " + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            // No shell to be had, so no agent either: the guard is one.
            process.destroy();
        }
    }

    /** Aborts its jobs and ends. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Ends it, its jobs and its guard at once. */
    void kill() {
        // Also what has left the session, as long as its parents are there to tell.
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly();
        sweep();
    }

    private void sweep() {
        ProcessHandle.allProcesses()
                .filter(other -> session(other.pid()) == process.pid())
                .forEach(ProcessHandle::destroyForcibly);
    }

    private static long session(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[SESSION_FIELD]);
        } catch (IOException e) {
            return -1;
        }
    }

    private void read(Consumer<String> lines) {
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            while (line != null) {
                lines.accept(line);
                line = out.readLine();
            }
        } catch (IOException e) {
            // The JDK closes the stream when the process has ended and something it left keeps the pipe open.
        }
    }

    private void await(Thread reader, IntConsumer exited) {
        try {
            int status = process.waitFor();
            // A crash must leave no job running that GitLab would give to another agent.
            sweep();
            reader.join(TimeUnit.SECONDS.toMillis(2));
            exited.accept(status);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String guard() {
        try (var in = AgentProcess.class.getResourceAsStream("agent-guard.sh")) {
            if (in == null) {
                throw new IllegalStateException("reading agent-guard.sh: not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("reading agent-guard.sh", e);
        }
    }
}
