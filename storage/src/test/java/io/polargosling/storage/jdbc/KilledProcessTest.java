package io.polargosling.storage.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessTest {

    private static final int COMMITS = 500;

    @Test
    @Timeout(60)
    void commits_processKilled_areAllThere(@TempDir Path data) throws Exception {
        for (int round = 1; round <= 2; round++) {
            var acknowledged = commitUntilKilled(data);
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(COMMITS);
            try (var storage = JdbcStorage.embedded(data)) {
                for (var id : acknowledged) {
                    assertThat(storage.operations().find(id))
                            .as("acknowledged %s", id)
                            .isPresent();
                }
            }
        }
    }

    private static List<UUID> commitUntilKilled(Path data) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var child = new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        CommittingProgram.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var acknowledged = new ArrayList<UUID>();
        try (var lines = child.inputReader()) {
            while (acknowledged.size() < COMMITS) {
                acknowledged.add(UUID.fromString(lines.readLine()));
            }
            // Through the handle: Process.destroyForcibly() would close the stream with what was acknowledged last.
            assertThat(child.toHandle().destroyForcibly()).isTrue();
            addRest(lines, acknowledged);
        } finally {
            int _ = child.destroyForcibly().waitFor();
        }
        return acknowledged;
    }

    /** What was acknowledged between the last line read and the kill; the last line may be cut. */
    private static void addRest(BufferedReader lines, List<UUID> acknowledged) throws IOException {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.length() == 36) {
                acknowledged.add(UUID.fromString(line));
            }
        }
    }
}
