package io.polargosling.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Small shell programs that stand in place of {@code gosling} and {@code tofu}. */
public final class RunnerScript {

    /** A runner that stays until it is told to end, and talks to nobody. */
    public static final String STAYS = "while :; do sleep 0.2; done";

    /** One that has to be killed. */
    public static final String STUBBORN = "trap '' TERM; while :; do sleep 0.2; done";

    private RunnerScript() {}

    /** Writes {@code body} as the program {@code file}; its path. */
    public static Path write(Path file, String body) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "#!/bin/sh\n" + body + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
