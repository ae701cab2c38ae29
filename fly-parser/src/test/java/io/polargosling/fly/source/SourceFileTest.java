package io.polargosling.fly.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SourceFileTest {

    @Test
    void positions_inLinesOfAllKinds_countCodePoints() {
        SourceFile file = SourceFile.of("f", "a😀b\r\n\nc");
        assertThat(file.position(0)).hasToString("1:1");
        assertThat(file.position(3)).hasToString("1:3");
        assertThat(file.position(6)).hasToString("2:1");
        assertThat(file.position(8)).hasToString("3:2");
        assertThat(file.lineEnd(1)).isEqualTo(4);
        assertThat(file.lineEnd(2)).isEqualTo(6);
        assertThat(file.lineEnd(3)).isEqualTo(8);
    }

    @Test
    void byteOrderMark_atTheStart_isDropped() {
        SourceFile file = SourceFile.of("f", bytes(0xEF, 0xBB, 0xBF, 'a'));
        assertThat(file.text()).isEqualTo("a");
        assertThat(file.defects()).isEmpty();
    }

    @Test
    void invalidBytes_neighbouring_areOneDefect() {
        SourceFile file = SourceFile.of("f", bytes('a', 0xFF, 0xC0, 'b', 0xE2, 0x82, 'c', 0xF0));
        assertThat(file.text()).startsWith("a\uFFFD").contains("b\uFFFD").contains("c\uFFFD");
        assertThat(file.defects())
                .extracting(SourceDefect::kind)
                .containsOnly(SourceDefect.Kind.INVALID_UTF8)
                .hasSize(3);
        assertThat(file.defects().getFirst().startOffset()).isEqualTo(1);
    }

    @Test
    void overlongAndSurrogateForms_read_areInvalid() {
        assertThat(SourceFile.of("f", bytes(0xC0, 0x80)).defects()).hasSize(1);
        assertThat(SourceFile.of("f", bytes(0xED, 0xA0, 0x80)).defects()).hasSize(1);
    }

    @Test
    void nul_read_isDefectWithPlace() {
        SourceFile file = SourceFile.of("f", "ab\0\0c");
        assertThat(file.defects()).containsExactly(new SourceDefect(SourceDefect.Kind.NUL, 2, 4));
    }

    @Test
    void size_upToTheLimit_isRead() {
        assertThat(SourceFile.of("f", new byte[SourceFile.MAX_BYTES]).text()).hasSize(SourceFile.MAX_BYTES);
        SourceFile tooLarge = SourceFile.of("f", new byte[SourceFile.MAX_BYTES + 1]);
        assertThat(tooLarge.text()).isEmpty();
        assertThat(tooLarge.defects()).containsExactly(new SourceDefect(SourceDefect.Kind.TOO_LARGE, 0, 0));
    }

    @Test
    void binaryFile_read_hasBoundedDefects() {
        var noise = new byte[100_000];
        IntStream.range(0, noise.length).forEach(i -> noise[i] = (byte) (i % 3 == 0 ? 0xFF : i % 3 == 1 ? 0 : 'a'));
        assertThat(SourceFile.of("f", noise).defects()).hasSizeLessThanOrEqualTo(200);
    }

    @Test
    void range_outsideOfTheFile_isRefused() {
        SourceFile file = SourceFile.of("f", "abc");
        assertThat(file.range(1, 3).text()).isEqualTo("bc");
        assertThat(file.range(1, 3)).hasToString("f:1:2");
        assertThatIllegalArgumentException().isThrownBy(() -> file.range(2, 4));
        assertThatIllegalArgumentException().isThrownBy(() -> file.range(2, 1));
    }

    private static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        IntStream.range(0, values.length).forEach(i -> bytes[i] = (byte) values[i]);
        return bytes;
    }
}
