package io.polargosling.worker.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.object.ObjectContent;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.storage.mirror.ProviderCache;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.worker.render.ProviderMirror;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedMirrorTest {

    private static final String AWS = "hashicorp/aws";
    private static final Set<CloudProvider> CLOUDS = Set.of(CloudProvider.AWS);

    @TempDir
    private Path folder;

    private final MutableClock clock = MutableClock.create();
    private Path mirrors;
    private FilledCache filled;
    private CachedMirror mirror;

    @BeforeEach
    void open() {
        mirrors = folder.resolve("tofu-mirror");
        filled = new FilledCache(folder);
        mirror = newMirror();
    }

    private CachedMirror newMirror() {
        return new CachedMirror(filled.cache, new MirrorFolders(mirrors, FilledCache.OWN, clock), false, clock);
    }

    private ProviderMirror current() {
        return mirror.current(CLOUDS);
    }

    @Test
    void current_localRunnersOnly_asksNobody() {
        filled.goAway(true);

        var none = mirror.current(Set.of(CloudProvider.LOCAL));

        assertThat(none.folder()).isEmptyDirectory();
        assertThat(none.lock()).isEmpty();
        assertThat(filled.calls).isEmpty();
    }

    @Test
    void current_emptyCache_isAnEmptyMirror() {
        assertThat(current().folder()).isEmptyDirectory();
        assertThat(current().lock()).isEmpty();
    }

    @Test
    void current_filledCache_hasThePackagesOfThisPlatformForReadingOnly() throws IOException {
        var lock = filled.use(AWS, "6.62.0");

        var made = current();

        assertThat(made.folder()).isEqualTo(mirrors.resolve(lock.digest().value()));
        assertThat(made.lock()).hasValue(lock.lockFile());
        assertThat(made.direct()).isFalse();
        var place = made.folder().resolve("registry.opentofu.org/hashicorp/aws/6.62.0/linux_amd64");
        assertThat(place.resolve("terraform-provider-aws_v6.62.0")).hasContent("hashicorp/aws6.62.0linux_amd64");
        assertThat(permissions(place.resolve("terraform-provider-aws_v6.62.0"))).isEqualTo("r-x------");
        assertThat(permissions(place.resolve("docs/README.md"))).isEqualTo("r--------");
        assertThat(permissions(place)).isEqualTo("r-x------");
        assertThat(files(made.folder())).hasSize(2);
    }

    @Test
    void current_withinAMinute_asksNothingMore() throws IOException {
        filled.use(AWS, "6.62.0");
        var first = current();
        filled.calls.clear();
        clock.advance(Duration.ofSeconds(59));

        assertThat(current()).isEqualTo(first);
        assertThat(filled.calls).isEmpty();

        clock.advance(Duration.ofSeconds(1));
        assertThat(current()).isEqualTo(first);
        assertThat(filled.calls).containsExactly("read");
    }

    @Test
    void current_cacheHasANewVersion_isAnotherMirrorAndTheOldOneStays() throws IOException {
        filled.use(AWS, "6.62.0");
        var first = current();
        var lock = filled.use(AWS, "6.63.0");
        clock.advance(Duration.ofMinutes(1));

        var second = current();

        assertThat(second.folder()).isNotEqualTo(first.folder());
        assertThat(second.lock()).hasValue(lock.lockFile());
        assertThat(first.folder().resolve("registry.opentofu.org/hashicorp/aws/6.62.0"))
                .isDirectory();
    }

    @Test
    void current_packageIsNotWhatTheListSays_isAnErrorThatSaysWhatToDo() throws IOException {
        var lock = filled.use(AWS, "6.62.0");
        filled.objects.put(filled.keyOfOwn(lock), ObjectContent.of(new byte[7]));

        assertThatThrownBy(this::current)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("terraform-provider-aws_6.62.0_linux_amd64.zip")
                .hasMessageContaining("expected: " + lock.packages().getFirst().digest())
                .hasMessageContaining("gosling bootstrap --only cache");
        assertThat(leftovers()).isEmpty();

        filled.objects.delete(filled.keyOfOwn(lock));
        assertThatThrownBy(this::current).hasMessageContaining("there is none");
        filled.use(AWS, "6.62.0");
        assertThat(current().folder()).isNotEmptyDirectory();
    }

    @Test
    void current_listIsBroken_goesOnWithTheMirrorKnown() throws IOException {
        filled.use(AWS, "6.62.0");
        var first = current();
        filled.objects.put(ProviderCache.LIST, ObjectContent.of(new byte[7]));
        clock.advance(Duration.ofMinutes(1));

        assertThat(current()).isEqualTo(first);
        assertThatThrownBy(() -> newMirror().current(CLOUDS))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("gosling bootstrap --only cache");
    }

    @Test
    void current_cacheIsAway_goesOnWithTheMirrorKnown() throws IOException {
        filled.use(AWS, "6.62.0");
        var first = current();
        filled.goAway(true);
        clock.advance(Duration.ofMinutes(1));

        assertThat(current()).isEqualTo(first);
        assertThatThrownBy(() -> newMirror().current(CLOUDS)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void current_mirrorWasDeleted_isMadeAnew() throws IOException {
        filled.use(AWS, "6.62.0");
        var first = current();
        Files.move(first.folder(), folder.resolve("elsewhere"));

        assertThat(current()).isEqualTo(first);
        assertThat(first.folder()).isNotEmptyDirectory();
    }

    @Test
    void current_manyAtOnce_isFilledOnce() throws Exception {
        filled.use(AWS, "6.62.0");
        var workers = List.of(mirror, newMirror(), newMirror());
        var tasks = new ArrayList<Callable<ProviderMirror>>();
        for (int i = 0; i < 24; i++) {
            var worker = workers.get(i % workers.size());
            tasks.add(() -> worker.current(CLOUDS));
        }
        var given = new HashSet<ProviderMirror>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var result : threads.invokeAll(tasks)) {
                given.add(result.get());
            }
        }

        assertThat(given).hasSize(1);
        assertThat(filled.calls.stream().filter("open"::equals)).hasSize(1);
    }

    @Test
    void current_workerDiedWhileFilling_itsRemainsGo() throws IOException {
        Files.createDirectories(mirrors.resolve("fill-123/registry.opentofu.org"));
        filled.use(AWS, "6.62.0");

        assertThat(current().folder()).isNotEmptyDirectory();

        assertThat(leftovers()).isEmpty();
    }

    @Test
    void current_severalUpdates_keepsTheLastTwoAndTheYoung() throws IOException {
        var made = new ArrayList<Path>();
        for (var version : List.of("6.62.0", "6.63.0", "6.64.0", "6.65.0")) {
            filled.use(AWS, version);
            made.add(current().folder());
            clock.advance(Duration.ofHours(11));
        }
        // Used 44, 33, 22 and 11 hours ago when the fifth comes.
        filled.use(AWS, "6.66.0");
        made.add(current().folder());

        assertThat(made.stream().filter(Files::isDirectory)).containsExactlyElementsOf(made.subList(2, 5));

        Files.setLastModifiedTime(made.get(3), FileTime.from(clock.instant().minus(Duration.ofDays(9))));
        Files.setLastModifiedTime(made.get(2), FileTime.from(clock.instant().minus(Duration.ofDays(9))));
        clock.advance(Duration.ofDays(30));
        filled.use(AWS, "6.67.0");
        made.add(current().folder());
        assertThat(made.stream().filter(Files::isDirectory)).containsExactly(made.get(4), made.get(5));
    }

    private List<String> leftovers() throws IOException {
        return files(mirrors).stream()
                .map(file -> mirrors.relativize(file).toString())
                .filter(name -> name.startsWith("fill-"))
                .toList();
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> tree = Files.walk(root)) {
            return tree.filter(Files::isRegularFile).toList();
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
