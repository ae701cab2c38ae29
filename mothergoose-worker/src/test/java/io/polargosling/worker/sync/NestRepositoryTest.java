package io.polargosling.worker.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.nest.NestRules;
import io.polargosling.nest.NestSnapshot;
import io.polargosling.secrets.LocalSecrets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.FileMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NestRepositoryTest {

    private static final NestLimits LIMITS = new NestLimits(1000, 1_000_000, Duration.ofSeconds(60));

    @TempDir
    private Path folder;

    private final Random random = new Random(1);
    private BareNest nest;
    private Secrets secrets;
    private NestRepository repository;

    @BeforeEach
    void open() {
        nest = new BareNest(folder.resolve("remote.git"));
        secrets = LocalSecrets.open(folder.resolve("data"), Optional.empty(), false);
        repository = new NestRepository(cache(), "main", LIMITS);
    }

    @AfterEach
    void close() {
        nest.close();
    }

    @Test
    void fetch_longHistory_bringsFiftyCommits() {
        var commits = commits(60);

        var head = fetch();

        assertThat(head).isEqualTo(commits.getLast());
        assertThat(repository.contains(head, commits.get(10))).isTrue();
        assertThat(repository.contains(head, commits.get(9))).isFalse();
    }

    @Test
    void fetch_lastHeadIsFarBack_deepensUntilItIsFound() {
        var commits = commits(120);

        var head = fetch(commits.get(30));

        assertThat(repository.contains(head, commits.get(30))).isTrue();
    }

    @Test
    void fetch_lastHeadIsGone_looksAtAllHistory() {
        var former = commits(3).getLast();
        nest.rewrite();
        var commits = commits(60);

        var head = fetch(former);

        assertThat(repository.contains(head, former)).isFalse();
        assertThat(repository.contains(head, commits.getFirst())).isTrue();
    }

    @Test
    void fetch_branchIsNoName_saysWhichSetting() {
        repository = new NestRepository(cache(), "../main", LIMITS);

        assertThatThrownBy(this::fetch).isInstanceOf(InvalidException.class).hasMessageContaining("../main");
    }

    @Test
    void fetch_hugeBlob_endsBeforeTheDiskIsFullAndTheFormerHeadStays() {
        var head = nest.egg("web", 1).commit();
        fetch();

        nest.file("video.bin", noise(1_100_000)).commit();

        assertThatThrownBy(this::fetch)
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("gosling.sync.max-bytes");
        assertThat(read(head).eggs()).containsOnlyKeys(EggName.of("web"));
        assertThat(size()).isLessThan(1_000_000);
    }

    @Test
    void fetch_moreThanAPackMayHold_endsBeforeTheDiskIsFull() {
        for (int i = 0; i < 6; i++) {
            nest.file("noise-" + i, noise(900_000));
        }
        nest.commit();

        assertThatThrownBy(this::fetch)
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("gosling.sync.max-bytes");
        assertThat(size()).isLessThan(1_000_000);
    }

    @Test
    void fetch_lastOneWasCutOff_beginsAnew() throws IOException {
        nest.egg("web", 1).commit();
        fetch();
        Files.createFile(cache().resolveSibling("nest.git.fetching"));
        Files.writeString(cache().resolve("refs/gosling/nest.lock"), "");
        Files.writeString(cache().resolve("objects/pack/incoming_1.pack"), "half");
        var head = nest.egg("web", 1, 4).commit();

        assertThat(fetch()).isEqualTo(head);

        assertThat(cache().resolve("objects/pack/incoming_1.pack")).doesNotExist();
        assertThat(cache().resolveSibling("nest.git.fetching")).doesNotExist();
    }

    @Test
    void read_packIsDamaged_saysSoAndIsFetchedAnew() throws IOException {
        for (int i = 0; i < 30; i++) {
            nest.egg("egg-" + i, i + 1);
        }
        var head = nest.commit();
        fetch();
        for (var pack : packs()) {
            assertThat(pack.toFile().setWritable(true)).isTrue();
            try (var file = FileChannel.open(pack, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.allocate((int) file.size() - 40), 20);
            }
        }
        repository = new NestRepository(cache(), "main", LIMITS);

        assertThat(repository.read(head, NestRules.defaults())).isEmpty();
        assertThat(fetch()).isEqualTo(head);
        assertThat(read(head).eggs()).hasSize(30);
    }

    @Test
    void fetch_cacheHasGrown_beginsAnew() {
        var head = CommitId.of("0".repeat(40));
        for (int i = 0; i < 12; i++) {
            head = nest.egg("web", 1, i + 1).file("noise", noise(800_000)).rewrite();
            fetch();
        }

        assertThat(size()).isLessThan(LIMITS.cacheBytes() + LIMITS.packBytes());
        assertThat(read(head).eggs()).hasSize(1);
    }

    @Test
    void read_moreFilesThanAllowed_isRefused() {
        for (int i = 0; i <= LIMITS.files(); i++) {
            nest.file("docs/" + i, "");
        }
        nest.commit();
        var head = fetch();

        assertThatThrownBy(() -> read(head))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("1000 files");
    }

    @Test
    void read_moreFlyThanAllowed_isRefused() {
        nest.file("a.fly", "#".repeat(600_000))
                .file("b.fly", "# ".repeat(300_000))
                .commit();
        var head = fetch();

        assertThatThrownBy(() -> read(head))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("1000000 bytes of .fly files");
    }

    @Test
    void read_foldersWithinFoldersWithoutEnd_isRefused() throws IOException {
        var many = nest.folded("many", 12, 10);
        fetch();
        assertThatThrownBy(() -> read(many))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("1000 folders");

        var deep = nest.folded("deep", 1, 150);
        fetch();
        assertThatThrownBy(() -> read(deep))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("100 deep");
    }

    @Test
    void read_namesNoFileCanHave_leadNowhere() throws IOException {
        nest.egg("web", 1).policy(3);
        var head = nest.with(
                List.of(
                        new BareNest.Entry("..", FileMode.TREE),
                        new BareNest.Entry(".", FileMode.TREE),
                        new BareNest.Entry(".GIT", FileMode.TREE),
                        new BareNest.Entry("Eggs/evil/config.fly", FileMode.REGULAR_FILE),
                        new BareNest.Entry("..\\evil.fly", FileMode.REGULAR_FILE)),
                "egg \"evil\" {}");
        fetch();

        var snapshot = read(head);

        assertThat(snapshot.eggs()).containsOnlyKeys(EggName.of("web"));
        assertThat(snapshot.broken()).isEmpty();
        assertThat(snapshot.findings()).isEmpty();
    }

    @Test
    void read_submoduleAndLink_areNotFollowedAndTheEggIsNotGone() throws IOException {
        nest.egg("web", 1).policy(3).link(BareNest.path("linked"), "../../elsewhere.fly");
        var head = nest.with(List.of(new BareNest.Entry("module.fly", FileMode.GITLINK)), "");
        fetch();

        var snapshot = read(head);

        assertThat(snapshot.eggs()).containsOnlyKeys(EggName.of("web"));
        assertThat(snapshot.broken()).containsExactly(EggName.of("linked"));
    }

    @Test
    void read_pathsThatDifferInCaseOnly_areErrors() {
        nest.egg("web", 1)
                .policy(3)
                .file("Eggs/Web/config.fly", "egg \"web\" {}")
                .commit();

        assertThat(read(fetch()).findings())
                .filteredOn(Finding::isError)
                .extracting(finding -> finding.place().file())
                .contains("Eggs/Web/config.fly");
    }

    @Test
    void read_pointerToLargeFileStorage_isWhatItSaysAndNothingElse() {
        nest.egg("web", 1).policy(3).file(BareNest.path("big"), """
                version https://git-lfs.github.com/spec/v1
                oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
                size 12345
                """).commit();

        var snapshot = read(fetch());

        assertThat(snapshot.broken()).containsExactly(EggName.of("big"));
        assertThat(snapshot.eggs()).containsOnlyKeys(EggName.of("web"));
    }

    @Test
    void read_fileAboveItsLimit_isAFindingOfThatFileAlone() {
        repository = new NestRepository(cache(), "main", new NestLimits(1000, 20_000_000, LIMITS.time()));
        nest.egg("web", 1)
                .policy(3)
                .file(BareNest.path("big"), "#".repeat(5 * 1024 * 1024 + 1))
                .commit();

        var snapshot = read(fetch());

        assertThat(snapshot.eggs()).containsOnlyKeys(EggName.of("web"));
        assertThat(snapshot.broken()).containsExactly(EggName.of("big"));
    }

    private Path cache() {
        return folder.resolve("data/nest.git");
    }

    private List<Path> packs() throws IOException {
        try (Stream<Path> files = Files.list(cache().resolve("objects/pack"))) {
            return files.filter(file -> file.toString().endsWith(".pack")).toList();
        }
    }

    private long size() {
        try (var files = Files.walk(cache())) {
            return files.map(Path::toFile)
                    .filter(java.io.File::isFile)
                    .mapToLong(java.io.File::length)
                    .sum();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<CommitId> commits(int count) {
        return Stream.iterate(1, number -> number + 1)
                .limit(count)
                .map(number -> nest.egg("web", 1, number).commit())
                .toList();
    }

    private CommitId fetch(CommitId... sought) {
        var settings = NestSettings.of(folder.resolve("data"), nest.folder.toString());
        try (var connection = new NestAccess(settings, secrets).connect()) {
            return repository.fetch(connection, List.of(sought));
        }
    }

    private NestSnapshot read(CommitId commit) {
        return repository.read(commit, NestRules.defaults()).orElseThrow();
    }

    /** What does not compress much. */
    private String noise(int length) {
        return random.ints(length, ' ', '~')
                .collect(StringBuilder::new, (text, next) -> text.append((char) next), StringBuilder::append)
                .toString();
    }
}
