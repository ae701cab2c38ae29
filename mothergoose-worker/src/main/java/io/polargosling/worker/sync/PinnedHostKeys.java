package io.polargosling.worker.sync;

import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;

/**
 * Trusts a server whose key stands in a secret, as lines of a {@code known_hosts} file, and no other. Remembers why it
 * refused one, since JGit only says that it did.
 */
final class PinnedHostKeys implements ServerKeyDatabase {

    private final NestAddress address;
    private final Secrets secrets;
    private final SecretUri uri;
    private final boolean trustFirst;
    private final Advice advice;
    private volatile Optional<String> refusal = Optional.empty();

    /**
     * What to tell somebody whose server is not pinned.
     *
     * @param data the data folder
     * @param mayTrustFirst whether the setting for that is allowed here and not on
     */
    record Advice(String data, boolean mayTrustFirst) {}

    /** @param trustFirst whether the first key seen is stored when there is no secret yet */
    PinnedHostKeys(NestAddress address, Secrets secrets, SecretUri uri, boolean trustFirst, Advice advice) {
        this.address = address;
        this.secrets = secrets;
        this.uri = uri;
        this.trustFirst = trustFirst;
        this.advice = advice;
    }

    /** Why the server was refused. */
    Optional<String> refusal() {
        return refusal;
    }

    /** Lets the server be asked for a key of a kind that is pinned, where it has several. */
    @Override
    public List<PublicKey> lookup(String connected, InetSocketAddress remote, Configuration configuration) {
        try {
            return known().map(hosts -> hosts.keys(address.host(), address.sshPort()))
                    .orElse(List.of());
        } catch (GoslingException e) {
            refusal = Optional.of(e.getMessage());
            return List.of();
        }
    }

    @Override
    public boolean accept(
            String connected,
            InetSocketAddress remote,
            PublicKey key,
            Configuration configuration,
            CredentialsProvider provider) {
        try {
            refusal = judge(key);
        } catch (GoslingException e) {
            refusal = Optional.of(e.getMessage());
        }
        return refusal.isEmpty();
    }

    private Optional<String> judge(PublicKey key) {
        var hosts = known();
        if (hosts.isEmpty() && trustFirst) {
            var line = KnownHosts.line(address.host(), address.sshPort(), key);
            hosts = Optional.of(KnownHosts.parse(
                    secrets.createIfAbsent(uri, SecretValue.of(line)).reveal()));
        }
        if (hosts.isEmpty()) {
            return Optional.of(unknown(key));
        }
        return switch (hosts.get().judge(address.host(), address.sshPort(), key)) {
            case KnownHosts.Verdict.Pinned pinned -> Optional.empty();
            case KnownHosts.Verdict.Revoked revoked ->
                Optional.of("the key of " + server() + ", " + described(key)
                        + ", is marked as revoked in the secret nest/known-hosts");
            case KnownHosts.Verdict.Other(var expected) ->
                Optional.of("the key of " + server() + " is " + described(key) + " (expected: "
                        + expected.stream().map(PinnedHostKeys::described).collect(Collectors.joining(" or "))
                        + ", from the secret nest/known-hosts); somebody may be between, or the server has a new key");
            case KnownHosts.Verdict.Unknown unknown -> Optional.of(unknown(key));
        };
    }

    private Optional<KnownHosts> known() {
        return secrets.find(uri).map(SecretValue::reveal).map(KnownHosts::parse);
    }

    private String unknown(PublicKey key) {
        var line = KnownHosts.line(address.host(), address.sshPort(), key);
        var trust = advice.mayTrustFirst() ? ", or set gosling.nest.trust-first-key" : "";
        return "the key of " + server() + " is not pinned: " + described(key)
                + " (expected: a line of it in the secret nest/known-hosts). Compare the fingerprint with the server's"
                + " own, then: echo '" + line + "' | gosling secret set " + uri.text() + " --data " + advice.data()
                + trust;
    }

    private String server() {
        return KnownHosts.shown(address.host(), address.sshPort());
    }

    private static String described(PublicKey key) {
        return PublicKeyEntry.toString(key).split(" ", 2)[0] + " " + KeyUtils.getFingerPrint(key);
    }
}
