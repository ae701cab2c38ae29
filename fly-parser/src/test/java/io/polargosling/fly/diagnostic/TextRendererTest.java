package io.polargosling.fly.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.fly.source.SourceFile;
import io.polargosling.fly.source.SourceRange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextRendererTest {

    @Test
    void diagnostic_drawn_hasPlaceLineCaretDetailAndAdvice() {
        SourceFile file = SourceFile.of("Eggs/web/config.fly", "a = 1\n\tmemmory = 2\n");
        Diagnostic diagnostic = Diagnostic.error(
                        "unknown-attribute", "Unknown attribute", "No such thing.", file.range(7, 14))
                .suggesting(Optional.of("Did you mean \"memory\"?"));
        assertThat(TextRenderer.render(diagnostic)).isEqualTo("""
                Eggs/web/config.fly:2:2: error: Unknown attribute [unknown-attribute]
                  2 | \tmemmory = 2
                    | \t^^^^^^^
                  No such thing.
                  Did you mean "memory"?
                """);
    }

    @Test
    void hiddenText_anywhereOnTheLine_isMaskedWithFixedLength() {
        SourceFile file = SourceFile.of("f", "x = \"hush\" y = \"hush-hush-hush\" z");
        var diagnostics = new Diagnostics();
        diagnostics.add(at(file.range(32, 33)));
        diagnostics.add(at(file.range(18, 20)));
        diagnostics.add(at(file.range(8, 20)));
        diagnostics.hide(file.range(15, 31));
        diagnostics.hide(file.range(4, 10));
        assertThat(diagnostics.toList())
                .extracting(Snippet::of)
                .allSatisfy(snippet -> assertThat(snippet.line()).isEqualTo("x = \"***\" y = \"***\" z"));
        assertThat(diagnostics.toList())
                .extracting(Snippet::of)
                .extracting(Snippet::underline)
                .containsExactly("    ^^^^^^^^^^^^^^^", "              ^^^^^", "                    ^");
    }

    @Test
    void hiddenText_longerThanTheWindow_isMasked() {
        String secret = "s".repeat(10_000);
        SourceFile file = SourceFile.of("f", "x = \"" + secret + "\"");
        var diagnostics = new Diagnostics();
        diagnostics.add(at(file.range(5_000, 5_001)));
        diagnostics.hide(file.range(4, file.text().length()));
        assertThat(Snippet.of(diagnostics.toList().getFirst()).line()).isEqualTo("…\"***\"…");
    }

    @ParameterizedTest
    @CsvSource({
        "日本 = x, 5, 6, '       ^'",
        "e\u0301 = x, 5, 6, '    ^'",
        "😀😀 = x, 7, 8, '       ^'",
        "x = 日本, 4, 6, '    ^^^^'"
    })
    void wideAndCombiningCharacters_underlined_lineUp(String line, int start, int end, String underline) {
        SourceFile file = SourceFile.of("f", line);
        assertThat(Snippet.of(at(file.range(start, end))).underline()).isEqualTo(underline);
    }

    @Test
    void rangeOverSeveralLines_drawn_namesTheLast() {
        SourceFile file = SourceFile.of("f", "a {\n  b = 1\n}\n");
        assertThat(TextRenderer.render(at(file.range(2, 13)))).contains("  1 | a {\n    |   ^ to line 3\n");
        assertThat(TextRenderer.render(at(file.range(2, 4)))).contains("    |   ^\n");
    }

    @Test
    void diagnostic_coloured_hasTheSameText() {
        SourceFile file = SourceFile.of("f", "a = 1\n");
        Diagnostic diagnostic = at(file.range(0, 1)).suggesting(Optional.of("Advice."));
        String coloured = TextRenderer.render(diagnostic, "f", Paint.ANSI);
        assertThat(coloured)
                .contains("\u001b[1;31merror\u001b[0m", "\u001b[1;31m^\u001b[0m", "\u001b[36mAdvice.\u001b[0m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(TextRenderer.render(diagnostic));
    }

    @Test
    void longLineOfWideCharacters_cut_keepsThemWhole() {
        SourceFile file = SourceFile.of("f", "😀".repeat(500));
        for (int start = 400; start < 404; start += 2) {
            Snippet snippet = Snippet.of(at(file.range(start, start + 2)));
            assertThat(snippet.line()).startsWith("…😀").endsWith("😀…");
            assertThat(snippet.carets()).isEqualTo("^^");
        }
    }

    @Test
    void longLine_drawn_isCutAroundTheCaret() {
        SourceFile file = SourceFile.of("f", "a".repeat(5000) + "X" + "b".repeat(5000));
        Snippet snippet = Snippet.of(at(file.range(5000, 5001)));
        assertThat(snippet.line()).hasSizeLessThan(200).startsWith("…a").endsWith("b…");
        assertThat(snippet.line().charAt(snippet.caretStart())).isEqualTo('X');
    }

    @Test
    void controlCharacters_drawn_cannotReachTheTerminal() {
        SourceFile file = SourceFile.of("f", "a\u001b[31m\u202eb");
        assertThat(Snippet.of(at(file.range(0, 1))).line()).isEqualTo("a\uFFFD[31m\uFFFDb");
    }

    @Test
    void endOfLineAndFile_drawn_haveACaretBehind() {
        SourceFile file = SourceFile.of("f", "ab\n");
        assertThat(Snippet.of(at(file.range(2, 3))).underline()).isEqualTo("  ^");
        assertThat(Snippet.of(at(file.range(3, 3))).underline()).isEqualTo("^");
        assertThat(Snippet.of(at(SourceRange.none()))).isEqualTo(new Snippet("", 0, 1));
    }

    @Test
    void diagnostics_beyondTheLimit_areReplacedByOne() {
        SourceFile file = SourceFile.of("f", "a");
        var diagnostics = new Diagnostics();
        for (int i = 0; i < 2 * Diagnostics.MAX; i++) {
            diagnostics.add(at(file.range(0, 1)));
        }
        List<Diagnostic> all = diagnostics.toList();
        assertThat(all).hasSize(Diagnostics.MAX + 1);
        assertThat(all.getLast().code()).isEqualTo("too-many");
    }

    @Test
    void didYouMean_nearAndFar_suggestsOnlyTheNear() {
        List<String> known = List.of("cpu", "memory", "disk", "preemptible");
        assertThat(DidYouMean.nearest("memmory", known)).contains("memory");
        assertThat(DidYouMean.nearest("preemtable", known)).contains("preemptible");
        assertThat(DidYouMean.nearest("cup", known)).isEmpty();
        assertThat(DidYouMean.nearest("network", known)).isEmpty();
        assertThat(DidYouMean.nearest("", known)).isEmpty();
    }

    private static Diagnostic at(SourceRange range) {
        return Diagnostic.error("code", "Summary", "Detail.", range);
    }
}
