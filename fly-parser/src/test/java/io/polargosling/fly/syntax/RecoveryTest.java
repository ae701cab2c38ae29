package io.polargosling.fly.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.fly.Fly;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.TextRenderer;
import io.polargosling.fly.source.SourceFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One mistake makes few diagnostics, and hides none of the others. */
class RecoveryTest {

    private static final int MOST = 3;

    @Test
    void brace_missingAnywhereInAnyValidFile_givesAtMostThreeDiagnostics() throws IOException, URISyntaxException {
        int removed = 0;
        for (String text : validTexts()) {
            Tokens tokens = Tokens.of(SourceFile.of("valid", text));
            for (int i = 0; i < tokens.size(); i++) {
                TokenKind kind = tokens.kind(i);
                if (kind == TokenKind.OPEN_BRACE || kind == TokenKind.CLOSE_BRACE) {
                    String broken = text.substring(0, tokens.start(i)) + text.substring(tokens.end(i));
                    assertThat(Fly.parse(SourceFile.of("broken", broken)).diagnostics())
                            .as(() -> broken + "\n"
                                    + TextRenderer.render(Fly.parse(SourceFile.of("broken", broken))
                                            .diagnostics()))
                            .hasSizeLessThanOrEqualTo(MOST);
                    removed++;
                }
            }
        }
        assertThat(removed).isGreaterThan(300);
    }

    @Test
    void mistakes_oneOnEachLine_areReportedEach() {
        var text = new StringBuilder();
        List<String> mistakes = List.of(
                "a = = 1",
                "b = [1 2]",
                "c = \"open",
                "d = \"%{ if x }\"",
                "e = {f = 1 g = 2}",
                "h { i = 1, j = 2 }",
                "k = (1",
                "l = m.",
                "n = [for o p : q]",
                "r = 'x'",
                "1s = 2",
                "t = \"\\q\"",
                "u = f(1 2)",
                "v = w ? x");
        for (String mistake : mistakes) {
            text.append(mistake).append("\ngood").append(text.length()).append(" = 1\n");
        }
        ParseResult parsed = Fly.parse(SourceFile.of("mistakes", text.toString()));
        assertThat(parsed.diagnostics()).hasSize(mistakes.size());
        assertThat(parsed.diagnostics()).extracting(Diagnostic::range).isSorted();
        assertThat(parsed.body().attributes())
                .filteredOn(attribute -> attribute.name().startsWith("good"))
                .hasSize(mistakes.size());
    }

    private static List<String> validTexts() throws IOException, URISyntaxException {
        var texts = new ArrayList<String>();
        Path root = Path.of(RecoveryTest.class.getResource("/spec").toURI());
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path :
                    all.filter(p -> p.toString().endsWith(".fly")).sorted().toList()) {
                SourceFile file = SourceFile.of("valid", Files.readAllBytes(path));
                if (!Fly.parse(file).hasErrors()) {
                    texts.add(file.text());
                }
            }
        }
        assertThat(texts).hasSizeGreaterThan(80);
        return texts;
    }
}
