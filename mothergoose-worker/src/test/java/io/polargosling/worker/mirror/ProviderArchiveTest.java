package io.polargosling.worker.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.UnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderArchiveTest {

    private static final String PROGRAM = "terraform-provider-aws_v6.62.0";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../out",
                "a/../../out",
                "/tmp/polar-gosling-out",
                "..",
                "a\\..\\..\\out",
                "terraform-provider-aws/../../out"
            })
    void unpack_nameLeadsOut_writesNothingOutside(String name) throws IOException {
        var archive = zip(PROGRAM, name);

        assertRefused(archive, "leads out");

        try (var tree = Files.walk(folder)) {
            assertThat(tree.filter(file -> file.endsWith("out"))).isEmpty();
        }
        assertThat(Path.of("/tmp/polar-gosling-out")).doesNotExist();
    }

    @Test
    void unpack_largerThanAllowed_stops() throws IOException {
        var archive = folder.resolve("bomb.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            zip.putNextEntry(new ZipEntry(PROGRAM));
            zip.write(new byte[2_000_000]);
            zip.closeEntry();
        }
        assertThat(Files.size(archive)).isLessThan(10_000);

        assertThatThrownBy(() -> ProviderArchive.unpack(archive, folder.resolve("to"), 1_000_000))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("bomb.zip", "larger");
        assertThat(Files.size(folder.resolve("to").resolve(PROGRAM))).isLessThanOrEqualTo(1_000_000);
    }

    @Test
    void unpack_tooManyEntries_isRefused() throws IOException {
        assertRefused(zip(IntStream.range(0, 1001).mapToObj(i -> "file" + i).toArray(String[]::new)), "1001 entries");
    }

    @Test
    void unpack_twoEntriesForOneFile_isRefused() throws IOException {
        assertRefused(zip(PROGRAM, "a/b", "a/./b"), "two entries");
    }

    @Test
    void unpack_noProgram_isRefused() throws IOException {
        assertRefused(zip("README.md", "docs/" + PROGRAM), "no file terraform-provider-");
    }

    @Test
    void unpack_noZip_isRefused() throws IOException {
        assertRefused(Files.writeString(folder.resolve("text.zip"), "no archive at all"), "no zip file");
    }

    private void assertRefused(Path archive, String why) {
        assertThatThrownBy(() -> ProviderArchive.unpack(archive, folder.resolve("to")))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(archive.getFileName().toString(), why, "gosling bootstrap --only cache");
    }

    private Path zip(String... names) throws IOException {
        var archive = folder.resolve("provider.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (var name : Stream.of(names).toList()) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(name.getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return archive;
    }
}
