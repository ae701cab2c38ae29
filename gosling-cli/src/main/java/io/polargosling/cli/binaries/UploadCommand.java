package io.polargosling.cli.binaries;

import io.polargosling.cli.client.ApiClient;
import io.polargosling.cli.client.ApiReport;
import io.polargosling.cli.client.ApiReport.Shown;
import io.polargosling.cli.client.ApiSession;
import io.polargosling.cli.client.RefusedCallException;
import io.polargosling.domain.binary.BinaryBuild;
import io.polargosling.domain.binary.SemanticVersion;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.problem.InvalidException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code gosling binaries upload}. */
@Command(name = "upload", description = "Stores a version; it is not made the active one.")
final class UploadCommand extends OneBinary {

    private static final Duration LIMIT = Duration.ofMinutes(30);

    @Parameters(index = "1", paramLabel = "FILE", description = "The program itself, of 300 MB at most; no archive.")
    private Path file = Path.of("");

    @Option(
            names = "--version",
            required = true,
            paramLabel = "VERSION",
            converter = Program.Version.class,
            description = "Which version it is, such as 1.12.6.")
    private SemanticVersion version = SemanticVersion.of("0.0.0");

    @Option(
            names = "--os-arch",
            defaultValue = "linux-amd64",
            paramLabel = "PLATFORM",
            description = "Which platform it is for. Default: ${DEFAULT-VALUE}.")
    private String platform = "linux-amd64";

    @Option(
            names = "--checksum",
            paramLabel = "SHA256",
            description = "What its publisher says it hashes to. Default: what it hashes to here.")
    private @Nullable String checksum;

    UploadCommand(ApiReport report) {
        super(report);
    }

    @Override
    Shown change(ApiSession session) throws RefusedCallException, InterruptedException {
        var build = build();
        var boundary = UUID.randomUUID().toString();
        var form = new ApiClient.Upload(form(build, boundary), "multipart/form-data; boundary=" + boundary, LIMIT);
        var answer = session.upload("/admin/binaries/upload", form);
        return Shown.done(
                answer,
                "stored " + binary().word() + " " + build + " sha256 "
                        + answer.path("sha256_hash").asString(""));
    }

    private BinaryBuild build() {
        try {
            return new BinaryBuild(version.text(), platform);
        } catch (InvalidException e) {
            throw new ParameterException(spec().commandLine(), "--os-arch: " + e.getMessage(), e);
        }
    }

    private BodyPublisher form(BinaryBuild build, String boundary) {
        try {
            String start = field(boundary, "binary_name", binary().word())
                    + field(boundary, "version", build.version())
                    + field(boundary, "os_arch", build.platform())
                    + field(boundary, "checksum", checked().value())
                    + disposition(boundary, "file\"; filename=\"" + binary().file());
            return BodyPublishers.concat(
                    BodyPublishers.ofString(start),
                    BodyPublishers.ofFile(file),
                    BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
        } catch (FileNotFoundException e) {
            throw new InvalidException("reading " + file + ": there is no such file");
        } catch (IOException e) {
            throw new InvalidException("reading " + file + ": " + e.getMessage());
        }
    }

    /** Found out here first, so that a wrong file is not sent at all. */
    private Sha256 checked() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new FileNotFoundException(file.toString());
        }
        var found = Sha256.of(file);
        if (checksum != null && !checksum.toLowerCase(Locale.ROOT).equals(found.value())) {
            throw new InvalidException(
                    file + " has SHA-256 " + found + " (expected: " + checksum + "); nothing was sent");
        }
        return found;
    }

    private static String field(String boundary, String name, String value) {
        return disposition(boundary, name) + value + "\r\n";
    }

    private static String disposition(String boundary, String name) {
        return "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n";
    }
}
