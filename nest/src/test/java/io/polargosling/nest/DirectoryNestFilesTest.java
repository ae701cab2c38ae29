package io.polargosling.nest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.polargosling.domain.problem.UnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryNestFilesTest {

    @TempDir
    private Path folder;

    @Test
    void directory_withLinksAndSubmodule_showsRegularFilesOnly() throws IOException {
        write("nest/Eggs/web/config.fly", "egg");
        write("nest/.git/config", "x");
        write("nest/vendored/.git", "gitdir: elsewhere");
        write("nest/vendored/config.fly", "x");
        write("outside/secret.fly", "x");
        Files.createSymbolicLink(folder.resolve("nest/link.fly"), folder.resolve("outside/secret.fly"));
        Files.createSymbolicLink(folder.resolve("nest/linked"), folder.resolve("outside"));

        NestFiles files = NestFiles.ofDirectory(folder.resolve("nest"));

        assertThat(files.paths()).containsExactly("Eggs/web/config.fly");
        assertThat(files.links()).containsExactly("link.fly", "linked", "vendored");
        assertThat(new String(files.read("Eggs/web/config.fly"), StandardCharsets.UTF_8))
                .isEqualTo("egg");
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> files.read("link.fly"));
    }

    @Test
    void directory_thatIsMissing_isUnavailable() {
        NestFiles files = NestFiles.ofDirectory(folder.resolve("nowhere"));
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(files::paths)
                .withMessageContaining("nowhere");
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
