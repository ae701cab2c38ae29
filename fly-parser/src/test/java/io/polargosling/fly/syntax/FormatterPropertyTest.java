package io.polargosling.fly.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.fly.Fly;
import io.polargosling.fly.print.Formatter;
import io.polargosling.fly.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Formatting changes nothing but the layout, and changes that once. */
class FormatterPropertyTest {

    private static final List<String> BLANKS = List.of("", "", " ", "   ", "\t", " /* a  b */ ", "/*\n x\n*/");
    private static final List<String> LINE_BREAKS = List.of(
            "\n",
            "\n",
            "\n",
            "\r\n",
            "\n\n\n",
            " # end  \n",
            "\n  // own line\n",
            "\n\n # $${x}\r\n\t\n",
            " /* last */\n");

    @Property(tries = 1000)
    void anyText_formatted_saysTheSameAndStaysSo(@ForAll long seed) {
        String text = disturb(Fly.print(new TreeGenerator(seed).body(3)), new Random(seed));
        ParseResult parsed = Fly.parse(SourceFile.of("f", text));
        assertThat(parsed.diagnostics()).as(text).isEmpty();

        String formatted = Formatter.format(SourceFile.of("f", text));
        ParseResult again = Fly.parse(SourceFile.of("f", formatted));
        assertThat(again.diagnostics()).as(formatted).isEmpty();
        assertThat(Ranges.erase(again.body())).as(formatted).isEqualTo(Ranges.erase(parsed.body()));
        assertThat(comments(formatted)).isEqualTo(comments(text));
        assertThat(Formatter.format(SourceFile.of("f", formatted))).isEqualTo(formatted);
    }

    @Property(tries = 1000)
    void printedTree_formatted_isTheSame(@ForAll long seed) {
        String text = Fly.print(new TreeGenerator(seed).body(3));
        assertThat(Formatter.format(SourceFile.of("f", text))).isEqualTo(text);
    }

    private static List<String> comments(String text) {
        var tokens = Tokens.of(SourceFile.of("f", text));
        var found = new ArrayList<String>();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.kind(i) == TokenKind.COMMENT) {
                found.add(tokens.text(i).stripTrailing());
            }
        }
        return found;
    }

    /** The same tokens with other blanks, line breaks and comments between them. */
    private static String disturb(String text, Random random) {
        var tokens = Tokens.of(SourceFile.of("f", text));
        var out = new StringBuilder();
        int templates = 0;
        int end = 0;
        for (int i = 0; i < tokens.size(); i++) {
            TokenKind kind = tokens.kind(i);
            out.append(text, end, tokens.start(i));
            if (templates == 0 && kind != TokenKind.NEWLINE) {
                out.append(any(BLANKS, random));
            }
            boolean afterHeredoc = i > 0 && tokens.kind(i - 1) == TokenKind.CLOSE_HEREDOC;
            out.append(
                    kind != TokenKind.NEWLINE || templates > 0
                            ? tokens.text(i)
                            : afterHeredoc ? "\n" : any(LINE_BREAKS, random));
            switch (kind) {
                case OPEN_QUOTE, OPEN_HEREDOC -> templates++;
                case CLOSE_QUOTE, CLOSE_HEREDOC -> templates--;
                default -> {}
            }
            end = tokens.end(i);
        }
        return out.toString();
    }

    private static String any(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
