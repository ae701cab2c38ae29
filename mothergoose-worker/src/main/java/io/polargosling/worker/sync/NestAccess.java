package io.polargosling.worker.sync;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.settings.Settings;
import java.util.Optional;
import org.eclipse.jgit.transport.Transport;

/** Which ways to the Nest the settings allow, and what each needs from the secrets. */
final class NestAccess {

    static final SecretUri DEPLOY_KEY = SecretUri.of(SecretUri.Scheme.LOCAL, "deploy-keys", "mothergoose-private");
    static final SecretUri KNOWN_HOSTS = SecretUri.of(SecretUri.Scheme.LOCAL, "nest", "known-hosts");
    static final SecretUri TOKEN = SecretUri.of(SecretUri.Scheme.LOCAL, "nest", "token");
    static final SecretUri ADDRESS = SecretUri.of(SecretUri.Scheme.LOCAL, "nest", "repo-url");

    private final Settings settings;
    private final Secrets secrets;
    private final boolean embedded;

    /** @throws InvalidException when the settings trust an unknown server where that is not allowed */
    NestAccess(Settings settings, Secrets secrets) {
        this.settings = settings;
        this.secrets = secrets;
        this.embedded = settings.store().type() == Settings.Store.Type.H2
                && settings.queue().type() == Settings.Queue.Broker.EMBEDDED;
        if (settings.nest().trustFirstKey() && !embedded) {
            throw new InvalidException("gosling.nest.trust-first-key is true (expected: false unless database and queue"
                    + " are the embedded ones); store the server's key in the secret nest/known-hosts");
        }
    }

    /**
     * A way to the Nest for one fetch.
     *
     * @throws InvalidException when there is no address or it is not allowed
     * @throws io.polargosling.domain.problem.NotFoundException when a secret for it is missing
     */
    NestConnection connect() {
        var address = NestAddress.parse(address());
        return switch (address.way()) {
            case SSH -> ssh(address);
            case HTTP -> new HttpConnection(address, secrets.find(TOKEN));
            case FILE -> file(address);
        };
    }

    private String address() {
        return settings.nest()
                .url()
                .or(() -> secrets.find(ADDRESS).map(SecretValue::reveal))
                .orElseThrow(() -> new InvalidException("syncing the Nest: gosling.nest.url is not set and there is no"
                        + " secret nest/repo-url (expected: the address of its repository in one of them)"));
    }

    private NestConnection ssh(NestAddress address) {
        var key = secrets.read(DEPLOY_KEY, "the Nest's deploy key, deploy-keys/mothergoose-private");
        var advice = new PinnedHostKeys.Advice(
                settings.data().toString(), embedded && !settings.nest().trustFirstKey());
        var hosts = new PinnedHostKeys(
                address, secrets, KNOWN_HOSTS, settings.nest().trustFirstKey(), advice);
        return new SshConnection(address, key, hosts, settings.dataFolder());
    }

    private NestConnection file(NestAddress address) {
        if (!settings.nest().allowFile().orElse(embedded)) {
            throw new InvalidException("the address of the Nest is one of a file (expected: ssh or https, or"
                    + " gosling.nest.allow-file set to true)");
        }
        return new FileConnection(address);
    }

    /** A folder of this host. */
    private record FileConnection(NestAddress address) implements NestConnection {

        @Override
        public void configure(Transport transport) {
            // Needs nothing.
        }

        @Override
        public Optional<String> refusal() {
            return Optional.empty();
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }
}
