package io.polargosling.domain.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {

    private static final Instant LIMIT = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void delete_filesOfBothAges_leavesTheYoungerAndFolders(@TempDir Path folder) throws Exception {
        Files.createFile(folder.resolve("young"));
        var old = Files.createFile(folder.resolve("old"));
        Files.setLastModifiedTime(old, FileTime.from(LIMIT.minusMillis(1)));
        var inner = Files.createDirectory(folder.resolve("inner"));
        Files.setLastModifiedTime(inner, FileTime.from(LIMIT.minusSeconds(9)));

        Leftovers.delete(folder, LIMIT);

        try (var left = Files.list(folder)) {
            assertThat(left)
                    .extracting(path -> path.getFileName().toString())
                    .containsExactlyInAnyOrder("young", "inner");
        }
    }
}
