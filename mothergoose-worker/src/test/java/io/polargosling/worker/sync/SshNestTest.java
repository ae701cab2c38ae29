package io.polargosling.worker.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.secrets.LocalSecrets;
import io.polargosling.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Nest on OpenSSH's own server; skipped where there is no {@code sshd}. */
class SshNestTest {

    private static final KeyPair DEPLOY = OpenSshServer.newKey();
    private static final KeyPair HOST = OpenSshServer.newKey();
    private static final KeyPair OTHER_HOST = OpenSshServer.newKey("ecdsa-sha2-nistp256", 256);

    @TempDir
    private static Path shared;

    private static Optional<OpenSshServer> running = Optional.empty();
    private static CommitId head = CommitId.of("0".repeat(40));

    @TempDir
    private Path data;

    private Secrets secrets = LocalSecrets.open(Path.of(""), Optional.empty(), false);

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(OpenSshServer.program().isPresent(), "no sshd (see tools/with-sshd)");
        try (var nest = new BareNest(shared.resolve("nest.git"))) {
            head = nest.egg("web", 1).policy(3).commit();
        }
        running = Optional.of(
                OpenSshServer.start(Files.createDirectory(shared.resolve("sshd")), List.of(HOST, OTHER_HOST), DEPLOY));
    }

    @AfterAll
    static void stop() {
        running.ifPresent(OpenSshServer::close);
    }

    @BeforeEach
    void storeKey() {
        secrets = LocalSecrets.open(data, Optional.empty(), false);
        secrets.write(NestAccess.DEPLOY_KEY, SecretValue.of(OpenSshServer.privateKey(DEPLOY)));
    }

    @Test
    void fetch_serverIsPinned_bringsTheHeadAndWritesNoKey() throws IOException {
        pin(server().knownHosts(HOST));

        assertThat(fetch()).isEqualTo(head);

        var line = OpenSshServer.privateKey(DEPLOY).lines().toList().get(2);
        try (var files = Files.walk(data)) {
            assertThat(files.filter(Files::isRegularFile).map(SshNestTest::text))
                    .isNotEmpty()
                    .noneMatch(text -> text.contains("PRIVATE KEY") || text.contains(line));
        }
    }

    @Test
    void fetch_onlyTheServersOtherKeyIsPinned_asksForThatOne() {
        pin("# both kinds\n" + server().knownHosts(OTHER_HOST));

        assertThat(fetch()).isEqualTo(head);
    }

    @Test
    void fetch_serverIsNotPinned_saysItsFingerprintAndHowToPinIt() {
        assertThatThrownBy(this::fetch)
                .isInstanceOf(GoslingException.class)
                .hasMessageContaining("[127.0.0.1]:" + server().port())
                .hasMessageContaining("SHA256:")
                .hasMessageContaining("gosling secret set local://nest/known-hosts --data " + data)
                .satisfies(refused -> {
                    var message = Optional.ofNullable(refused.getMessage()).orElseThrow();
                    pin(message.replaceAll(".*echo '([^']*)'.*", "$1"));
                    assertThat(fetch()).isEqualTo(head);
                });
    }

    @Test
    void fetch_serverHasAnotherKey_isRefusedWithBoth() {
        var expected = OpenSshServer.newKey();
        pin(server().knownHosts(expected));

        assertThatThrownBy(this::fetch)
                .isInstanceOf(GoslingException.class)
                .hasMessageContaining(KeyUtils.getFingerPrint(HOST.getPublic()))
                .hasMessageContaining("expected: ssh-ed25519 " + KeyUtils.getFingerPrint(expected.getPublic()));
    }

    @Test
    void fetch_serversKeyIsRevoked_isRefused() {
        pin(server().knownHosts(HOST) + "\n@revoked * " + PublicKeyEntry.toString(HOST.getPublic()));

        assertThatThrownBy(this::fetch).isInstanceOf(GoslingException.class).hasMessageContaining("revoked");
    }

    @Test
    void fetch_firstKeyIsTrusted_isPinnedAndAnotherIsRefusedFromThenOn() {
        var trusting = settings("nest.trust-first-key", "true");

        assertThat(fetch(trusting)).isEqualTo(head);

        var pinned = secrets.find(NestAccess.KNOWN_HOSTS).orElseThrow().reveal();
        assertThat(pinned).startsWith("[127.0.0.1]:" + server().port() + " ");
        pin(server().knownHosts(OpenSshServer.newKey()));
        assertThatThrownBy(() -> fetch(trusting)).hasMessageContaining("somebody may be between");
    }

    @Test
    void fetch_noDeployKey_saysWhichSecretIsMissing() {
        secrets = LocalSecrets.open(data.resolve("empty"), Optional.empty(), false);
        pin(server().knownHosts(HOST));

        assertThatThrownBy(this::fetch)
                .isInstanceOf(GoslingException.class)
                .hasMessageContaining("deploy-keys/mothergoose-private");
    }

    @Test
    void fetch_deployKeyIsNone_saysSoWithoutShowingIt() {
        secrets.write(NestAccess.DEPLOY_KEY, SecretValue.of("-----BEGIN x-----\nsecret-text"));
        pin(server().knownHosts(HOST));

        assertThatThrownBy(this::fetch)
                .isInstanceOf(GoslingException.class)
                .hasMessageContaining("is no private key")
                .hasMessageNotContaining("secret-text")
                .hasNoCause();
    }

    @Test
    void fetch_serverRefusesTheDeployKey_saysThatItDid() {
        secrets.write(NestAccess.DEPLOY_KEY, SecretValue.of(OpenSshServer.privateKey(OpenSshServer.newKey())));
        pin(server().knownHosts(HOST));

        assertThatThrownBy(this::fetch)
                .isInstanceOf(GoslingException.class)
                .hasMessageContaining("deploy key")
                .hasMessageContaining("127.0.0.1");
    }

    private static OpenSshServer server() {
        return running.orElseThrow();
    }

    private void pin(String lines) {
        secrets.write(NestAccess.KNOWN_HOSTS, SecretValue.of(lines));
    }

    private Settings settings(String... more) {
        return NestSettings.of(data, server().address(shared.resolve("nest.git")), more);
    }

    private CommitId fetch() {
        return fetch(settings());
    }

    private CommitId fetch(Settings settings) {
        var repository = new NestRepository(data.resolve("nest.git"), "main", NestLimits.of(settings.sync()));
        try (var connection = new NestAccess(settings, secrets).connect()) {
            return repository.fetch(connection, List.of());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
