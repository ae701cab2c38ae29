package io.polargosling.worker.tofu;

import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.run.TofuPhase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Runs OpenTofu's phases in one folder, and keeps an eye on the memory and the output of each while it lasts. */
final class PhaseRun {

    private static final long FIRST_LOOK_MILLIS = 40;
    private static final long LOOK_MILLIS = 250;
    private static final int KILLED = 128 + 9;
    private static final int AT_LIMIT = 124;

    private final TofuProgram.Found tofu;
    private final Path folder;
    private final Supplier<Map<String, String>> environment;
    private final PhaseLimits limits;
    private final MemoryBounds memory;
    private final RunSlots.Slot slot;

    /** @param environment what OpenTofu gets beyond what every program gets, asked for each phase */
    PhaseRun(
            TofuProgram.Found tofu,
            Path folder,
            Supplier<Map<String, String>> environment,
            PhaseLimits limits,
            MemoryBounds memory,
            RunSlots.Slot slot) {
        this.tofu = tofu;
        this.folder = folder;
        this.environment = environment;
        this.limits = limits;
        this.memory = memory;
        this.slot = slot;
    }

    /**
     * How a phase ended.
     *
     * @param cut why it was ended before it had finished; empty when it ended by itself
     */
    record Ended(int exit, Optional<RunFailure> cut) {}

    /** @param started told the process at once */
    Ended run(TofuPhase phase, List<String> arguments, Consumer<Process> started)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        var process = PhaseProcess.start(tofu.path(), phase, limits, arguments, folder, environment.get());
        started.accept(process);
        Optional<RunFailure> cut = Optional.empty();
        for (long wait = FIRST_LOOK_MILLIS; !process.waitFor(wait, TimeUnit.MILLISECONDS); wait = LOOK_MILLIS) {
            long bytes = residentBytes(process);
            slot.uses(bytes);
            if (bytes > memory.hard()) {
                cut = Optional.of(tooMuchMemory(memory.hard()));
                RunProcesses.signal("-KILL", "-" + process.pid());
            } else if (cut.isEmpty()) {
                cut = bytes > memory.soft() ? Optional.of(tooMuchMemory(memory.soft())) : tooMuchOutput(phase);
                cut.ifPresent(_ -> RunProcesses.signal("-INT", Long.toString(process.pid())));
            }
        }
        int exit = process.exitValue();
        var took = Duration.ofNanos(System.nanoTime() - begin);
        return new Ended(exit, cut.or(() -> endedFromOutside(phase, exit, took)));
    }

    private Optional<RunFailure> endedFromOutside(TofuPhase phase, int exit, Duration took) {
        if (exit == AT_LIMIT || (exit == KILLED && took.compareTo(limits.of(phase)) >= 0)) {
            var how = exit == KILLED ? "ignored the interrupt at" : "reached";
            return Optional.of(new RunFailure(
                    FailureCause.TIMEOUT,
                    "it " + how + " its limit of " + limits.of(phase).toSeconds() + " s"));
        }
        return exit == KILLED
                ? Optional.of(
                        new RunFailure(FailureCause.HOST, "it was killed by somebody else; out of memory, most likely"))
                : Optional.empty();
    }

    private static RunFailure tooMuchMemory(long bound) {
        return new RunFailure(FailureCause.HOST, "it took more than " + (bound >> 20) + " MiB of memory and was ended");
    }

    private Optional<RunFailure> tooMuchOutput(TofuPhase phase) throws IOException {
        for (var file : List.of(PhaseProcess.output(folder, phase), PhaseProcess.errors(folder, phase))) {
            if (Files.size(file) > TofuEvents.MAX_FILE) {
                return Optional.of(new RunFailure(
                        FailureCause.OTHER, "it said more than " + (TofuEvents.MAX_FILE >> 20) + " MiB and was ended"));
            }
        }
        return Optional.empty();
    }

    private static long residentBytes(Process process) {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .mapToLong(each -> residentBytes(each.pid()))
                .sum();
    }

    private static long residentBytes(long pid) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .sum();
        } catch (IOException | java.io.UncheckedIOException e) {
            // It ended meanwhile.
            return 0;
        }
    }
}
