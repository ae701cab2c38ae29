package io.polargosling.storage.jdbc;

import io.polargosling.embedded.H2File;

/** H2, in a file of this process or in memory. */
final class H2Dialect extends Dialect {

    @Override
    String migrations() {
        return "classpath:db/migration/h2";
    }

    @Override
    String harden(String jdbcUrl) {
        String url = H2File.withOption(jdbcUrl, "LOCK_TIMEOUT", "10000");
        // As many statements as a connection keeps parsed; H2's own choice is 8, and one transaction uses more.
        url = H2File.withOption(url, "QUERY_CACHE_SIZE", "128");
        // Beside a commit of another connection H2 may take a table for unchanged and give an old answer again.
        url = H2File.withOption(url, "OPTIMIZE_REUSE_RESULTS", "0");
        return isInMemory(url)
                ? H2File.withOption(url, "DB_CLOSE_DELAY", "-1")
                : H2File.parse(url).url();
    }

    @Override
    void prepare(String jdbcUrl) {
        if (!isInMemory(jdbcUrl)) {
            H2File.parse(jdbcUrl).recover();
        }
    }

    private static boolean isInMemory(String jdbcUrl) {
        return jdbcUrl.startsWith("jdbc:h2:mem:");
    }
}
