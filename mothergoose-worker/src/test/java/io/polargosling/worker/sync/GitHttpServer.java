package io.polargosling.worker.sync;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/** A repository over Git's smart HTTP on a loopback port, as well or as badly as a test asks. */
final class GitHttpServer implements AutoCloseable {

    private final Path repository;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Optional<String> token = Optional.empty();
    private volatile Optional<String> redirect = Optional.empty();
    private volatile long fullSpeed = Long.MAX_VALUE;
    private volatile long pauseMillis;

    GitHttpServer(Path repository) throws IOException {
        this.repository = repository;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/nest.git";
    }

    /** From now on asks for it. */
    void requireToken(String value) {
        token = Optional.of(value);
    }

    /** From now on sends everybody there. */
    void redirectTo(String address) {
        redirect = Optional.of(address);
    }

    /** From now on stops in the middle of an answer and says no more. */
    void hangAfter(long bytes) {
        dripAfter(bytes, Long.MAX_VALUE);
    }

    /** From now on goes on byte by byte in the middle of an answer. */
    void dripAfter(long bytes, long millis) {
        fullSpeed = bytes;
        pauseMillis = millis;
    }

    /** From now on is as it should be. */
    void recover() {
        fullSpeed = Long.MAX_VALUE;
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            if (redirect.isPresent()) {
                exchange.getResponseHeaders()
                        .set(
                                "Location",
                                redirect.get() + exchange.getRequestURI().toString());
                exchange.sendResponseHeaders(301, -1);
            } else if (!isAllowed(exchange)) {
                exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"git\"");
                exchange.sendResponseHeaders(401, -1);
            } else if (path.equals("/nest.git/info/refs")) {
                advertise(exchange);
            } else if (path.equals("/nest.git/git-upload-pack")) {
                upload(exchange);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private boolean isAllowed(HttpExchange exchange) {
        return token.map(value -> "Basic "
                        + Base64.getEncoder().encodeToString(("oauth2:" + value).getBytes(StandardCharsets.UTF_8)))
                .map(expected -> expected.equals(exchange.getRequestHeaders().getFirst("Authorization")))
                .orElse(true);
    }

    private void advertise(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-advertisement");
        exchange.sendResponseHeaders(200, 0);
        try (var git =
                new FileRepositoryBuilder().setGitDir(repository.toFile()).build()) {
            var lines = new PacketLineOut(exchange.getResponseBody());
            lines.writeString("# service=git-upload-pack\n");
            lines.end();
            var upload = new UploadPack(git);
            upload.setBiDirectionalPipe(false);
            upload.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
        }
    }

    private void upload(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-git-upload-pack-result");
        exchange.sendResponseHeaders(200, 0);
        try (var git = new FileRepositoryBuilder()
                        .setGitDir(repository.toFile())
                        .build();
                var out = new Slow(exchange.getResponseBody())) {
            var upload = new UploadPack(git);
            upload.setBiDirectionalPipe(false);
            upload.upload(body(exchange), out, null);
        }
    }

    private static InputStream body(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody();
        return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                ? new GZIPInputStream(body)
                : body;
    }

    private final class Slow extends FilterOutputStream {

        private long written;

        Slow(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int value) throws IOException {
            if (written++ >= fullSpeed) {
                flush();
                pause();
            }
            super.write(value);
        }

        private void pause() throws IOException {
            try {
                if (closed.await(pauseMillis, TimeUnit.MILLISECONDS)) {
                    throw new IOException("the server is gone");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
