package io.polargosling.bench.orchestrator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Small programs that stand in for those of a host, and what they leave running. */
final class Scripts {

    private Scripts() {}

    static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /** A {@code gosling} that does nothing and stays: what an agent does is not measured. */
    static void writeIdleGosling(Path file) throws IOException {
        write(file, "#!/bin/sh\nsleep 3600 &\nwait\n");
    }

    /** Ends the runners whose folders are in {@code runners}; does not wait for whoever must take note of their end. */
    static void endRunners(Path runners) throws IOException {
        if (Files.notExists(runners)) {
            return;
        }
        try (var folders = Files.list(runners)) {
            for (var folder : folders.toList()) {
                var note = folder.resolve("pid");
                if (Files.exists(note)) {
                    end(Long.parseLong(Files.readString(note).split(" ", -1)[0]), folder);
                }
            }
        }
    }

    /** Only a process that was started for {@code folder}: its number may belong to another by now. */
    private static void end(long pid, Path folder) {
        var found = ProcessHandle.of(pid)
                .filter(process -> process.info().commandLine().orElse("").contains(folder.toString()));
        if (found.isPresent()) {
            var process = found.get();
            process.children().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
