package io.polargosling.worker.render;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** The files that every machine gets. */
final class MachineFiles {

    private MachineFiles() {}

    /** The file {@code name} without its comments, since user data is short of room. */
    static String read(String name) {
        try (var in = MachineFiles.class.getResourceAsStream("/cloud-init/" + name)) {
            if (in == null) {
                throw new IllegalStateException("cloud-init/" + name + " is missing in this program");
            }
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.strip().startsWith("#"))
                    .collect(Collectors.joining("\n", "", "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException("reading cloud-init/" + name, e);
        }
    }
}
