package io.polargosling.domain.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.InvalidException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectKeyTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", ".hidden", "a..b/c", "tofu-states/web_1/plan-0.1.bin", "a/...", "-"})
    void of_key_keepsIt(String text) {
        assertThat(ObjectKey.of(text).value()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "/", "/a", "a/", "a//b", ".", "..", "a/.", "a/../b", "../a", "./a", "a b", "a\\b", "ä", "a@", "a\n"
            })
    void of_noKey_isRefused(String text) {
        assertThat(ObjectKey.isKey(text)).isFalse();
        assertThatThrownBy(() -> ObjectKey.of(text)).isInstanceOf(InvalidException.class);
    }

    @Test
    void of_tooLong_isRefusedAndShownInPart() {
        String long513 = "a/".repeat(256) + "b";
        assertThatThrownBy(() -> ObjectKey.of(long513))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("512")
                .hasMessageNotContaining(long513);
        assertThat(ObjectKey.isKey("a".repeat(256))).isFalse();
    }
}
