package io.polargosling.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FmtCommandTest {

    private static final String UGLY = "a=1\nbcd  =  2 # two\n\n\n\n# own\ne {\nf=3\n}";
    private static final String NEAT = "a   = 1\nbcd = 2 # two\n\n# own\ne {\n  f = 3\n}\n";

    @TempDir
    private Path folder = Path.of("");

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolve("..").normalize());
        return Files.writeString(file, text);
    }

    @Test
    void fmt_folder_writesWhatDiffersAndNamesIt() throws IOException {
        Path ugly = file("Eggs/a/config.fly", UGLY);
        Path neat = file("Eggs/b/config.fly", NEAT);
        Path hidden = file(".git/c.fly", UGLY);
        Path other = file("Eggs/a/config.tf", UGLY);
        var longAgo = FileTime.from(Instant.EPOCH);
        Files.setLastModifiedTime(neat, longAgo);
        assertThat(Gosling.run("fmt", folder)).isEqualTo(new Gosling(0, ugly + "\n", ""));
        assertThat(ugly).hasContent(NEAT);
        assertThat(hidden).hasContent(UGLY);
        assertThat(other).hasContent(UGLY);
        assertThat(Files.getLastModifiedTime(neat)).isEqualTo(longAgo);
        assertThat(Gosling.run("fmt", folder)).isEqualTo(new Gosling(0, "", ""));
        try (var left = Files.list(folder.resolve("Eggs/a"))) {
            assertThat(left).hasSize(2);
        }
    }

    @Test
    void fmt_file_keepsItsModeAndItsLink() throws IOException {
        Path ugly = file("real.fly", UGLY);
        Files.setPosixFilePermissions(ugly, PosixFilePermissions.fromString("rw-r-x--x"));
        Path link = Files.createSymbolicLink(folder.resolve("link.fly"), ugly);
        assertThat(Gosling.run("fmt", "--quiet", link)).isEqualTo(new Gosling(0, "", ""));
        assertThat(ugly).hasContent(NEAT);
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ugly)))
                .isEqualTo("rw-r-x--x");
    }

    @Test
    void fmt_check_namesWhatDiffersAndWritesNothing() throws IOException {
        Path ugly = file("ugly.fly", UGLY);
        file("neat.fly", NEAT);
        assertThat(Gosling.run("fmt", "--check", folder)).isEqualTo(new Gosling(1, ugly + "\n", ""));
        assertThat(ugly).hasContent(UGLY);
        Files.delete(ugly);
        assertThat(Gosling.run("fmt", "--check", folder)).isEqualTo(new Gosling(0, "", ""));
    }

    @Test
    void fmt_brokenFile_isLeftAloneAndTheOthersDone() throws IOException {
        Path broken = file("a.fly", "a = = 1\n");
        Path ugly = file("b.fly", UGLY);
        var result = Gosling.run("fmt", folder, folder.resolve("none"));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEqualTo(ugly + "\n");
        assertThat(result.err()).contains(broken + ":1:5: error: ").contains("none\" does not exist");
        assertThat(broken).hasContent("a = = 1\n");
        assertThat(ugly).hasContent(NEAT);
    }

    @Test
    void fmt_standardInput_isPrintedLaidOut() {
        assertThat(Gosling.withInput(UGLY, "fmt", "-")).isEqualTo(new Gosling(0, NEAT, ""));
        assertThat(Gosling.withInput("\uFEFF" + UGLY.replace("\n", "\r\n"), "fmt", "-"))
                .isEqualTo(new Gosling(0, NEAT, ""));
        assertThat(Gosling.withInput("a=[", "fmt", "-").code()).isEqualTo(1);
        assertThat(Gosling.withInput("a=[", "fmt", "-").out()).isEmpty();
        assertThat(Gosling.withInput(UGLY, "fmt", "--check", "-")).isEqualTo(new Gosling(1, "standard input\n", ""));
        assertThat(Gosling.withInput(NEAT, "fmt", "--check", "-")).isEqualTo(new Gosling(0, "", ""));
        assertThat(Gosling.withInput(UGLY, "fmt", "-", "x.fly").code()).isEqualTo(2);
    }

    @Test
    void fmt_diff_showsOnlyWhatChanges() throws IOException {
        Path file = file("a.fly", "a = 1\nb = 2\nc = 3\nd = 4\ne=5\nf = 6\n\n\ng = 7\n");
        var result = Gosling.run("fmt", "--diff", file);
        assertThat(result).isEqualTo(new Gosling(0, """
                --- %1$s
                +++ %1$s
                @@ -2,8 +2,7 @@
                 b = 2
                 c = 3
                 d = 4
                -e=5
                +e = 5
                 f = 6
                \s
                -
                 g = 7
                """.formatted(file), ""));
        assertThat(Gosling.run("fmt", "--diff", "--check", file).code()).isEqualTo(1);
        assertThat(file).content().contains("e=5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                UGLY,
                "",
                "a=1",
                "\uFEFFa = 1\n",
                "\n\n\na=1\n\n\n",
                "a = 1\r\nb = 2\r\n",
                "x {\n\n\n\n}\n",
                "a = <<E\n\n x\n\nE\n\n\nb=1\n",
                "a = 1\n\n\n\n\n\n\n\n\n\nb = 1\nc = 1\nd = 1\ne = 1\nf = 1\ng = 1\nh = 1\ni=1\n/*\n\n\n*/\n\n\nj=1",
            })
    void fmt_diff_appliedByPatch_isWhatFmtMakes(String text) throws Exception {
        Path file = file("a.fly", text);
        String diff = Gosling.run("fmt", "--diff", file).out();
        Path patch = Files.writeString(folder.resolve("patch"), diff);
        Path patched = Files.copy(file, folder.resolve("patched"));
        if (!diff.isEmpty()) {
            var process = new ProcessBuilder("patch", "--binary", patched.toString(), patch.toString()).start();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(diff).isZero();
        }
        assertThat(Files.readString(patched))
                .isEqualTo(Gosling.withInput(text, "fmt", "-").out());
    }

    @Test
    void fmt_noUtf8_isReported() throws IOException {
        Path file = Files.write(folder.resolve("a.fly"), new byte[] {'a', '=', '"', (byte) 0xFF, '"', '\n'});
        var result = Gosling.run("fmt", file);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("a.fly:1:4: error: ").contains("UTF-8");
        assertThat(Files.size(file)).isEqualTo(6);
    }
}
