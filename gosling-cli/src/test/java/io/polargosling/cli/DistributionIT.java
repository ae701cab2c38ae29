package io.polargosling.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The folder that is delivered, with its own Java, away from where it was built. */
@Timeout(120)
class DistributionIT {

    private static final Path BUILT =
            Path.of(System.getProperty("gosling.program", "")).resolve("../..").normalize();
    private static final Path NEST =
            Path.of("../examples/nest").toAbsolutePath().normalize();

    @TempDir
    private Path folder = Path.of("");

    private record Ended(int code, String out, String err) {}

    @BeforeEach
    void needsARuntime() {
        assumeThat(BUILT.resolve("runtime/bin/java"))
                .as("a JDK that can link runtimes")
                .exists();
    }

    @Test
    void program_movedAndReadOnly_runsOnItsOwnJavaAndWritesNothing() throws Exception {
        Path moved = moved();
        assertThat(run("chmod", "-R", "a-w", moved.toString()).code()).isZero();
        List<String> before = listing(moved);
        Path link = Files.createSymbolicLink(folder.resolve("gosling-link"), moved.resolve("bin/gosling"));
        var validated = run(link.toString(), "validate", NEST.toString());
        assertThat(validated.err()).isEmpty();
        assertThat(validated.out()).contains(": 0 errors, ");
        assertThat(validated.code()).isZero();
        assertThat(listing(moved)).isEqualTo(before);
        assertThat(run("chmod", "-R", "u+w", moved.toString()).code()).isZero();
    }

    @Test
    void classCache_movedFolder_isAccepted() throws Exception {
        Path moved = moved();
        // Unlike the program itself this insists on the cache.
        var version = run(
                moved.resolve("runtime/bin/java").toString(),
                "-XX:AOTMode=on",
                "-XX:AOTCache=" + moved.resolve("lib/gosling.aot"),
                "-XX:+UseSerialGC",
                "-cp",
                moved.resolve("lib/gosling.jar").toString(),
                "io.polargosling.cli.GoslingCli",
                "--version");
        assertThat(version.err()).isEmpty();
        assertThat(version.out()).startsWith("gosling ");
        assertThat(version.code()).isZero();
    }

    @Test
    void classCache_ofOtherJars_isPassedOverInSilence() throws Exception {
        Path moved = moved();
        assertThat(run("touch", moved.resolve("lib/gosling.jar").toString()).code())
                .isZero();
        var version = run(moved.resolve("bin/gosling").toString(), "--version");
        assertThat(version.err()).isEmpty();
        assertThat(version.out()).startsWith("gosling ");
    }

    @Test
    void program_inABareEnvironment_speaksUtf8() throws Exception {
        Path file = Files.writeString(folder.resolve("größe.fly"), "日本=\"ü\"\n");
        String gosling = BUILT.resolve("bin/gosling").toString();
        assertThat(run(gosling, "fmt", "--diff", file.toString()).out()).contains("größe.fly", "+日本 = \"ü\"");
        assertThat(run(gosling, "fmt", "--check", folder.toString())).isEqualTo(new Ended(1, file + "\n", ""));
    }

    @Test
    void bootstrap_bucketOutOfReach_hasAllItNeedsToSaySo() throws Exception {
        var ended = run(
                "AWS_ACCESS_KEY_ID=a",
                "AWS_SECRET_ACCESS_KEY=b",
                BUILT.resolve("bin/gosling").toString(),
                "bootstrap",
                "--only=cache",
                "--bucket=cache-1",
                "--endpoint=https://127.0.0.1:1");
        assertThat(ended.err())
                .contains("the object store does not answer", "cause: ")
                .doesNotContain("SLF4J", "\tat ");
        assertThat(ended.code()).isEqualTo(3);
    }

    @Test
    void program_readerGone_endsInSilence() throws Exception {
        var text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("b").append(i).append(" = ").append(i).append('\n');
        }
        Path file = Files.writeString(folder.resolve("big.fly"), text);
        Path list = Files.writeString(folder.resolve("list"), (file + "\n").repeat(20));
        String script = "'%s' parse --files-from '%s' | head -1; '%1$s' validate --help >/dev/full"
                .formatted(BUILT.resolve("bin/gosling"), list);
        var piped = run("sh", "-c", script);
        assertThat(piped.out()).isEqualTo("{\n");
        assertThat(piped.err()).isEqualTo("gosling: writing the output: No space left on device\n");
        assertThat(piped.code()).isEqualTo(1);
    }

    @Test
    void program_withoutItsRuntime_usesAnotherJava() throws Exception {
        Path moved = moved();
        assertThat(run("rm", "-r", moved.resolve("runtime").toString()).code()).isZero();
        String gosling = moved.resolve("bin/gosling").toString();
        var version = run("JAVA_HOME=" + System.getProperty("java.home"), gosling, "--version");
        assertThat(version.err()).isEmpty();
        assertThat(version.out()).startsWith("gosling ");
        var none = run("PATH=/nowhere", "/bin/sh", gosling, "--version");
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.err()).contains("needs Java 25");
    }

    private Path moved() throws Exception {
        Path moved = folder.resolve("some where/gosling");
        Files.createDirectories(moved.resolve(".."));
        assertThat(run("cp", "-a", BUILT.toString(), moved.toString()).code()).isZero();
        return moved;
    }

    private static List<String> listing(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    /** Without any environment variable, in a folder that is nobody's. */
    private Ended run(String... command) throws IOException, InterruptedException {
        var whole = new ArrayList<>(List.of("env", "-i"));
        whole.addAll(List.of(command));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(whole)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ended(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
