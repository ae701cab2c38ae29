package io.polargosling.fly.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.polargosling.fly.Fly;
import io.polargosling.fly.decode.Checkers;
import io.polargosling.fly.decode.SharedScope;
import io.polargosling.fly.diagnostic.TextRenderer;
import io.polargosling.fly.source.SourceFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever comes in, a result comes out, and soon. */
class FuzzTest {

    private static final long SEED = 20_260_101L;
    /** More with {@code -Dfuzz.inputs=N}. */
    private static final int INPUTS = Integer.getInteger("fuzz.inputs", 20_000);

    private static final Checkers CHECKERS = Checkers.none();
    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "[",
            "]",
            "(",
            ")",
            "\"",
            "${",
            "%{",
            "~}",
            "<<E\n",
            "E\n",
            "<<-E\n",
            "#",
            "/*",
            "*/",
            "\n",
            "\r\n",
            "=",
            "var.",
            "local.a",
            "egg \"x\" {\n",
            "locals {\n",
            "variable \"v\" {\n",
            "\\",
            "\\u",
            "0",
            "1e9",
            ".",
            "...",
            "for ",
            "for x in y : ",
            " in ",
            " if ",
            "=>",
            "::",
            ".*",
            "[*]",
            "%{ if a }",
            "%{ else }",
            "%{ endif }",
            "%{ for a in b ~}",
            "%{ endfor }",
            "${~ ",
            "$${",
            "\r",
            "null",
            "\0",
            "é",
            "-",
            "!",
            "?",
            ":",
            ",",
            "*",
            "api_token = \"s\"");

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anyBytes_readAndDecoded_giveResultWithoutException() throws IOException, URISyntaxException {
        List<byte[]> corpus = corpus();
        var random = new Random(SEED);
        for (int i = 0; i < INPUTS; i++) {
            byte[] input = mutated(corpus.get(random.nextInt(corpus.size())), random);
            int number = i;
            assertThatCode(() -> read(input, number % 3))
                    .as(() -> "seed %d, input %d: %s"
                            .formatted(SEED, number, new String(input, StandardCharsets.ISO_8859_1)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void valuesThatGrow_evaluated_areStopped() {
        var doubling = new StringBuilder("locals {\n  a0 = \"xxxxxxxxxx\"\n  l0 = [1]\n  n0 = 99\n");
        for (int i = 1; i < 60; i++) {
            int before = i - 1;
            doubling.append("  a%d = \"${local.a%d}${local.a%d}\"\n".formatted(i, before, before));
            doubling.append("  l%d = [local.l%d, local.l%d]\n".formatted(i, before, before));
            doubling.append("  n%d = local.n%d * local.n%d\n".formatted(i, before, before));
        }
        doubling.append("  same = local.l59 == local.l59\n}\n");
        var chain = new StringBuilder("locals {\n  c0 = 1\n");
        for (int i = 5000; i > 0; i--) {
            chain.append("  c%d = (((((local.c%d)))))\n".formatted(i, i - 1));
        }
        chain.append("}\n");
        for (String text : List.of(doubling.toString(), chain.toString())) {
            assertThat(Fly.decodeEgg(SourceFile.of("growing", text), SharedScope.empty(), CHECKERS)
                            .diagnostics())
                    .isNotEmpty();
        }
    }

    private static void read(byte[] input, int way) {
        SourceFile file = SourceFile.of("fuzz", input);
        roundTrip(Fly.parse(file));
        switch (way) {
            case 0 ->
                TextRenderer.render(
                        Fly.decodeEgg(file, SharedScope.empty(), CHECKERS).diagnostics());
            case 1 ->
                TextRenderer.render(
                        Fly.decodeUglyFox(file, SharedScope.empty(), CHECKERS).diagnostics());
            default -> TextRenderer.render(Fly.decodeShared(file).diagnostics());
        }
    }

    private static void roundTrip(ParseResult parsed) {
        if (!parsed.hasErrors()) {
            String text = Fly.print(parsed.body());
            ParseResult again = Fly.parse(SourceFile.of("again", text));
            assertThat(Ranges.erase(again.body())).as(text).isEqualTo(Ranges.erase(parsed.body()));
        }
    }

    private static byte[] mutated(byte[] seed, Random random) {
        // One char for each byte.
        var text = new StringBuilder(new String(seed, StandardCharsets.ISO_8859_1));
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(4)) {
                case 0 -> text.insert(at, (char) random.nextInt(256));
                case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
                case 2 -> {
                    byte[] piece = PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
                    text.insert(at, new String(piece, StandardCharsets.ISO_8859_1));
                }
                default -> {
                    String copy = text.substring(at, Math.min(text.length(), at + random.nextInt(60)));
                    text.insert(random.nextInt(text.length() + 1), copy);
                }
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<byte[]> corpus() throws IOException, URISyntaxException {
        var corpus = new ArrayList<byte[]>();
        corpus.add(new byte[0]);
        for (String folder : List.of("/spec", "/fuzz")) {
            Path root = Path.of(FuzzTest.class.getResource(folder).toURI());
            try (Stream<Path> all = Files.walk(root)) {
                for (Path path :
                        all.filter(p -> p.toString().endsWith(".fly")).sorted().toList()) {
                    byte[] bytes = Files.readAllBytes(path);
                    if (bytes.length < 3000) {
                        corpus.add(bytes);
                    }
                }
            }
        }
        return corpus;
    }
}
