package io.polargosling.standalone.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The processes of this host that work in one folder: runners, agents, jobs and OpenTofu. */
public final class LocalProcesses {

    private final Path folder;

    /** Those that name {@code folder} on their command line, or work in it or below. */
    LocalProcesses(Path folder) {
        this.folder = folder;
    }

    /**
     * A live process.
     *
     * @param command its arguments, with blanks between them
     */
    public record Found(long pid, String command) {}

    /** All of them but {@code known} and this process. */
    public List<Found> list(Set<Long> known) {
        try (var entries = Files.list(Path.of("/proc"))) {
            return entries.filter(entry -> entry.getFileName().toString().matches("[0-9]+"))
                    .flatMap(entry -> look(entry).stream())
                    .filter(found -> !known.contains(found.pid()))
                    .filter(found -> found.pid() != ProcessHandle.current().pid())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("listing the processes of this host: " + e.getMessage(), e);
        }
    }

    private Optional<Found> look(Path entry) {
        try {
            var stat = Files.readString(entry.resolve("stat"));
            var state = stat.charAt(stat.lastIndexOf(')') + 2);
            if (state == 'Z' || state == 'X') {
                return Optional.empty();
            }
            var command = new String(Files.readAllBytes(entry.resolve("cmdline")), StandardCharsets.UTF_8)
                    .replace('\0', ' ')
                    .strip();
            boolean ours = command.contains(folder + "/")
                    || Files.readSymbolicLink(entry.resolve("cwd")).startsWith(folder);
            return ours
                    ? Optional.of(new Found(Long.parseLong(entry.getFileName().toString()), command))
                    : Optional.empty();
        } catch (IOException e) {
            // It ended meanwhile, or is another user's.
            return Optional.empty();
        }
    }

    /** Ends all of them but {@code known}: asks first, then kills until none is left. */
    void end(Set<Long> known) {
        var asked = list(known);
        asked.forEach(found -> ProcessHandle.of(found.pid()).ifPresent(ProcessHandle::destroy));
        if (!asked.isEmpty()) {
            await(known, Duration.ofSeconds(3), false);
            await(known, Duration.ofSeconds(10), true);
        }
    }

    private void await(Set<Long> known, Duration limit, boolean kill) {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            var left = list(known);
            if (left.isEmpty()) {
                return;
            }
            if (kill) {
                left.forEach(found -> ProcessHandle.of(found.pid()).ifPresent(ProcessHandle::destroyForcibly));
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
