package io.polargosling.fly.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayWidthTest {

    @ParameterizedTest
    @CsvSource({"'', 0", "abc, 3", "größe, 5", "имя, 3", "日本, 4", "한, 2", "a\u0301, 1", "😀, 2", "ｗ, 2", "\ud83d, 1"})
    void text_ofAnyScript_takesTheColumnsOfATerminal(String text, int columns) {
        assertThat(DisplayWidth.of(text)).isEqualTo(columns);
    }
}
