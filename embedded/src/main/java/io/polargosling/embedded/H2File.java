package io.polargosling.embedded;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import java.nio.file.Path;
import java.util.Locale;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.store.fs.FileUtils;

/**
 * A database file of H2 that keeps every commit it has acknowledged, whenever its process is killed.
 *
 * <p>For that two things are needed, both before the first connection: {@link #recover()}, and connections by
 * {@link #url()} only. What is promised holds for the death of the process, not for a power cut.
 */
public final class H2File {

    private static final String SCHEME = "jdbc:h2:";

    private final String url;

    private H2File(String url) {
        this.url = url;
    }

    /**
     * The file {@code PATH.mv.db}, which need not exist.
     *
     * @throws InvalidException when the path has a semicolon, which would end the file's name
     */
    public static H2File of(Path path) {
        var name = path.toAbsolutePath().normalize().toString();
        if (name.contains(";")) {
            throw new InvalidException("opening the database file \"" + path
                    + "\": the path has a semicolon (expected: none, since it ends a file's name for H2)");
        }
        // Interrupting a thread that writes closes an ordinary file channel, and with it the database of all threads.
        return parse(SCHEME + "async:" + name);
    }

    /**
     * The file that {@code jdbcUrl} names; options it has are kept, those that make commits durable are added.
     *
     * @throws InvalidException when the URL is none of H2, or of a database in memory; the message does not show it
     */
    public static H2File parse(String jdbcUrl) {
        if (!jdbcUrl.startsWith(SCHEME) || jdbcUrl.startsWith(SCHEME + "mem:")) {
            throw new InvalidException("opening the database file: the URL names none (expected: jdbc:h2:file:…)");
        }
        // Without it, commits of the last half second die with the process.
        String url = withOption(jdbcUrl, "WRITE_DELAY", "0");
        // A hook of H2's own would close the file under a program that still drains.
        url = withOption(url, "DB_CLOSE_ON_EXIT", "FALSE");
        // Its own log would hold values of rows; what goes wrong is thrown anyway.
        return new H2File(withOption(url, "TRACE_LEVEL_FILE", "0"));
    }

    /** The URL to connect with. */
    public String url() {
        return url;
    }

    /**
     * Has H2 find the newest commit in the whole file, as far as there is a file. Takes about as long as reading it.
     *
     * @throws UnavailableException when the file cannot be read, or a process, even this one, has it open
     */
    public void recover() {
        String file = url.substring(SCHEME.length()).replaceFirst(";.*", "") + ".mv.db";
        if (!FileUtils.exists(file)) {
            return;
        }
        // After a kill, H2 takes the first complete version it comes upon, which may be older than the newest one when
        // space was used again. In recovery mode it looks at the whole file; closing then records what it found.
        try (var _ = new MVStore.Builder()
                .fileName(file)
                .recoveryMode()
                .autoCommitDisabled()
                .autoCompactFillRate(0)
                .open()) {
            return;
        } catch (MVStoreException e) {
            throw new UnavailableException(
                    "opening the database file: it cannot be read, or another process has it (expected: only this one)",
                    e);
        }
    }

    /** The H2 address {@code url} with the option {@code name}; as it is when it sets that option already. */
    public static String withOption(String url, String name, String value) {
        return url.toUpperCase(Locale.ROOT).contains(";" + name + "=") ? url : url + ";" + name + "=" + value;
    }
}
