package io.polargosling.bench.ingress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * adnanh/webhook as Debian packages it: compares the token and starts {@code /bin/true} for every webhook. It keeps
 * nothing, so only the way through HTTP compares.
 */
final class Peer implements AutoCloseable {

    static final String PATH = "/hooks/bench";

    private final Process process;
    private final int port;

    private Peer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Empty where it is not installed. */
    static Optional<Peer> start(Path folder, String token) throws IOException, InterruptedException {
        Path program = Path.of("/usr/bin/webhook");
        if (!Files.isExecutable(program)) {
            return Optional.empty();
        }
        Path hooks = folder.resolve("hooks.json");
        Files.writeString(hooks, """
                [{"id": "bench", "execute-command": "/bin/true",
                  "trigger-rule": {"match": {"type": "value", "value": "%s",
                    "parameter": {"source": "header", "name": "X-Gitlab-Token"}}}}]
                """.formatted(token));
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var process = new ProcessBuilder(
                        program.toString(),
                        "-ip",
                        "127.0.0.1",
                        "-port",
                        Integer.toString(port),
                        "-hooks",
                        hooks.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("peer.log").toFile())
                .start();
        var peer = new Peer(process, port);
        for (int i = 0; i < 100 && !peer.listens(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return Optional.of(peer);
    }

    private boolean listens() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
