package io.polargosling.fly.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.fly.Fly;
import io.polargosling.fly.source.SourceFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Texts right and wrong are taken and refused as the Go implementation does, and errors seen on the same line. */
class VerdictTest {

    private static final String OK = "ok";

    @Test
    void texts_read_areJudgedAsByTheReference() throws IOException, URISyntaxException {
        List<String> lines = Files.readAllLines(
                Path.of(VerdictTest.class.getResource("/verdicts/go-hcl.tsv").toURI()));
        var others = new ArrayList<String>();
        int judged = 0;
        for (String line : lines) {
            if (!line.startsWith("#")) {
                int tab = line.indexOf('\t');
                String text = unescaped(line.substring(tab + 1));
                String verdict = verdict(Fly.parse(SourceFile.of("case", text)));
                if (!verdict.equals(line.substring(0, tab))) {
                    others.add(verdict + " instead of " + line);
                }
                judged++;
            }
        }
        assertThat(others).isEmpty();
        assertThat(judged).isGreaterThan(2000);
    }

    private static String verdict(ParseResult parsed) {
        return parsed.hasErrors()
                ? Integer.toString(
                        parsed.diagnostics().getFirst().range().start().line())
                : OK;
    }

    private static String unescaped(String text) {
        var out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char kind = text.charAt(++i);
            out.append(
                    switch (kind) {
                        case 'n' -> '\n';
                        case 'r' -> '\r';
                        case 't' -> '\t';
                        default -> kind;
                    });
        }
        return out.toString();
    }
}
