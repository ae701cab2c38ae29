package io.polargosling.worker.sync;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.secret.SecretValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;

/** SSH with one deploy key; no file of the user is read and none is written. */
final class SshConnection implements NestConnection {

    private final NestAddress address;
    private final PinnedHostKeys hosts;
    private final SshdSessionFactory sessions;

    /**
     * @param folder where JGit may look for files of its own, of which there are none
     * @throws InvalidException when the key is none
     */
    SshConnection(NestAddress address, SecretValue key, PinnedHostKeys hosts, Path folder) {
        this.address = address;
        this.hosts = hosts;
        var keys = keys(key);
        var nowhere = folder.resolve("ssh-none").toFile();
        this.sessions = new SshdSessionFactoryBuilder()
                .setPreferredAuthentications("publickey")
                .setHomeDirectory(nowhere)
                .setSshDirectory(nowhere)
                .setConfigFile(directory -> null)
                .setDefaultKnownHostsFiles(directory -> List.of())
                .setDefaultIdentities(directory -> List.of())
                .setDefaultKeysProvider(directory -> keys)
                .setServerKeyDatabase((home, directory) -> hosts)
                .build(null);
    }

    private static List<KeyPair> keys(SecretValue secret) {
        var text = secret.reveal().getBytes(StandardCharsets.UTF_8);
        var keys = new ArrayList<KeyPair>();
        try (var in = new ByteArrayInputStream(text)) {
            var found = SecurityUtils.loadKeyPairIdentities(null, () -> "the Nest's deploy key", in, null);
            if (found != null) {
                found.forEach(keys::add);
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // What the library says may hold parts of the key.
            keys.clear();
        }
        if (keys.isEmpty()) {
            throw new InvalidException("the secret deploy-keys/mothergoose-private is no private key (expected: one in"
                    + " the format of OpenSSH or in PEM, without a passphrase)");
        }
        return List.copyOf(keys);
    }

    @Override
    public NestAddress address() {
        return address;
    }

    @Override
    public void configure(Transport transport) {
        if (transport instanceof SshTransport ssh) {
            ssh.setSshSessionFactory(sessions);
        }
    }

    @Override
    public Optional<String> refusal() {
        return hosts.refusal();
    }

    @Override
    public void close() {
        sessions.close();
    }
}
