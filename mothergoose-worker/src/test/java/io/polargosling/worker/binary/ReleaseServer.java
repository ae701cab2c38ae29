package io.polargosling.worker.binary;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.polargosling.domain.object.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A release page on this machine. */
final class ReleaseServer implements AutoCloseable {

    static final String SUMS = "SHA256SUMS";

    private final HttpServer server;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> releases = new ArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();

    /** How a path is answered. */
    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    ReleaseServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> {
            try (exchange) {
                String path = exchange.getRequestURI().getPath();
                asked.add(path);
                tokens.add(path + " "
                        + Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                                .orElse("none"));
                answers.getOrDefault(path, other -> other.sendResponseHeaders(404, -1))
                        .to(exchange);
            }
        });
        server.start();
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    String url(String path) {
        return "http://" + host() + path;
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    List<String> tokens() {
        return List.copyOf(tokens);
    }

    /** Publishes a release of one file, with its true checksum. */
    ReleaseServer release(String version, String file, byte[] content) {
        return release(version, file, content, Sha256.of(content).value());
    }

    ReleaseServer release(String version, String file, byte[] content, String sum) {
        String folder = "/v" + version + "/";
        file(folder + file, content);
        file(folder + SUMS, (sum + "  " + file + "\n").getBytes(StandardCharsets.UTF_8));
        return listed("v" + version, false, folder + file, folder + SUMS, folder + SUMS + ".sig");
    }

    /** Puts a release at the top of the list. */
    ReleaseServer listed(String tag, boolean preRelease, String... paths) {
        var assets = new ArrayList<String>();
        for (var path : paths) {
            assets.add("{\"name\":\"x\",\"browser_download_url\":\"" + url(path) + "\"}");
        }
        releases.addFirst("{\"tag_name\":\"" + tag + "\",\"draft\":false,\"prerelease\":" + preRelease + ",\"assets\":["
                + String.join(",", assets) + "]}");
        return file("/feed", ("[" + String.join(",", releases) + "]").getBytes(StandardCharsets.UTF_8));
    }

    ReleaseServer file(String path, byte[] content) {
        return answer(path, exchange -> {
            exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
        });
    }

    ReleaseServer status(String path, int status) {
        return answer(path, exchange -> exchange.sendResponseHeaders(status, -1));
    }

    ReleaseServer redirect(String path, String to) {
        return answer(path, exchange -> {
            exchange.getResponseHeaders().add("Location", to);
            exchange.sendResponseHeaders(302, -1);
        });
    }

    /** Announces more than it sends. */
    ReleaseServer truncated(String path, byte[] content) {
        return answer(path, exchange -> {
            exchange.sendResponseHeaders(200, content.length + 100L);
            exchange.getResponseBody().write(content);
            exchange.getResponseBody().flush();
        });
    }

    /** Sends without an end and without saying how much. */
    ReleaseServer endless(String path) {
        return answer(path, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            var chunk = new byte[64 * 1024];
            try {
                while (true) {
                    exchange.getResponseBody().write(chunk);
                }
            } catch (IOException e) {
                // It had enough.
                return;
            }
        });
    }

    private ReleaseServer answer(String path, Answer answer) {
        answers.put(path, answer);
        return this;
    }

    static byte[] zip(String name, byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("README.md"));
            zip.write("read me".getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
