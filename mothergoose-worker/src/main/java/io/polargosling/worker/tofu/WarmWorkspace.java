package io.polargosling.worker.tofu;

import io.polargosling.domain.object.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What {@code init} left in a run's folder, handed to the next run that needs just the same.
 *
 * <p>A mark in {@code .terraform} itself, written when init is over, says what it is good for. The folder is renamed as
 * a whole, so that whenever a process dies it is in one run's folder or the next, with its mark.
 */
final class WarmWorkspace {

    private static final Logger log = LoggerFactory.getLogger(WarmWorkspace.class);
    private static final String DATA = ".terraform";
    private static final String LOCK = ".terraform.lock.hcl";
    private static final String MARK = "gosling-initialised";
    private static final String PROVIDERS = "providers";

    private final Path folder;
    private final String needed;

    /**
     * @param folder of the run, rendered already
     * @param needed tells everything init depends on: versions, root module, backend, mirror
     */
    WarmWorkspace(Path folder, String needed) {
        this.folder = folder;
        this.needed = needed;
    }

    /** Says that init has done what is needed. */
    void mark() throws IOException {
        var mark = folder.resolve(DATA).resolve(MARK);
        var fresh = Files.writeString(mark.resolveSibling(MARK + ".new"), content(folder));
        Files.move(fresh, mark, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Takes the work of another run over; true when there was one that is good for this. */
    boolean takeOver(Iterable<Path> others) {
        for (var other : others) {
            if (isGood(other) && hand(other, false)) {
                return true;
            }
        }
        return false;
    }

    /** As {@link #takeOver}, but leaves the other run as it is: it may be under way. */
    boolean copy(Iterable<Path> others) {
        for (var other : others) {
            if (isGood(other) && hand(other, true)) {
                return true;
            }
        }
        return false;
    }

    /** Throws away what was taken over, since it turned out to be of no use. */
    void forget() throws IOException {
        if (Files.exists(folder.resolve(DATA))) {
            RunFolders.removeTree(folder.resolve(DATA));
        }
    }

    private boolean isGood(Path other) {
        try {
            var mark = other.resolve(DATA).resolve(MARK);
            return Files.exists(mark) && Files.readString(mark).equals(content(other));
        } catch (IOException e) {
            // Another run has it by now.
            return false;
        }
    }

    private boolean hand(Path other, boolean keep) {
        try {
            if (Files.exists(other.resolve(LOCK))) {
                Files.copy(other.resolve(LOCK), folder.resolve(LOCK), StandardCopyOption.REPLACE_EXISTING);
            }
            if (keep) {
                copyData(other.resolve(DATA));
                return isGood(folder);
            }
            Files.move(other.resolve(DATA), folder.resolve(DATA), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (IOException | UncheckedIOException e) {
            log.debug("not taken over folder={} cause=\"{}\"", other, e.getMessage());
            return false;
        }
    }

    /** Providers are large and never changed, so they are linked; the rest is small and may be. */
    private void copyData(Path from) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var to = folder.resolve(DATA).resolve(from.relativize(file).toString());
                if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(to);
                } else if (from.relativize(file).startsWith(PROVIDERS) && !Files.isSymbolicLink(file)) {
                    Files.createLink(to, file);
                } else {
                    Files.copy(file, to, LinkOption.NOFOLLOW_LINKS);
                }
            }
        }
    }

    private String content(Path of) throws IOException {
        var lock = of.resolve(LOCK);
        var locked = Files.exists(lock)
                ? Optional.of(Sha256.of(Files.readAllBytes(lock)).value())
                : Optional.<String>empty();
        return Sha256.of((needed + "\n" + locked.orElse("none")).getBytes(StandardCharsets.UTF_8))
                .value();
    }
}
