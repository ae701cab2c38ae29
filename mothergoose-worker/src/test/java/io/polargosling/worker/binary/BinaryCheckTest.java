package io.polargosling.worker.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.binary.BinaryVersion;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.object.ObjectContent;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.StandingFinding;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.secrets.LocalSecrets;
import io.polargosling.settings.Settings;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.testkit.clock.MutableClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class BinaryCheckTest {

    private static final BinaryName TOFU = BinaryName.OPENTOFU;
    private static final String SOURCE = "gosling.binaries.sources[0].";
    private static final String ZIP = "tofu_1.13.0_linux_amd64.zip";
    private static final byte[] PROGRAM = "a program".getBytes(StandardCharsets.UTF_8);
    private static final int MAX_FILE = 1024 * 1024;

    @TempDir
    private Path folder;

    private final MutableClock clock = MutableClock.create();
    private final ReleaseServer server = new ReleaseServer();
    private final Map<String, String> settings = new HashMap<>();
    private Storage storage;
    private Library library;
    private Secrets secrets;

    @BeforeEach
    void open() {
        storage = JdbcStorage.open("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", 2);
        library = new Library(storage, folder.resolve("binaries"), clock);
        secrets = LocalSecrets.open(folder, Optional.empty(), false);
        settings.put("gosling.data", folder.toString());
        settings.put(SOURCE + "binary", "opentofu");
        settings.put(SOURCE + "feed", server.url("/feed"));
        settings.put(SOURCE + "files.program", "tofu_{version}_{os}_{arch}.zip");
        settings.put(SOURCE + "files.checksums", ReleaseServer.SUMS);
    }

    @AfterEach
    void close() {
        server.close();
        storage.close();
    }

    private BinaryCheck newCheck() {
        var bound = new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("gosling", Bindable.of(Settings.class));
        return new BinaryCheck(
                storage,
                library.binaries,
                secrets,
                Leases.ofThisProcess(storage.leases(), Duration.ofSeconds(60)),
                bound,
                clock,
                new BinaryCheck.Limits(MAX_FILE, Duration.ofSeconds(20)));
    }

    private void check() {
        clock.advance(Duration.ofSeconds(1));
        newCheck().run();
    }

    private List<String> versions() {
        return library.binaries.all(TOFU).stream()
                .map(stored -> stored.build().version())
                .toList();
    }

    private List<String> findings() {
        return standing().stream().map(finding -> finding.finding().code()).toList();
    }

    private List<StandingFinding> standing() {
        return storage.findings()
                .ofResource(TOFU.resource(), PageRequest.first(10))
                .items();
    }

    /** Nothing was stored, and the finding that stands says {@code why}. */
    private void assertRefused(String... why) throws IOException {
        assertThat(versions()).isEmpty();
        assertThat(findings()).containsExactly("binary-check-failed");
        assertThat(standing().getFirst().finding().message()).contains(why);
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file -> file.toString().contains("binaries")))
                    .isEmpty();
        }
    }

    private static byte[] read(InputStream in) throws IOException {
        try (in) {
            return in.readAllBytes();
        }
    }

    @Test
    void run_newRelease_isStoredNotActivatedAndAnnounced() throws Exception {
        server.release("1.13.0", ZIP, ReleaseServer.zip("tofu", PROGRAM));

        check();

        BinaryVersion stored = library.binaries.all(TOFU).getFirst();
        assertThat(stored.build().version()).isEqualTo("1.13.0");
        assertThat(stored.source()).isEqualTo(server.url("/feed"));
        assertThat(read(library.binaries.open(stored))).isEqualTo(PROGRAM);
        assertThat(library.binaries.active(TOFU)).isEmpty();
        assertThat(findings()).containsExactly("binary-new");
        assertThat(storage.audit()
                        .ofResource(TOFU.resource(), PageRequest.first(10))
                        .items())
                .extracting(AuditEntry::action)
                .containsExactly("binary.added");
    }

    @Test
    void run_again_downloadsNothingAndForgetsTheNewsOnceItIsActive() {
        server.release("1.13.0", ZIP, ReleaseServer.zip("tofu", PROGRAM));
        check();
        check();
        assertThat(server.asked().stream().filter(path -> path.endsWith(".zip")))
                .hasSize(1);

        library.binaries.activate(TOFU, "1.13.0", "ann");
        check();

        assertThat(findings()).isEmpty();
    }

    @Test
    void run_bareFileOfAGitLabFeed_isStoredAsItIs() throws Exception {
        settings.put(SOURCE + "files.program", "tofu-{os}-{arch}");
        server.file("/v2/tofu-linux-amd64", PROGRAM)
                .file(
                        "/v2/SHA256SUMS",
                        (Sha256.of(PROGRAM) + " *binaries/tofu-linux-amd64\n").getBytes(StandardCharsets.UTF_8))
                .file(
                        "/feed",
                        ("[{\"tag_name\":\"v2.0.0\",\"upcoming_release\":false,\"assets\":{\"links\":[{\"name\":\"Linux\",\"url\":\""
                                        + server.url("/v2/tofu-linux-amd64") + "\"},{\"name\":\"sums\",\"url\":\""
                                        + server.url("/v2/SHA256SUMS") + "\"}]}}]")
                                .getBytes(StandardCharsets.UTF_8));

        check();

        assertThat(read(library.binaries.open(library.binaries.all(TOFU).getFirst())))
                .isEqualTo(PROGRAM);
    }

    @Test
    void run_preReleasesDraftsAndStrangeTags_arePassedOver() {
        server.release("1.13.0", ZIP, ReleaseServer.zip("tofu", PROGRAM))
                .listed("v1.14.0", true)
                .listed("v1.15.0-rc1", false)
                .listed("nightly", false)
                .listed("v../../1.16.0", false);

        check();

        assertThat(versions()).containsExactly("1.13.0");
    }

    @Test
    void run_checksumDiffers_storesNothing() throws Exception {
        server.release("1.13.0", ZIP, ReleaseServer.zip("tofu", PROGRAM), "0".repeat(64));

        check();

        assertRefused(ZIP, "SHA-256", "0".repeat(64));
    }

    @Test
    void run_checksumsWithoutTheFile_storesNothing() throws Exception {
        server.release("1.13.0", ZIP, ReleaseServer.zip("tofu", PROGRAM)).file("/v1.13.0/SHA256SUMS", PROGRAM);

        check();

        assertRefused("checksums have none for " + ZIP);
    }

    @Test
    void run_fileIsTruncated_storesNothing() throws Exception {
        var zip = ReleaseServer.zip("tofu", PROGRAM);
        server.release("1.13.0", ZIP, zip).truncated("/v1.13.0/" + ZIP, zip);

        check();

        assertRefused("/v1.13.0/" + ZIP);
    }

    @Test
    void run_endlessFile_isCutAtTheLimit() throws Exception {
        server.release("1.13.0", ZIP, ReleaseServer.zip("tofu", PROGRAM)).endless("/v1.13.0/" + ZIP);

        check();

        assertRefused("/v1.13.0/" + ZIP);
    }

    @Test
    void run_archiveThatUnpacksToTooMuch_storesNothing() throws Exception {
        server.release("1.13.0", ZIP, ReleaseServer.zip("tofu", new byte[MAX_FILE + 1]));

        check();

        assertRefused("longer than " + MAX_FILE);
    }

    @Test
    void run_archiveWithPathsInsteadOfTheProgram_writesNone() throws Exception {
        server.release("1.13.0", ZIP, ReleaseServer.zip("../../../tofu", PROGRAM));

        check();

        assertRefused("holds no tofu");
    }

    @Test
    void run_feedIsGarbageOrGone_isAFindingThatGoesWhenItIsMended() throws Exception {
        for (var garbage : List.of("<html>", "{}", "[".repeat(2000), "")) {
            server.file("/feed", garbage.getBytes(StandardCharsets.UTF_8));
            check();
            assertRefused("feed");
        }
        server.status("/feed", 500);
        check();
        assertRefused("answered 500");

        server.release("1.13.0", ZIP, ReleaseServer.zip("tofu", PROGRAM));
        check();

        assertThat(findings()).containsExactly("binary-new");
    }

    @Test
    void run_nobodyListens_isAFinding() throws Exception {
        server.close();

        check();

        assertRefused("getting " + server.url("/feed"));
    }

    @Test
    void run_redirectToAnotherHost_isRefusedUnlessItIsNamed() throws Exception {
        var zip = ReleaseServer.zip("tofu", PROGRAM);
        try (var elsewhere = new ReleaseServer()) {
            elsewhere.file("/x", zip);
            server.release("1.13.0", ZIP, zip).redirect("/v1.13.0/" + ZIP, elsewhere.url("/x"));
            secrets.write(SecretUri.of("local://feed/token"), SecretValue.of("planted-token"));
            settings.put(SOURCE + "token", "local://feed/token");

            check();
            assertRefused("host " + elsewhere.host() + " is neither");
            assertThat(elsewhere.asked()).isEmpty();

            settings.put(SOURCE + "hosts", elsewhere.host());
            check();

            assertThat(versions()).containsExactly("1.13.0");
            assertThat(server.tokens()).contains("/feed Bearer planted-token");
            assertThat(elsewhere.tokens()).containsExactly("/x none");
        }
    }

    @Test
    void run_redirectsInACircleOrOffTls_areRefused() throws Exception {
        server.redirect("/feed", "/feed");
        check();
        assertRefused("redirects more than 5 times");

        server.redirect("/feed", "http://192.0.2.1/feed");
        check();
        assertRefused("only https");

        server.redirect("/feed", "file:///etc/passwd");
        check();
        assertRefused("only https");
    }

    @Test
    void run_signedRelease_isStoredOnlyWithASignatureOfTheKey() throws Exception {
        var key = newKey();
        settings.put(SOURCE + "signature.file", "SHA256SUMS.sig");
        settings.put(
                SOURCE + "signature.key",
                Base64.getEncoder().encodeToString(key.getPublic().getEncoded()));
        var zip = ReleaseServer.zip("tofu", PROGRAM);
        server.release("1.13.0", ZIP, zip);
        byte[] sums = (Sha256.of(zip) + "  " + ZIP + "\n").getBytes(StandardCharsets.UTF_8);

        check();
        assertRefused("SHA256SUMS.sig answered 404");

        for (var wrong : List.of(sign(newKey(), sums), sign(key, PROGRAM), PROGRAM, new byte[64])) {
            server.file("/v1.13.0/SHA256SUMS.sig", wrong);
            check();
            assertRefused("signature of the checksums");
        }

        server.file("/v1.13.0/SHA256SUMS.sig", Base64.getMimeEncoder().encode(sign(key, sums)));
        check();
        assertThat(versions()).containsExactly("1.13.0");
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    private static byte[] sign(KeyPair key, byte[] content) throws GeneralSecurityException {
        var signer = Signature.getInstance("Ed25519");
        signer.initSign(key.getPrivate());
        signer.update(content);
        return signer.sign();
    }

    @Test
    void run_manyReleases_keepsTheNewestTheActiveThePreviousAndUploads() {
        library.with(TOFU, "0.1.0", ObjectContent.of(PROGRAM));
        settings.put("gosling.binaries.keep", "2");
        for (int i = 0; i < 6; i++) {
            String version = "1.1" + i + ".0";
            server.release(
                    version,
                    "tofu_" + version + "_linux_amd64.zip",
                    ReleaseServer.zip("tofu", version.getBytes(StandardCharsets.UTF_8)));
            check();
            if (i < 2) {
                library.binaries.activate(TOFU, version, "ann");
            }
        }

        assertThat(versions()).containsExactlyInAnyOrder("0.1.0", "1.10.0", "1.11.0", "1.14.0", "1.15.0");
    }

    @Test
    void run_anotherProcessChecks_doesNothing() {
        server.release("1.13.0", ZIP, ReleaseServer.zip("tofu", PROGRAM));
        assertThat(Leases.ofThisProcess(storage.leases(), Duration.ofSeconds(60))
                        .tryTake("binary-check"))
                .isPresent();

        check();

        assertThat(server.asked()).isEmpty();
    }

    @Test
    void newCheck_sourceThatCannotBeUsed_isRefusedAtTheStart() {
        assertUnusable("binary", "tofu", "gitlab-runner");
        assertUnusable("platforms", "linux-mips", "linux-amd64");
        assertUnusable("feed", "releases", "https URL");
        settings.put(SOURCE + "signature.file", "x");
        assertUnusable("signature.key", "bm90IGEga2V5", "Ed25519");
    }

    private void assertUnusable(String key, String value, String expected) {
        var usual = settings.put(SOURCE + key, value);
        assertThatThrownBy(this::newCheck)
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("gosling.binaries.sources")
                .hasMessageContaining(expected);
        if (usual == null) {
            settings.remove(SOURCE + key);
        } else {
            settings.put(SOURCE + key, usual);
        }
    }

    @Test
    void sources_notSet_areThePublicOnesAndEmptyIsNone() {
        var none = new Settings.Binaries(Duration.ofHours(24), 3, List.of());

        assertThat(ReleaseSource.of(new Settings.Binaries(Duration.ofHours(24), 3, null)))
                .extracting(ReleaseSource::binary)
                .containsExactly(BinaryName.OPENTOFU, BinaryName.GITLAB_RUNNER);
        assertThat(ReleaseSource.of(none)).isEmpty();
    }
}
