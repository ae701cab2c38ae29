package io.polargosling.storage.jdbc;

import io.polargosling.domain.problem.InvalidException;
import java.util.Locale;

/** What differs between databases: how a connection is made safe, and which scripts make the tables. */
enum Dialect {
    H2;

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
        // Without the first, commits of the last half second die with the process; RETENTION_TIME stays as it is for
        // the same reason: at 0 the room of the commit before the last is written over, and a kill loses the last one.
        // The second leaves closing to close(): a hook of its own would close under programs that still drain.
        url = option(url, "WRITE_DELAY", "0");
        return option(url, "DB_CLOSE_ON_EXIT", "FALSE");
    }

    private static String option(String url, String name, String value) {
        return url.toUpperCase(Locale.ROOT).contains(";" + name + "=") ? url : url + ";" + name + "=" + value;
    }

    private static String scheme(String url) {
        int second = url.indexOf(':', url.indexOf(':') + 1);
        return second < 0 ? "this URL" : url.substring(0, second + 1);
    }
}
