package io.polargosling.storage.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * S3Mock as a process of its own, started once for the test JVM and ended with it. Its jar must not be on our classpath:
 * its settings and beans would become ours.
 */
final class S3Server {

    static final String BUCKET = "objects";

    private static final Duration START = Duration.ofSeconds(60);

    private final URI address;
    private final HttpClient http = HttpClient.newHttpClient();

    private S3Server(URI address) {
        this.address = address;
    }

    private static final class Holder {
        static final S3Server SHARED = start();
    }

    static S3Server shared() {
        return Holder.SHARED;
    }

    /** The bucket all tests share, of which each has a prefix of its own. */
    S3Bucket bucket(String prefix) {
        return new S3Bucket(BUCKET, prefix, "eu-central-1", Optional.of(address));
    }

    /** Replaces an object without the product's code. */
    void overwrite(String key, byte[] bytes) throws IOException {
        assertThat(put("/" + BUCKET + "/" + key, bytes)).isEqualTo(200);
    }

    private int put(String path, byte[] body) throws IOException {
        try {
            var request = HttpRequest.newBuilder(address.resolve(path))
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(body))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static S3Server start() {
        try {
            int port = freePort();
            Path folder = Files.createTempDirectory("s3mock");
            var builder = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Dserver.port=0",
                            "-Dcom.adobe.testing.s3mock.httpPort=" + port,
                            "-jar",
                            System.getProperty("s3mock.jar"))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile());
            builder.environment().putAll(Map.of("COM_ADOBE_TESTING_S3MOCK_STORE_ROOT", folder.toString()));
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process)));
            var server = new S3Server(URI.create("http://127.0.0.1:" + port));
            Awaitility.await("S3Mock to answer")
                    .atMost(START)
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptions()
                    .until(() -> server.put("/" + BUCKET, new byte[0]) == 200);
            return server;
        } catch (IOException e) {
            throw new IllegalStateException("starting S3Mock", e);
        }
    }

    private static void end(Process process) {
        process.destroy();
        try {
            boolean _ = process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
