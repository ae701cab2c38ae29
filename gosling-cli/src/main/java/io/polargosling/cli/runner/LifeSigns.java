package io.polargosling.cli.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What the machine's own timer, which powers it off when it is alone, can see of gosling: {@code contact} holds the time of
 * the last answer of the control plane, in ms since 1970, and {@code jobs}, written anew with each heartbeat, how many run.
 */
final class LifeSigns {

    private final Path contact;
    private final Path jobs;

    private LifeSigns(Path workDir) {
        contact = workDir.resolve("contact");
        jobs = workDir.resolve("jobs");
    }

    /** In files of {@code workDir}. */
    static LifeSigns in(Path workDir) {
        return new LifeSigns(workDir);
    }

    /** The control plane has answered. */
    void contact(Instant at) {
        write(contact, at.toEpochMilli());
    }

    /** So many jobs run. */
    void jobs(int running) {
        write(jobs, running);
    }

    private static void write(Path file, long number) {
        try {
            OwnFile.write(file, number + "\n");
        } catch (IOException e) {
            // A full disk must not end the jobs; the timer does not trust a sign that is old.
        }
    }
}
