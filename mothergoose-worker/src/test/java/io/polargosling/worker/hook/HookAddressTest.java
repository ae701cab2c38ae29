package io.polargosling.worker.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.gitlab.HookSecret;
import io.polargosling.domain.secret.SecretValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HookAddressTest {

    @Test
    void of_apiUrlWithPathAndSlash_isTheEndpointBelowIt() {
        assertThat(HookAddress.of("https://api.example/gosling/").url())
                .hasToString("https://api.example/gosling/webhooks/gitlab");
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example, gitlab.example, true",
        "https://api.example, 127.0.0.1:80, true",
        "http://127.0.0.1:8080, 127.0.0.1:8929, true",
        "http://localhost:8080, localhost, true",
        "http://127.0.0.1:8080, gitlab.example, false",
        "http://localhost:8080, gitlab.example, false",
        "http://[::1]:8080, gitlab.example, false"
    })
    void isReachableFrom_anAddressOfThisMachine_onlyFromThisMachine(String api, String server, boolean expected) {
        assertThat(HookAddress.of(api).isReachableFrom(GitLabServer.of(server))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.example, true",
        "http://api.example, true",
        "https://localhost, true",
        "http://127.0.0.1:8080, false"
    })
    void wanted_certificate_isCheckedButOnThisMachineWithoutTls(String api, boolean expected) {
        var secret = HookSecret.of(SecretValue.of("secret"));

        assertThat(HookAddress.of(api).wanted(secret).sslVerification()).isEqualTo(expected);
    }
}
