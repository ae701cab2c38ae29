package io.polargosling.fly.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.fly.Fly;
import io.polargosling.fly.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever the parser takes can be printed, compared and hashed, on a stack of usual size. */
class DeepTreeTest {

    private static final int BLOCKS = Parser.MAX_DEPTH;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "[|1|]|197",
                "(|1|)|197",
                "{a = |1|}|197",
                "f(|1|)|197",
                "-|1||197",
                "a[|0|]|197",
                "\"${|1|}\"|98",
                "[for x in |y| : x]|197",
                "a ? |1| : 2|197",
                "b[*].c|[*].c||98",
                "a|.b||197",
                "1| + 1||197",
            })
    void tree_asDeepAsAllowed_printsAndCompares(String open, String inner, String close, int depth) {
        String after = close == null ? "" : close;
        boolean chain = inner.startsWith(".") || inner.startsWith(" +") || inner.startsWith("[*]");
        String value = chain ? open + inner.repeat(depth) : open.repeat(depth) + inner + after.repeat(depth);
        check("b {\n  a = " + value + "\n}\n");
    }

    @Test
    void blocks_asDeepAsAllowed_printAndCompare() {
        check("b \"label\" {\n".repeat(BLOCKS) + "a = [1]\n" + "}\n".repeat(BLOCKS));
    }

    private static void check(String text) {
        ParseResult parsed = Fly.parse(SourceFile.of("deep", text));
        assertThat(parsed.diagnostics()).isEmpty();
        ParseResult again = Fly.parse(SourceFile.of("again", Fly.print(parsed.body())));
        Body erased = Ranges.erase(parsed.body());
        assertThat(Ranges.erase(again.body()).equals(erased)).isTrue();
        assertThat(Ranges.erase(again.body()).hashCode()).isEqualTo(erased.hashCode());
        assertThat(erased.toString()).isNotEmpty();
    }
}
