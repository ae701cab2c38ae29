package io.polargosling.fly.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.fly.Fly;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.Diagnostics;
import io.polargosling.fly.eval.EvaluatedFile;
import io.polargosling.fly.source.SourceFile;
import io.polargosling.fly.syntax.ParseResult;
import io.polargosling.fly.syntax.TreeDump;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What the language does, as files: {@code NAME.fly} with {@code NAME.json} (its value) or {@code NAME.diag} (its
 * diagnostics, one a line, advice behind {@code >}). The folder says how the file is read. With {@code -Dspec.write=FOLDER}
 * the outcome of files that have neither is written below that folder, to be read before it is kept.
 */
class SpecTest {

    private static final Optional<String> WRITE_TO = Optional.ofNullable(System.getProperty("spec.write"));

    @TestFactory
    Stream<DynamicTest> spec() throws IOException, URISyntaxException {
        Path root = Path.of(SpecTest.class.getResource("/spec").toURI());
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(path -> path.toString().endsWith(".fly"))
                    .sorted()
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(50);
        return files.stream()
                .map(path -> DynamicTest.dynamicTest(root.relativize(path).toString(), () -> check(root, path)));
    }

    private static void check(Path root, Path path) throws IOException {
        String kind = root.relativize(path).getName(0).toString();
        String stem = path.toString().substring(0, path.toString().length() - ".fly".length());
        String name = path.getFileName().toString();
        DecodeResult<String> outcome = read(kind, SourceFile.of(name, Files.readAllBytes(path)));
        String json = outcome.value().map(value -> value + "\n").orElse("");
        String diagnostics = outcome.diagnostics().stream().map(SpecTest::line).collect(Collectors.joining());
        Path expectedJson = Path.of(stem + ".json");
        Path expectedDiagnostics = Path.of(stem + ".diag");
        boolean known = Files.exists(expectedJson) || Files.exists(expectedDiagnostics);
        if (!known && WRITE_TO.isPresent()) {
            boolean clean = outcome.diagnostics().isEmpty();
            Path target = Path.of(WRITE_TO.get()).resolve(root.relativize(clean ? expectedJson : expectedDiagnostics));
            Files.writeString(target, clean ? json : diagnostics);
            return;
        }
        assertThat(known).as("%s has an expected outcome", name).isTrue();
        assertThat(diagnostics).isEqualTo(textOf(expectedDiagnostics));
        if (Files.exists(expectedJson)) {
            assertThat(json).isEqualTo(textOf(expectedJson));
        }
    }

    private static String textOf(Path path) {
        try {
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DecodeResult<String> read(String kind, SourceFile file) {
        return switch (kind) {
            case "egg" -> typed(Fly.decodeEgg(file, SharedScope.empty(), TestCheckers.CHECKERS));
            case "eggsbucket" -> typed(Fly.decodeBucket(file, SharedScope.empty(), TestCheckers.CHECKERS));
            case "job" -> typed(Fly.decodeJob(file, SharedScope.empty(), TestCheckers.CHECKERS));
            case "mothergoose" -> typed(Fly.decodeMotherGoose(file, SharedScope.empty(), TestCheckers.CHECKERS));
            case "uglyfox" -> typed(Fly.decodeUglyFox(file, SharedScope.empty(), TestCheckers.CHECKERS));
            case "syntax", "eval" -> evaluated(file);
            case "raw" -> raw(file);
            case "tree" -> tree(Fly.parse(file));
            default ->
                throw new IllegalStateException(
                        "folder " + kind + " (expected: a kind of file, syntax, tree, eval or raw)");
        };
    }

    private static DecodeResult<String> typed(DecodeResult<? extends Record> result) {
        return new DecodeResult<>(result.value().map(Dump::typed), result.diagnostics());
    }

    private static DecodeResult<String> tree(ParseResult parsed) {
        return new DecodeResult<>(Optional.of(TreeDump.of(parsed.body())), parsed.diagnostics());
    }

    private static DecodeResult<String> evaluated(SourceFile file) {
        ParseResult parsed = Fly.parse(file);
        var diagnostics = new Diagnostics();
        diagnostics.addAll(parsed.diagnostics());
        diagnostics.hideAll(parsed.hidden());
        var evaluator = new ScopeReader(SharedScope.empty(), diagnostics, parsed.complete()).read(parsed.body());
        String json = Dump.body(parsed.body(), evaluator);
        return new DecodeResult<>(Optional.of(json), diagnostics.toList());
    }

    private static DecodeResult<String> raw(SourceFile file) {
        DecodeResult<EvaluatedFile> result = Fly.evaluate(file, SharedScope.empty());
        return new DecodeResult<>(result.value().map(value -> Fly.toJson(value).strip()), result.diagnostics());
    }

    private static String line(Diagnostic diagnostic) {
        String range = diagnostic.range().start() + "-" + diagnostic.range().end();
        String head =
                "%s %s %s: %s%n".formatted(range, diagnostic.severity().word(), diagnostic.code(), diagnostic.detail());
        return head
                + diagnostic.suggestion().map(advice -> "  > " + advice + "\n").orElse("");
    }
}
