package io.polargosling.domain.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.InvalidException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticVersionTest {

    @Test
    void order_precedence_isThatOfSemanticVersioning() {
        var rising = List.of(
                "0.0.9",
                "0.10.0-1",
                "0.10.0-2",
                "0.10.0-11",
                "0.10.0-alpha",
                "0.10.0-alpha.1",
                "0.10.0-alpha.beta",
                "0.10.0-rc1",
                "0.10.0",
                "1.9.0",
                "1.10.0",
                "1.10.0+build.5",
                "2.0.0-0a");
        var shuffled = new ArrayList<>(rising.stream().map(SemanticVersion::of).toList());
        Collections.reverse(shuffled);

        Collections.sort(shuffled);

        assertThat(shuffled).map(SemanticVersion::text).isEqualTo(rising);
    }

    @Test
    void isPreRelease_hyphenOnly_tellsThem() {
        assertThat(SemanticVersion.of("1.2.3-rc.1").isPreRelease()).isTrue();
        assertThat(SemanticVersion.of("1.2.3+rc-1").isPreRelease()).isFalse();
        assertThat(SemanticVersion.of("1.2.3").isPreRelease()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "1.2",
                "v1.2.3",
                "01.2.3",
                "1.2.3-",
                "1.2.3-01",
                "1.2.3+",
                "1.2.3-a..b",
                "1.2.3/..",
                "../1.2.3",
                "1.2.3 ",
                "1.2.3\n",
                "1.2.3-\u0430",
                "\u0661.2.3",
                "9999999999.0.0",
                "1.2.3-..",
                "1.2.3.4"
            })
    void of_noVersion_isRefused(String text) {
        assertThat(SemanticVersion.parse(text)).isEmpty();
        assertThatThrownBy(() -> SemanticVersion.of(text))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("semantic version");
    }

    @Test
    void of_veryLongText_isRefusedWithoutRepeatingAllOfIt() {
        assertThatThrownBy(() -> SemanticVersion.of("1.2.3-" + "a".repeat(100_000)))
                .isInstanceOf(InvalidException.class)
                .extracting(Throwable::getMessage)
                .asString()
                .hasSizeLessThan(200);
    }
}
