package io.polargosling.api.binary;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.ApiClient;
import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.token.Role;
import io.polargosling.settings.Settings;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinaryTest {

    private static final AtomicInteger NEXT = new AtomicInteger();

    private final RunningApi api = RunningApi.get();

    /** A version that no other test has. */
    private static String fresh() {
        return "7." + NEXT.incrementAndGet() + ".0";
    }

    private static byte[] content(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private ApiClient.Reply upload(byte[] body) {
        return api.admin()
                .send(
                        "POST",
                        "/admin/binaries/upload",
                        HttpRequest.BodyPublishers.ofByteArray(body),
                        "Content-Type",
                        Form.TYPE);
    }

    private ApiClient.Reply upload(String binary, String version, byte[] content) {
        return upload(
                Form.upload(binary, version, "linux-amd64", Sha256.of(content).value(), content)
                        .end());
    }

    private ApiClient.Reply activate(String binary, String version) {
        return api.admin().post("/admin/binaries/" + binary + "/activate", "{\"version\":\"" + version + "\"}");
    }

    private List<String> actions(BinaryName binary) {
        return api.storage().audit().ofResource(binary.resource(), PageRequest.first(500)).items().stream()
                .map(AuditEntry::action)
                .toList();
    }

    private Path binaries() {
        return api.bean(Settings.class).dataFolder().resolve("binaries");
    }

    private List<String> files() throws IOException {
        if (!Files.exists(binaries())) {
            return List.of();
        }
        try (var files = Files.walk(binaries())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> binaries().relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void upload_newVersion_isStoredAndNotActive() throws Exception {
        String version = fresh();
        var content = new byte[3 * 1024 * 1024];
        new Random(1).nextBytes(content);

        var reply = upload("gitlab-runner", version, content);

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().path("version").asString()).isEqualTo(version);
        assertThat(reply.json().path("active").asBoolean()).isFalse();
        assertThat(reply.json().path("sha256_hash").asString())
                .isEqualTo(Sha256.of(content).value());
        assertThat(Files.readAllBytes(
                        binaries().resolve("objects/gitlab-runner/" + version + "/linux-amd64/gitlab-runner@")))
                .isEqualTo(content);
        assertThat(actions(BinaryName.GITLAB_RUNNER)).contains("binary.added");
        assertThat(files()).noneMatch(file -> file.startsWith("uploads/"));
    }

    @Test
    void upload_sameAgain_isOkAndOtherContentConflicts() {
        String version = fresh();
        upload("opentofu", version, content("one"));

        assertThat(upload("opentofu", version, content("one")).status()).isEqualTo(200);
        var other = upload("opentofu", version, content("two"));

        assertThat(other.status()).isEqualTo(409);
        assertThat(other.problem()).isEqualTo("version-exists");
    }

    @Test
    void upload_wrongChecksum_leavesNothing() throws Exception {
        var before = files();
        long rows = actions(BinaryName.OPENTOFU).size();

        var reply = upload(Form.upload("opentofu", fresh(), "linux-amd64", "0".repeat(64), content("one"))
                .end());

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.problem()).isEqualTo("checksum-mismatch");
        assertThat(files()).isEqualTo(before);
        assertThat(actions(BinaryName.OPENTOFU)).hasSize((int) rows);
    }

    @Test
    void upload_cutOff_leavesNothing() throws Exception {
        var before = files();
        var content = content("one");

        var reply = upload(Form.upload(
                        "opentofu", fresh(), "linux-amd64", Sha256.of(content).value(), content)
                .cut());

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.problem()).isEqualTo("malformed");
        assertThat(files()).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "tofu,          1.2.3,     linux-amd64, /binary_name",
        "../gosling,    1.2.3,     linux-amd64, /binary_name",
        "opentofu,      ../../x,   linux-amd64, /version",
        "opentofu,      v1.2.3,    linux-amd64, /version",
        "opentofu,      1.2.3/../, linux-amd64, /version",
        "opentofu,      1.2.3,     ../../x,     /os_arch",
        "opentofu,      1.2.3,     plan9-mips,  /os_arch"
    })
    void upload_hostileName_isRefusedBeforeAnyPathIsMade(String binary, String version, String platform, String field)
            throws Exception {
        var before = files();
        var content = content("x");

        var reply =
                upload(Form.upload(binary, version, platform, Sha256.of(content).value(), content)
                        .end());

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("errors").path(0).path("pointer").asString())
                .isEqualTo(field);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void upload_partMissingTwiceOrUnknown_isRefused() {
        var content = content("x");
        String hash = Sha256.of(content).value();

        assertThat(upload(new Form().field("binary_name", "opentofu").end()).status())
                .isEqualTo(422);
        assertThat(upload(Form.upload("opentofu", "1.2.3", "linux-amd64", hash, content)
                                .field("version", "1.2.4")
                                .end())
                        .status())
                .isEqualTo(422);
        assertThat(upload(Form.upload("opentofu", "1.2.3", "linux-amd64", hash, content)
                                .field("activate", "true")
                                .end())
                        .status())
                .isEqualTo(422);
        assertThat(upload(new Form().field("version", "1".repeat(300)).end()).status())
                .isEqualTo(422);
        assertThat(upload(new Form()
                                .field("binary_name", "opentofu")
                                .field("x".repeat(5000), "y")
                                .end())
                        .status())
                .isEqualTo(400);
    }

    @Test
    void upload_noMultipart_isUnsupported() {
        assertThat(api.admin().post("/admin/binaries/upload", "{}").status()).isEqualTo(415);
    }

    @Test
    void upload_longerThanTheLimit_isTooLargeBeforeItIsRead() throws Exception {
        var port = api.bean(org.springframework.core.env.Environment.class).getProperty("local.server.port");
        try (var socket = new Socket("localhost", Integer.parseInt(String.valueOf(port)))) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(content("POST /admin/binaries/upload HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                            + Form.TYPE + "\r\nContent-Length: " + (300L * 1024 * 1024 + 1) + "\r\n\r\n"));
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void activate_thenRollback_goesBackAndForth() {
        String first = fresh();
        String second = fresh();
        upload("gosling", first, content(first));
        upload("gosling", second, content(second));

        assertThat(api.admin().get("/admin/binaries/gosling/active").status()).isEqualTo(404);
        assertThat(api.admin().post("/admin/binaries/gosling/rollback", "").problem())
                .isEqualTo("no-previous");
        assertThat(activate("gosling", first).json().path("previous").isNull()).isTrue();
        assertThat(api.admin().post("/admin/binaries/gosling/rollback", "").status())
                .isEqualTo(409);
        assertThat(activate("gosling", second).json().path("previous").asString())
                .isEqualTo(first);
        var back = api.admin().post("/admin/binaries/gosling/rollback", "");

        assertThat(back.json().path("version").asString()).isEqualTo(first);
        assertThat(back.json().path("previous").asString()).isEqualTo(second);
        var active = api.admin().get("/admin/binaries/gosling/active").json();
        assertThat(active.path("version").asString()).isEqualTo(first);
        assertThat(active.path("builds").path(0).path("active").asBoolean()).isTrue();
        assertThat(actions(BinaryName.GOSLING))
                .startsWith("binary.rolled-back", "binary.activated", "binary.activated", "binary.added");
        assertThat(upload("gosling", first, content(first))
                        .json()
                        .path("active")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void activate_unknownOrDamaged_changesNothing() throws Exception {
        String version = fresh();
        upload("opentofu", version, content("one"));
        Files.writeString(binaries().resolve("objects/tofu/" + version + "/linux-amd64/tofu@"), "two");

        assertThat(activate("opentofu", "99.0.0").status()).isEqualTo(404);
        assertThat(activate("opentofu", version).status()).isEqualTo(404);
        assertThat(activate("opentofu", "../x").status()).isEqualTo(422);
        assertThat(activate("tofu", version).status()).isEqualTo(404);
        assertThat(api.admin().get("/admin/binaries/opentofu/active").status()).isEqualTo(404);
    }

    @Test
    void list_pageByPage_showsEachBuildOnce() {
        String version = fresh();
        upload("opentofu", version, content(version));
        upload("gitlab-runner", version, content(version));
        upload("gosling", version, content(version));
        var seen = new ArrayList<String>();
        String path = "/admin/binaries?limit=1";
        while (!path.isEmpty()) {
            var page = api.admin().get(path).json();
            page.path("items")
                    .forEach(item -> seen.add(item.path("binary_name").asString() + " "
                            + item.path("version").asString()));
            var next = page.path("next_cursor");
            path = next.isNull() ? "" : "/admin/binaries?limit=1&cursor=" + next.asString();
        }

        assertThat(seen).doesNotHaveDuplicates().contains("gosling " + version, "opentofu " + version);
        assertThat(api.admin()
                        .get("/admin/binaries?limit=500")
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(seen.size());
        assertThat(api.admin().get("/admin/binaries?cursor=nonsense").status()).isEqualTo(422);
        assertThat(api.admin().get("/admin/binaries/opentofu/versions").json().path("items"))
                .allMatch(item -> item.path("binary_name").asString().equals("opentofu"));
    }

    @Test
    void operator_everyRoute_isForbidden() {
        var operator =
                api.anonymous().with(Fixtures.token(Role.OPERATOR, Instant.now().plus(Duration.ofHours(1))));

        assertThat(operator.get("/admin/binaries").status()).isEqualTo(403);
        assertThat(operator.post("/admin/binaries/opentofu/rollback", "").status())
                .isEqualTo(403);
    }

    @Property(tries = 40)
    void upload_anyBytesAsBody_isRefusedAndLeavesNothing(@ForAll("bodies") String body) throws Exception {
        var before = files();

        var reply = upload(content(body));

        assertThat(reply.status()).isIn(400, 422);
        assertThat(files()).isEqualTo(before);
    }

    @Provide
    Arbitrary<String> bodies() {
        var pieces = Arbitraries.of(
                "--goose",
                "--goose--",
                "\r\n",
                "\r\n\r\n",
                "Content-Disposition: form-data; name=\"file\"",
                "Content-Disposition: form-data; name=\"version\"",
                "Content-Type: multipart/mixed; boundary=egg",
                "1.2.3",
                "\0",
                "--egg");
        return pieces.list().ofMaxSize(12).map(list -> String.join("", list));
    }
}
