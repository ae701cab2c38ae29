package io.polargosling.worker.tofu;

import io.polargosling.domain.host.HostProcess;
import io.polargosling.domain.run.TofuRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The processes of a run on this host: finding and ending them. */
final class RunProcesses {

    private static final Duration AFTER_KILL = Duration.ofSeconds(10);

    private final TofuRun.Step step;
    private final Path folder;
    private final Duration grace;

    /** @param grace between SIGINT and SIGKILL */
    RunProcesses(TofuRun.Step step, Path folder, Duration grace) {
        this.step = step;
        this.folder = folder;
        this.grace = grace;
    }

    /** True while anything of the run is alive. */
    boolean areAlive() {
        return leaderIsAlive() || !inFolder().isEmpty();
    }

    /** Ends what is alive: SIGINT once, the grace, then SIGKILL; true when nothing is left. */
    boolean end() throws InterruptedException {
        if (!areAlive()) {
            return true;
        }
        if (leaderIsAlive()) {
            // To timeout alone, which passes it on: a second interrupt would make OpenTofu give up its state.
            signal("-INT", Long.toString(step.pid().orElseThrow()));
        } else {
            inFolder().forEach(pid -> signal("-INT", Long.toString(pid)));
        }
        if (waitUntil(() -> !areAlive(), grace)) {
            return true;
        }
        if (leaderIsAlive()) {
            signal("-KILL", "-" + step.pid().orElseThrow());
        }
        inFolder().forEach(pid -> signal("-KILL", Long.toString(pid)));
        return waitUntil(() -> !areAlive(), AFTER_KILL);
    }

    private boolean leaderIsAlive() {
        return step.pid().isPresent()
                && HostProcess.startOf(step.pid().getAsLong())
                        .filter(start -> step.pidStart().isPresent()
                                && start == step.pidStart().getAsLong())
                        .isPresent();
    }

    /**
     * Processes that work in the run's folder, or were started by one that did: those of a run whose number was never
     * written down, and those that outlive the leader.
     */
    private List<Long> inFolder() {
        try (var processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("[0-9]+"))
                    .filter(process -> worksInFolder(process) || hasItsEnvironment(process))
                    .map(process -> Long.parseLong(process.getFileName().toString()))
                    .filter(pid -> HostProcess.startOf(pid).isPresent())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private boolean worksInFolder(Path process) {
        try {
            return Files.readSymbolicLink(process.resolve("cwd")).startsWith(folder);
        } catch (IOException e) {
            // It ended meanwhile, or is another user's: not ours then.
            return false;
        }
    }

    /** A runner's process has not: it is started with an environment of its own. */
    private boolean hasItsEnvironment(Path process) {
        try {
            var environment = new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.UTF_8);
            return environment.contains("TF_CLI_CONFIG_FILE=" + folder.resolve(".tofurc") + "\0");
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends {@code signal}, such as {@code -INT}, to a process, or with a leading minus to a group. */
    static void signal(String signal, String target) {
        try {
            new ProcessBuilder("kill", signal, "--", target)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            // Nothing was signalled; the wait that follows tells whether it was needed.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean waitUntil(BooleanSupplier done, Duration most) throws InterruptedException {
        long end = System.nanoTime() + most.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Thread.sleep(50);
        }
        return true;
    }
}
