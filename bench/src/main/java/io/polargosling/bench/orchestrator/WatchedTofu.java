package io.polargosling.bench.orchestrator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A program that stands between the product and OpenTofu and writes down when each phase of which egg began and ended. */
final class WatchedTofu {

    private final Path program;
    private final Path real;
    private final Path notes;
    private final Path wish;
    private final Path captured;

    /**
     * A beginning or end.
     *
     * @param folder of the run
     */
    record Note(Instant at, boolean isEnd, String phase, Path folder) {

        String egg() {
            return folder.getName(folder.getNameCount() - 2).toString();
        }

        boolean is(String otherPhase, boolean end) {
            return phase.equals(otherPhase) && isEnd == end;
        }

        /** When the product made the run's folder. */
        Instant folderMade() throws IOException {
            return Files.readAttributes(folder, BasicFileAttributes.class)
                    .creationTime()
                    .toInstant();
        }
    }

    private WatchedTofu(Path folder, Path real) {
        this.program = folder.resolve("tofu");
        this.real = real;
        this.notes = folder.resolve("notes");
        this.wish = folder.resolve("wish");
        this.captured = folder.resolve("captured");
    }

    /** Writes the program into {@code folder}, which only its owner may read. */
    static WatchedTofu in(Path folder, Path real) throws IOException {
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        var watched = new WatchedTofu(Files.createDirectory(folder, owner), real);
        Files.createFile(watched.notes);
        Scripts.write(watched.program, """
                #!/bin/bash
                case $1 in init | plan | apply) ;; *) exec '@REAL' "$@" ;; esac
                echo "${EPOCHREALTIME/[.,]/} begin $1 $PWD" >>'@NOTES'
                if [ "$1" = plan ] && [ -e '@WISH' ]; then
                    umask 077
                    state=$(sed -n 's/^ *path *= *"\\(.*\\)"/\\1/p' versions.tf)
                    mkdir '@CAPTURED'
                    cp -a . '@CAPTURED/workspace'
                    cp -a "${state%/*}" '@CAPTURED/state'
                    env -0 >'@CAPTURED/environment'
                    rm '@WISH'
                fi
                '@REAL' "$@"
                exit=$?
                echo "${EPOCHREALTIME/[.,]/} end $1 $PWD" >>'@NOTES'
                exit $exit
                """.replace("@REAL", real.toString())
                .replace("@NOTES", watched.notes.toString())
                .replace("@WISH", watched.wish.toString())
                .replace("@CAPTURED", watched.captured.toString()));
        return watched;
    }

    Path program() {
        return program;
    }

    /** OpenTofu itself. */
    Path real() {
        return real;
    }

    /** Has the next plan leave a copy of its workspace, its state and its environment. */
    void captureNext() throws IOException {
        Files.createFile(wish);
    }

    /** The folder with {@code workspace}, {@code state} and {@code environment} of the captured plan. */
    Path captured() {
        return captured;
    }

    /** What was written of {@code egg} since {@code since}, oldest first. */
    List<Note> notes(String egg, Instant since) throws IOException {
        var found = new ArrayList<Note>();
        for (String line : Files.readAllLines(notes)) {
            String[] words = line.split(" ", 4);
            var at = Instant.EPOCH.plus(Long.parseLong(words[0]), ChronoUnit.MICROS);
            var note = new Note(at, words[1].equals("end"), words[2], Path.of(words[3]));
            if (!at.isBefore(since) && note.egg().equals(egg)) {
                found.add(note);
            }
        }
        return found;
    }

    /** Waits for a note of {@code egg}; empty when none that is {@code wanted} comes within {@code patience}. */
    Optional<Note> await(String egg, Instant since, Duration patience, Predicate<Note> wanted)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Optional<Note> found = Optional.empty();
        while (found.isEmpty() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
            found = notes(egg, since).stream().filter(wanted).findFirst();
        }
        return found;
    }
}
