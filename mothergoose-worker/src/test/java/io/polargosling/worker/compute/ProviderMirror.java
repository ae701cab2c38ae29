package io.polargosling.worker.compute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The filesystem mirror that holds the doubles of the AWS and Yandex Cloud providers. */
public final class ProviderMirror {

    private static final Path SCRIPT = Path.of("../tools/with-provider-double");

    private ProviderMirror() {}

    /** The mirror of {@code GOSLING_PROVIDER_MIRROR}, else the one that the tool builds or has built. */
    public static Path find() {
        var given = System.getenv("GOSLING_PROVIDER_MIRROR");
        return given != null && !given.isEmpty() ? Path.of(given) : built();
    }

    /** Writes a configuration of OpenTofu that takes providers from the mirror and from nowhere else. */
    public static Path writeConfig(Path file) {
        var text = """
                provider_installation {
                  filesystem_mirror {
                    path = "%s"
                  }
                }
                disable_checkpoint = true
                """.formatted(find());
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path built() {
        try {
            var output = Files.createTempFile("provider-mirror", ".txt");
            var process = new ProcessBuilder(SCRIPT.toString())
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException("building the provider double: " + SCRIPT + " did not end well");
            }
            var path = Path.of(Files.readString(output).strip());
            Files.delete(output);
            return path;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("building the provider double: interrupted", e);
        }
    }
}
