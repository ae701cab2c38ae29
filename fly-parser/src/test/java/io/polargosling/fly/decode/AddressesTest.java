package io.polargosling.fly.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "gitlab.example.com", "10.0.0.1", "A-1.b--c.D", "xn--e1afmkfd.example"})
    void host_hostName_isAccepted(String text) {
        assertThat(Addresses.host(text)).isEmpty();
        assertThat(Addresses.server(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"``,0", "-a,0", "a-.b,0", "a..b,2", ".a,0", "a.,2", "a b,1", "a:80,1", "é.example,0", "a/b,1"})
    void host_somethingElse_isRefusedAtItsPlace(String text, int offset) {
        assertThat(Addresses.host(text))
                .hasValueSatisfying(problem -> assertThat(problem.offset()).isEqualTo(offset));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ops@example.com",
                "a.b+c_d@x",
                "https://example.com",
                "https://example.com:8443/a/b?c=d@e#f",
                "https://example.com/@user"
            })
    void recipient_emailOrHttps_isAccepted(String text) {
        assertThat(Addresses.recipient(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ops",
                "@example.com",
                "ops@",
                "ops@a b",
                "o ps@example.com",
                ".ops@example.com",
                "ops.@example.com",
                "o..ps@example.com",
                "ops@example.com, dev@example.com",
                "http://example.com",
                "ftp://example.com",
                "https://",
                "https:///a",
                "https://example.com:0",
                "https://example.com:65536/",
                "https://example.com:/",
                "https://example.com/a b",
                "https://example.com/é"
            })
    void recipient_somethingElse_isRefused(String text) {
        assertThat(Addresses.recipient(text)).hasValueSatisfying(problem -> {
            assertThat(problem.secret()).isFalse();
            assertThat(problem.offset()).isBetween(0, text.length());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://user:word@example.com/",
                "https://user@example.com/",
                "https://:word@example.com",
                "https://u:w@rd@example.com/a"
            })
    void url_withLogin_isASecret(String text) {
        assertThat(Addresses.recipient(text))
                .hasValueSatisfying(problem -> assertThat(problem.secret()).isTrue());
        assertThat(Addresses.repository(text))
                .hasValueSatisfying(problem -> assertThat(problem.secret()).isTrue());
        assertThat(Addresses.server(text))
                .hasValueSatisfying(problem -> assertThat(problem.secret()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({
        "https://gitlab.example.com/a/b.git, gitlab.example.com",
        "https://gitlab.example.com:8443/a, gitlab.example.com:8443",
        "http://127.0.0.1:8929/a, 127.0.0.1:8929",
        "http://localhost/a, localhost",
        "ssh://git@gitlab.example.com:2222/a/b@c, gitlab.example.com",
        "ssh://gitlab.example.com/a, gitlab.example.com",
        "git@gitlab.example.com:a/b.git, gitlab.example.com",
        "file:///srv/nest.git,"
    })
    void repository_address_isAcceptedAndTellsItsServer(String text, String server) {
        assertThat(Addresses.repository(text)).isEmpty();
        assertThat(Addresses.hostOf(text)).isEqualTo(Optional.ofNullable(server));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nest.git",
                "/srv/nest.git",
                "gitlab.example.com:a/b",
                "git@gitlab.example.com",
                "git@gitlab.example.com:",
                "@host:path",
                "http://gitlab.example.com/a",
                "http://127.0.0.1.example.com/a",
                "http://localhost.example.com/a",
                "file://host/a",
                "git://host/a",
                "git@ho st:a",
                "git@host:a b"
            })
    void repository_somethingElse_isRefused(String text) {
        assertThat(Addresses.repository(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a.example", "https://a.example:8443", "http://localhost:3000"})
    void origin_schemeAndHost_isAccepted(String text) {
        assertThat(Addresses.origin(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "https://a.example/", "http://a.example", "a.example", "https://"})
    void origin_somethingElse_isRefused(String text) {
        assertThat(Addresses.origin(text)).isPresent();
    }
}
