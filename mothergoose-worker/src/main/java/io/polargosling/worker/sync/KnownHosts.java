package io.polargosling.worker.sync;

import io.polargosling.domain.problem.InvalidException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;

/** The lines of a {@code known_hosts} file: names or their hashes, ports, and keys, some of them revoked. */
final class KnownHosts {

    private static final int SSH_PORT = 22;
    private static final String REVOKED = "revoked";

    private final List<Line> lines;

    private record Line(KnownHostEntry entry, PublicKey key) {

        boolean isOf(String host, int port) {
            return entry.isHostMatch(host, port);
        }

        boolean isRevoked() {
            return REVOKED.equals(entry.getMarker());
        }

        boolean isPlain() {
            return entry.getMarker() == null;
        }
    }

    /** What is known of a server's key. */
    sealed interface Verdict {

        /** It is the one. */
        record Pinned() implements Verdict {}

        /** It must not be used any more. */
        record Revoked() implements Verdict {}

        /** The server has others. */
        record Other(List<PublicKey> expected) implements Verdict {}

        /** Nothing is known of the server. */
        record Unknown() implements Verdict {}
    }

    private KnownHosts(List<Line> lines) {
        this.lines = lines;
    }

    /**
     * Reads lines; comments, and keys of kinds that are not supported, are passed over.
     *
     * @throws InvalidException when one is malformed; holds its number only
     */
    static KnownHosts parse(String text) {
        var lines = new ArrayList<Line>();
        int number = 0;
        for (String line : text.lines().map(String::strip).toList()) {
            number++;
            if (!line.isEmpty() && !line.startsWith("#")) {
                try {
                    var entry = KnownHostEntry.parseKnownHostEntry(line);
                    var key = entry.getKeyEntry().resolvePublicKey(null, PublicKeyEntryResolver.IGNORING);
                    if (key != null) {
                        lines.add(new Line(entry, key));
                    }
                } catch (RuntimeException | IOException | GeneralSecurityException e) {
                    throw new InvalidException("reading the secret nest/known-hosts: line " + number
                            + " is malformed (expected: HOST TYPE KEY, as in a known_hosts file)");
                }
            }
        }
        return new KnownHosts(List.copyOf(lines));
    }

    /** The keys a server may show. As in OpenSSH a line without a port counts for another port where none names that. */
    List<PublicKey> keys(String host, int port) {
        var exact = plain(host, port);
        return exact.isEmpty() ? plain(host, SSH_PORT) : exact;
    }

    private List<PublicKey> plain(String host, int port) {
        return lines.stream()
                .filter(line -> line.isPlain() && line.isOf(host, port))
                .map(Line::key)
                .toList();
    }

    Verdict judge(String host, int port, PublicKey key) {
        boolean revoked = lines.stream()
                .filter(line -> line.isRevoked() && (line.isOf(host, port) || line.isOf(host, SSH_PORT)))
                .anyMatch(line -> KeyUtils.compareKeys(line.key(), key));
        if (revoked) {
            return new Verdict.Revoked();
        }
        var keys = keys(host, port);
        if (keys.stream().anyMatch(known -> KeyUtils.compareKeys(known, key))) {
            return new Verdict.Pinned();
        }
        return keys.isEmpty() ? new Verdict.Unknown() : new Verdict.Other(keys);
    }

    /** The line that pins a key. */
    static String line(String host, int port, PublicKey key) {
        return shown(host, port) + " " + PublicKeyEntry.toString(key);
    }

    /** A server as such lines name it. */
    static String shown(String host, int port) {
        return port == SSH_PORT ? host : "[" + host + "]:" + port;
    }
}
