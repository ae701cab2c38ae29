package io.polargosling.domain.demand;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReasonCodeTest {

    @ParameterizedTest
    @EnumSource(ReasonCode.class)
    void parse_itsOwnWord_givesTheCode(ReasonCode code) {
        assertThat(code.word()).matches("[a-z]+(-[a-z]+)*");
        assertThat(ReasonCode.parse(code.word())).contains(code);
    }

    @ParameterizedTest
    @EnumSource(ReasonCode.class)
    void sentence_anyCode_isOneSentence(ReasonCode code) {
        assertThat(code.sentence()).matches("[A-Z][^.]+\\.");
    }

    @Test
    void parse_unknownWord_isEmpty() {
        assertThat(ReasonCode.parse("no-such-code")).isEmpty();
    }
}
