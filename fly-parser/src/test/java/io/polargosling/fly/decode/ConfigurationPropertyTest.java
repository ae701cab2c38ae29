package io.polargosling.fly.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.fly.Fly;
import io.polargosling.fly.diagnostic.TextRenderer;
import io.polargosling.fly.source.SourceFile;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for whole files of every kind. */
class ConfigurationPropertyTest {

    @Property(tries = 500)
    void validConfiguration_printedAndReadAgain_isTheSame(@ForAll FileKind kind, @ForAll Random random) {
        var written = SourceFile.of("written", ConfigurationText.of(kind, random));
        DecodeResult<? extends Record> first = decode(kind, written);
        assertThat(TextRenderer.render(first.diagnostics())).as(written.text()).isEmpty();
        var printed = SourceFile.of("printed", Fly.print(Fly.parse(written).body()));
        DecodeResult<? extends Record> second = decode(kind, printed);
        assertThat(TextRenderer.render(second.diagnostics())).isEmpty();
        assertThat(Dump.typed(second.value().orElseThrow()))
                .isEqualTo(Dump.typed(first.value().orElseThrow()));
        assertThat(FileKind.of(Fly.parse(printed).body())).contains(kind);
    }

    @Property(tries = 200)
    void validConfiguration_readAsAnotherKind_isRefused(
            @ForAll FileKind kind, @ForAll FileKind other, @ForAll Random random) {
        if (kind != other) {
            var file = SourceFile.of("file", ConfigurationText.of(kind, random));
            assertThat(decode(other, file).value()).isEmpty();
        }
    }

    @Property(tries = 200)
    void P4a_reposOfABucket_areAllPresentInOrder(@ForAll("repos") List<String> repos, @ForAll Random random) {
        var file = SourceFile.of("bucket", ConfigurationText.bucket(random, repos));
        DecodeResult<BucketFile> result = Fly.decodeBucket(file, SharedScope.empty(), TestCheckers.CHECKERS);
        assertThat(TextRenderer.render(result.diagnostics())).isEmpty();
        List<BucketFile.Repo> found = result.value().orElseThrow().repos();
        assertThat(found).extracting(repo -> repo.name().value()).containsExactlyElementsOf(repos);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i).gitlab().target().value().id()).isEqualTo(i + 1);
        }
    }

    @Property(tries = 300)
    void validConfiguration_oneLineLost_neverThrows(@ForAll FileKind kind, @ForAll Random random, @ForAll int line) {
        var lines = new java.util.ArrayList<>(
                ConfigurationText.of(kind, random).lines().toList());
        lines.remove(Math.floorMod(line, lines.size()));
        DecodeResult<? extends Record> result = decode(kind, SourceFile.of("cut", String.join("\n", lines)));
        assertThat(result.value().isPresent())
                .isEqualTo(result.diagnostics().stream().noneMatch(found -> found.isError()));
    }

    private static DecodeResult<? extends Record> decode(FileKind kind, SourceFile file) {
        SharedScope scope = SharedScope.empty();
        return switch (kind) {
            case EGG -> Fly.decodeEgg(file, scope, TestCheckers.CHECKERS);
            case EGGSBUCKET -> Fly.decodeBucket(file, scope, TestCheckers.CHECKERS);
            case JOB -> Fly.decodeJob(file, scope, TestCheckers.CHECKERS);
            case UGLYFOX -> Fly.decodeUglyFox(file, scope, TestCheckers.CHECKERS);
            case MOTHERGOOSE -> Fly.decodeMotherGoose(file, scope, TestCheckers.CHECKERS);
        };
    }

    @Provide
    Arbitrary<List<String>> repos() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .ofMinLength(1)
                .ofMaxLength(12)
                .list()
                .ofMinSize(1)
                .ofMaxSize(20)
                .uniqueElements();
    }
}
