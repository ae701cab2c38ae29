package io.polargosling.fly.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {

    @ParameterizedTest
    @CsvSource({"30s, 30", "10m, 600", "2h, 7200", "1h30m, 5400", "7d, 604800", "0s, 0", "1d1h1m1s, 90061"})
    void duration_written_isRead(String text, long seconds) {
        assertThat(DurationText.parse(text)).isEqualTo(new TextParser.Result.Valid<>(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "10, 2", "m, 0", "1m1h, 3", "1h1h, 3", "1.5h, 1", "-5m, 0", "10 m, 2", "12345678s, 0", "5ms, 2"
    })
    void duration_malformed_isReportedWithPlace(String text, int offset) {
        assertThat(DurationText.parse(text))
                .isInstanceOfSatisfying(
                        TextParser.Result.Malformed.class,
                        bad -> assertThat(bad.problem().offset()).isEqualTo(offset));
    }

    @Property(tries = 200)
    void duration_printed_isReadBack(@ForAll @LongRange(min = 0, max = 800_000_000_000L) long seconds) {
        Duration duration = Duration.ofSeconds(seconds);
        assertThat(DurationText.parse(DurationText.print(duration))).isEqualTo(new TextParser.Result.Valid<>(duration));
    }

    @ParameterizedTest
    @CsvSource({"512MB, 512", "512MiB, 512", "4GB, 4096", "4GiB, 4096", "1TB, 1048576"})
    void size_written_isRead(String text, long megabytes) {
        assertThat(SizeText.parse(text)).isEqualTo(new TextParser.Result.Valid<>(ByteSize.ofMegabytes(megabytes)));
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "4, 1", "GB, 0", "4 GB, 1", "4gb, 1", "4.5GB, 1", "-4GB, 0", "9999999999MB, 0"})
    void size_malformed_isReportedWithPlace(String text, int offset) {
        assertThat(SizeText.parse(text))
                .isInstanceOfSatisfying(
                        TextParser.Result.Malformed.class,
                        bad -> assertThat(bad.problem().offset()).isEqualTo(offset));
    }

    @ParameterizedTest
    @CsvSource({"1.2.3", "0.0.0", "10.20.30-rc.1", "1.2.3-alpha.0-x+build.007"})
    void version_exact_isAccepted(String text) {
        assertThat(Texts.version(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "1.2",
        "1.2.3.4",
        "01.2.3",
        "v1.2.3",
        ">=1.2.3",
        "1.2.x",
        "1.2.3-",
        "1.2.3-01",
        "1.2.3+",
        "1.2.3-a..b"
    })
    void version_notExact_isRefused(String text) {
        assertThat(Texts.version(text)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"gitlab.com", "127.0.0.1:8929", "localhost", "git-lab.example.com:65535", "G"})
    void server_host_isAccepted(String text) {
        assertThat(Addresses.server(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "https://gitlab.com",
        "gitlab.com/path",
        "gitlab.com:",
        "gitlab.com:0",
        "gitlab.com:65536",
        "-a.b",
        "a..b",
        "a b",
        "u@h"
    })
    void server_anythingElse_isRefused(String text) {
        assertThat(Addresses.server(text)).isPresent();
    }

    @Test
    void name_rules_areKept() {
        assertThat(Texts.name("a".repeat(63))).isEmpty();
        assertThat(Texts.name("Web-1_x")).isEmpty();
        assertThat(Texts.name("a".repeat(64))).isPresent();
        assertThat(Texts.name("")).isPresent();
        assertThat(Texts.name("-a")).isPresent();
        assertThat(Texts.name("größe"))
                .contains(new Problem(2, "expected a letter, then letters, digits, \"-\" or \"_\""));
        assertThat(Texts.environmentName("_A1")).isEmpty();
        assertThat(Texts.environmentName("1A")).isPresent();
    }
}
