package io.polargosling.worker.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.secrets.LocalSecrets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NestAddressTest {

    @TempDir
    private Path data;

    @ParameterizedTest
    @CsvSource({
        "git@git.example:infra/nest.git, SSH",
        "git.example:infra/nest.git, SSH",
        "ssh://git.example/infra/nest.git, SSH",
        "ssh://me@git.example:2222/infra/nest.git, SSH",
        "https://git.example/infra/nest.git, HTTP",
        "http://127.0.0.1:8929/infra/nest.git, HTTP",
        "http://localhost/infra/nest.git, HTTP",
        "file:///srv/nest.git, FILE",
        "/srv/nest.git, FILE"
    })
    void parse_address_knowsTheWay(String text, NestAddress.Way way) {
        assertThat(NestAddress.parse(text).way()).isEqualTo(way);
    }

    @Test
    void parse_sshWithoutUser_isOfTheUserGit() {
        assertThat(NestAddress.parse("git.example:nest.git").uri().getUser()).isEqualTo("git");
        assertThat(NestAddress.parse("me@git.example:nest.git").uri().getUser()).isEqualTo("me");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "http://git.example/nest.git",
                "http://127.0.0.1.git.example/nest.git",
                "git://git.example/nest.git",
                "ftp://git.example/nest.git",
                "ht!tp://git.example",
                "ssh:///nest.git",
                "https:///nest.git"
            })
    void parse_addressOfAnotherKind_isRefused(String text) {
        assertThatThrownBy(() -> NestAddress.parse(text))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("expected: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://oauth2:glpat-secret@git.example/nest.git",
                "https://glpat-secret@git.example/nest.git",
                "ssh://git:glpat-secret@git.example/nest.git"
            })
    void parse_addressWithALogin_isRefusedWithoutSayingIt(String text) {
        assertThatThrownBy(() -> NestAddress.parse(text))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("nest/token")
                .hasMessageNotContaining("glpat");
    }

    @Test
    void connect_fileWithTheEmbeddedDefaults_isAllowedUnlessSwitchedOff() {
        assertThat(access("file:///srv/nest.git").connect().address().way()).isEqualTo(NestAddress.Way.FILE);
        assertThatThrownBy(() -> access("file:///srv/nest.git", "nest.allow-file", "false")
                        .connect())
                .hasMessageContaining("gosling.nest.allow-file");
    }

    @Test
    void connect_fileWithAnotherDatabase_isRefusedUnlessAllowed() {
        assertThatThrownBy(() ->
                        access("/srv/nest.git", "store.type", "postgresql").connect())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("gosling.nest.allow-file");
        assertThat(access("/srv/nest.git", "store.type", "postgresql", "nest.allow-file", "true")
                        .connect()
                        .address()
                        .way())
                .isEqualTo(NestAddress.Way.FILE);
    }

    @ParameterizedTest
    @CsvSource({"store.type, postgresql", "queue.type, sqs"})
    void access_trustsTheFirstKeyWithoutTheEmbeddedDefaults_refusesToStart(String key, String value) {
        assertThatThrownBy(() -> access("git.example:nest.git", "nest.trust-first-key", "true", key, value))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("gosling.nest.trust-first-key");
    }

    @Test
    void connect_addressIsASecret_isReadFromThere() {
        var secrets = LocalSecrets.open(data, Optional.empty(), false);
        secrets.write(NestAccess.ADDRESS, SecretValue.of("https://git.example/nest.git"));
        var settings = NestSettings.of(data);

        assertThat(new NestAccess(settings, secrets).connect().address().host()).isEqualTo("git.example");
    }

    private NestAccess access(String url, String... more) {
        return new NestAccess(NestSettings.of(data, url, more), LocalSecrets.open(data, Optional.empty(), false));
    }
}
