package io.polargosling.storage.jdbc;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.embedded.H2File;
import java.util.Locale;

/** What differs between databases: how commits are made safe, and which scripts make the tables. */
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
        String url = H2File.withOption(jdbcUrl, "LOCK_TIMEOUT", "10000");
        return isInMemory(url)
                ? H2File.withOption(url, "DB_CLOSE_DELAY", "-1")
                : H2File.parse(url).url();
    }

    /**
     * Readies the database behind {@code jdbcUrl} for its first connection; must run before it.
     *
     * @throws UnavailableException when another process has the database
     */
    void prepare(String jdbcUrl) {
        if (!isInMemory(jdbcUrl)) {
            H2File.parse(jdbcUrl).recover();
        }
    }

    private static boolean isInMemory(String jdbcUrl) {
        return jdbcUrl.startsWith("jdbc:h2:mem:");
    }

    private static String scheme(String url) {
        int second = url.indexOf(':', url.indexOf(':') + 1);
        return second < 0 ? "this URL" : url.substring(0, second + 1);
    }
}
