package io.polargosling.fly.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.fly.Fly;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.TextRenderer;
import io.polargosling.fly.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** However a file is broken, what stands beside the name of a secret is not repeated. */
class SecretEchoTest {

    private static final String SECRET = "xyzzy";

    private static final List<String> TEXTS = List.of(
            "egg \"a\" {\n  gitlab {\n    api_token = \"glpat-xyzzy\"\n    server = \"s\"\n  }\n}\n",
            "api_token = glpat-xyzzy\n",
            "a = { api_token = \"xyzzy\", b = 1 }\n",
            "a = {\n  \"token_secret\" : \"xyzzy\"\n  b = 2\n}\n",
            "webhook_secret = <<E\nxyzzy\nE\nb = 1\n",
            "webhook_secret = \"a ${xyzzy} b\"\n",
            "b { api_token = \"xyzzy\" }\n");

    private static final List<String> INSERTED = List.of(
            "!", "\"", "{", "}", "[", "]", "(", ")", "${", "%{", "~}", ",", "=", "1", " x ", "\n", "'", "<<E\n", "/*");

    @Test
    void secret_inTextsBrokenAnywhere_isNeverDrawnNorTold() {
        for (String text : TEXTS) {
            Tokens tokens = Tokens.of(SourceFile.of("whole", text));
            for (int i = 0; i < tokens.size(); i++) {
                if (!isSecretName(tokens.text(i))) {
                    String without = text.substring(0, tokens.start(i)) + text.substring(tokens.end(i));
                    check(without, i > 0 && isBreakBehindName(tokens, i));
                    for (String piece : INSERTED) {
                        check(text.substring(0, tokens.end(i)) + piece + text.substring(tokens.end(i)), false);
                    }
                }
            }
        }
    }

    /** Without the sign behind its name a secret is no longer beside it, or the name runs into it. */
    private static boolean isBreakBehindName(Tokens tokens, int index) {
        return isSecretName(tokens.text(index - 1)) && tokens.kind(index) != TokenKind.ASSIGN;
    }

    private static boolean isSecretName(String text) {
        return List.of("api_token", "token_secret", "webhook_secret").contains(text);
    }

    private static void check(String broken, boolean lost) {
        if (lost) {
            return;
        }
        for (Diagnostic diagnostic : Fly.parse(SourceFile.of("broken", broken)).diagnostics()) {
            assertThat(TextRenderer.render(diagnostic)).as(broken).doesNotContain(SECRET);
        }
    }
}
