package io.polargosling.fly.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.fly.source.SourceFile;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokensTest {

    @Test
    void comments_ofAllKinds_areTokensWithoutTheirLineBreak() {
        assertThat(shown("# a\r\nb = 1 // c\n/* d\n*/ e = 2 # f"))
                .containsExactly(
                        "COMMENT <# a>",
                        "NEWLINE <\r\n>",
                        "IDENTIFIER <b>",
                        "ASSIGN <=>",
                        "NUMBER <1>",
                        "COMMENT <// c>",
                        "NEWLINE <\n>",
                        "COMMENT </* d\n*/>",
                        "IDENTIFIER <e>",
                        "ASSIGN <=>",
                        "NUMBER <2>",
                        "COMMENT <# f>",
                        "END_OF_FILE <>");
    }

    @Test
    void lineBreaks_insideBracketsAndBetweenItems_areTokensEach() {
        assertThat(shown("\n\na = [\n1]\n"))
                .containsExactly(
                        "NEWLINE <\n>",
                        "NEWLINE <\n>",
                        "IDENTIFIER <a>",
                        "ASSIGN <=>",
                        "OPEN_BRACKET <[>",
                        "NEWLINE <\n>",
                        "NUMBER <1>",
                        "CLOSE_BRACKET <]>",
                        "NEWLINE <\n>",
                        "END_OF_FILE <>");
    }

    @Test
    void heredocsAndStrings_cut_comeInPieces() {
        assertThat(shown("a = <<-E\n  x ${b /*c*/}\n  E\n"))
                .containsExactly(
                        "IDENTIFIER <a>",
                        "ASSIGN <=>",
                        "OPEN_HEREDOC <<<-E\n>",
                        "HEREDOC_TEXT <  x >",
                        "OPEN_INTERPOLATION <${>",
                        "IDENTIFIER <b>",
                        "COMMENT </*c*/>",
                        "CLOSE_TEMPLATE <}>",
                        "HEREDOC_TEXT <\n>",
                        "CLOSE_HEREDOC <  E>",
                        "NEWLINE <\n>",
                        "END_OF_FILE <>");
        assertThat(shown("\"a ${~ b ~}\""))
                .containsExactly(
                        "OPEN_QUOTE <\">",
                        "QUOTED_TEXT <a >",
                        "OPEN_INTERPOLATION <${~>",
                        "IDENTIFIER <b>",
                        "CLOSE_TEMPLATE <~}>",
                        "CLOSE_QUOTE <\">",
                        "END_OF_FILE <>");
    }

    private static List<String> shown(String text) {
        Tokens tokens = Tokens.of(SourceFile.of("f", text));
        return IntStream.range(0, tokens.size())
                .mapToObj(i -> tokens.kind(i) + " <" + tokens.text(i) + ">")
                .toList();
    }
}
