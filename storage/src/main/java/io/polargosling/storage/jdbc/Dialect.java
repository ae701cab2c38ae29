package io.polargosling.storage.jdbc;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import java.util.Locale;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.store.fs.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What differs between databases: how commits are made safe, and which scripts make the tables. */
enum Dialect {
    H2;

    private static final Logger LOG = LoggerFactory.getLogger(Dialect.class);

    /**
     * The dialect of {@code jdbcUrl}.
     *
     * @throws InvalidException when no dialect knows the URL; the message shows only its scheme
     */
    static Dialect of(String jdbcUrl) {
        if (jdbcUrl.startsWith("jdbc:h2:")) {
            return H2;
        }
        throw new InvalidException(
                "opening the database: " + scheme(jdbcUrl) + " is not supported (expected: jdbc:h2:…)");
    }

    /** Where the scripts that make the tables are. */
    String migrations() {
        return "classpath:db/migration/" + name().toLowerCase(Locale.ROOT);
    }

    /** The URL with the options without which a commit would be lost or a test database vanish. */
    String harden(String jdbcUrl) {
        String url = option(jdbcUrl, "LOCK_TIMEOUT", "10000");
        // Its own log would hold values of rows; what goes wrong is thrown anyway.
        url = option(url, "TRACE_LEVEL_FILE", "0");
        if (url.startsWith("jdbc:h2:mem:")) {
            return option(url, "DB_CLOSE_DELAY", "-1");
        }
        // Without the first, commits of the last half second die with the process. The second leaves closing to
        // close():
        // a hook of its own would close under programs that still drain.
        url = option(url, "WRITE_DELAY", "0");
        return option(url, "DB_CLOSE_ON_EXIT", "FALSE");
    }

    /**
     * Readies the database behind {@code jdbcUrl} for its first connection; must run before it.
     *
     * @throws UnavailableException when another process has the database
     */
    void prepare(String jdbcUrl) {
        String name = jdbcUrl.substring("jdbc:h2:".length()).replaceFirst(";.*", "");
        String file = name + ".mv.db";
        if (name.startsWith("mem:") || !FileUtils.exists(file)) {
            return;
        }
        // After a kill, H2 takes the first complete version it comes upon, which may be older than the newest one when
        // space was used again. In recovery mode it looks at the whole file; closing then records what it found.
        try (var store = new MVStore.Builder()
                .fileName(file)
                .recoveryMode()
                .autoCommitDisabled()
                .autoCompactFillRate(0)
                .open()) {
            LOG.debug("database file read version={}", store.getCurrentVersion());
        } catch (MVStoreException e) {
            throw new UnavailableException(
                    "opening the database file: it cannot be read, or another process has it (expected: only this one)",
                    e);
        }
    }

    private static String option(String url, String name, String value) {
        return url.toUpperCase(Locale.ROOT).contains(";" + name + "=") ? url : url + ";" + name + "=" + value;
    }

    private static String scheme(String url) {
        int second = url.indexOf(':', url.indexOf(':') + 1);
        return second < 0 ? "this URL" : url.substring(0, second + 1);
    }
}
