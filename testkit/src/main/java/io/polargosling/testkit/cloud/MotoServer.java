package io.polargosling.testkit.cloud;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Moto, a stand-in for the AWS API: one process on a loopback port that speaks the real protocols over HTTP, takes any
 * credentials, and keeps everything in its memory.
 */
public final class MotoServer implements AutoCloseable {

    private static final Pattern READY = Pattern.compile("Running on (http://127\\.0\\.0\\.1:\\d+)");
    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;
    private final URI endpoint;
    private final Thread atExit;
    private final HttpClient http = HttpClient.newHttpClient();

    private MotoServer(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.atExit = new Thread(process::destroy, "moto-end");
        Runtime.getRuntime().addShutdownHook(atExit);
        this.endpoint = await().atMost(START)
                .pollInterval(Duration.ofMillis(20))
                .until(this::announced, Optional::isPresent)
                .orElseThrow();
    }

    /** The program that {@code MOTO_SERVER} names; empty where there is none. */
    public static Optional<Path> program() {
        return Optional.ofNullable(System.getenv("MOTO_SERVER")).map(Path::of).filter(Files::isExecutable);
    }

    /** Starts one without any resource, or skips the test where there is no program. */
    public static MotoServer start() {
        var program = program();
        assumeTrue(program.isPresent(), "no moto here: run the tests by tools/with-moto, or set MOTO_SERVER");
        try {
            var log = Files.createTempFile("moto", ".log");
            var process = new ProcessBuilder(program.orElseThrow().toString(), "-H", "127.0.0.1", "-p", "0")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new MotoServer(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<URI> announced() throws IOException {
        var text = Files.readString(log);
        if (!process.isAlive()) {
            throw new IllegalStateException("moto ended: " + text);
        }
        var matcher = READY.matcher(text);
        return matcher.find() ? Optional.of(URI.create(matcher.group(1))) : Optional.empty();
    }

    /** Where every service of every region answers. */
    public URI endpoint() {
        return endpoint;
    }

    /** Forgets every resource, and makes Lambda do without containers. */
    public void reset() {
        post("/moto-api/reset", "");
        post("/moto-api/config", "{\"lambda\":{\"use_docker\":false}}");
    }

    private void post(String path, String body) {
        var request = HttpRequest.newBuilder(endpoint.resolve(path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException("moto " + path + ": " + answer.statusCode() + " " + answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking moto", e);
        }
    }

    @Override
    public void close() {
        http.close();
        process.destroy();
        var _ = process.onExit().join();
        boolean _ = Runtime.getRuntime().removeShutdownHook(atExit);
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
