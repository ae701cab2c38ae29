package io.polargosling.worker.sync;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;

/** OpenSSH's own server on a loopback port, with its keys in a folder; lets this process's user in by key. */
final class OpenSshServer implements AutoCloseable {

    private final Path folder;
    private final Process process;
    private final int port;

    private OpenSshServer(Path folder, Process process, int port) {
        this.folder = folder;
        this.process = process;
        this.port = port;
    }

    /** The program; empty where there is none. */
    static Optional<Path> program() {
        var named = Optional.ofNullable(System.getenv("SSHD_BINARY")).map(Path::of);
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("") + ":/usr/sbin";
        return Stream.concat(named.stream(), Stream.of(path.split(":")).map(one -> Path.of(one, "sshd")))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Path::toAbsolutePath);
    }

    /** Starts one that shows {@code hostKeys} and lets {@code allowed} in. */
    static OpenSshServer start(Path folder, List<KeyPair> hostKeys, KeyPair allowed) {
        try {
            var files = new StringBuilder();
            for (var key : hostKeys) {
                var file = folder.resolve("host-" + KeyUtils.getKeyType(key));
                Files.writeString(file, privateKey(key));
                Files.setPosixFilePermissions(
                        file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
                files.append("HostKey ").append(file).append('\n');
            }
            var authorized =
                    Files.writeString(folder.resolve("authorized"), PublicKeyEntry.toString(allowed.getPublic()));
            int port = freePort();
            var configuration =
                    Files.writeString(folder.resolve("sshd_config"), """
                    Port %d
                    ListenAddress 127.0.0.1
                    %sAuthorizedKeysFile %s
                    PasswordAuthentication no
                    KbdInteractiveAuthentication no
                    UsePAM no
                    StrictModes no
                    PermitRootLogin prohibit-password
                    PidFile none
                    """.formatted(port, files, authorized));
            var process = new ProcessBuilder(
                            program().orElseThrow().toString(), "-D", "-e", "-f", configuration.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("sshd.log").toFile())
                    .start();
            var server = new OpenSshServer(folder, process, port);
            await().atMost(Duration.ofSeconds(20)).until(server::listens);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean listens() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("sshd ended: " + Files.readString(folder.resolve("sshd.log")));
        }
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    String address(Path repository) {
        return "ssh://" + System.getProperty("user.name") + "@127.0.0.1:" + port + repository;
    }

    int port() {
        return port;
    }

    /** Lines that pin {@code keys} for this server. */
    String knownHosts(KeyPair... keys) {
        return Stream.of(keys)
                .map(key -> KnownHosts.line("127.0.0.1", port, key.getPublic()))
                .collect(Collectors.joining("\n"));
    }

    static KeyPair newKey(String type, int size) {
        try {
            return KeyUtils.generateKeyPair(type, size);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair newKey() {
        return newKey("ssh-ed25519", 256);
    }

    /** In the format of OpenSSH. */
    static String privateKey(KeyPair key) {
        var out = new java.io.ByteArrayOutputStream();
        try {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", null, out);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return out.toString(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
