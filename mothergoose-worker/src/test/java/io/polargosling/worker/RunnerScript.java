package io.polargosling.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Small shell programs that stand in place of {@code gosling} and {@code tofu}. */
public final class RunnerScript {

    /** A runner that stays until it is told to end, and talks to nobody. */
    public static final String STAYS = "while :; do sleep 0.2; done";

    /** One that has to be killed. */
    public static final String STUBBORN = "trap '' TERM; while :; do sleep 0.2; done";

    private RunnerScript() {}

    /** Writes {@code body} as the program {@code file}, at one stroke, for it may be being started; its path. */
    public static Path write(Path file, String body) {
        try {
            Files.createDirectories(file.getParent());
            var fresh =
                    Files.writeString(file.resolveSibling(file.getFileName() + ".new"), "#!/bin/sh\n" + body + "\n");
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
