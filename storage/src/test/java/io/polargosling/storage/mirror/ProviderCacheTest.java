package io.polargosling.storage.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.binary.SemanticVersion;
import io.polargosling.domain.object.ObjectContent;
import io.polargosling.domain.object.ObjectKey;
import io.polargosling.domain.object.ObjectStore;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.object.VerifiedStream;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.storage.object.ObjectStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProviderCacheTest {

    private static final ProviderAddress AWS = ProviderAddress.of("registry.opentofu.org/hashicorp/aws");

    @TempDir
    private Path folder;

    private ObjectStore objects;
    private ProviderCache cache;

    @BeforeEach
    void openCache() {
        objects = ObjectStorage.files(folder.resolve("cache"));
        cache = new ProviderCache(objects);
    }

    @Test
    void current_emptyCache_isNone() {
        assertThat(cache.current()).isEmpty();
    }

    @Test
    void fill_emptyCache_putsPackagesUnderTheirNamesAndTheListLast() throws IOException {
        var files = files("6.62.0", "one");
        var lock = lock(files);
        var sent = new ArrayList<String>();

        var fill = cache.fill(lock, files, one -> {
            assertThat(cache.current()).isEmpty();
            sent.add(one.toString());
        });

        assertThat(sent)
                .containsExactly(
                        "registry.opentofu.org/hashicorp/aws 6.62.0 linux_amd64",
                        "registry.opentofu.org/hashicorp/aws 6.62.0 linux_arm64");
        assertThat(fill.missing()).isEqualTo(lock.packages());
        assertThat(cache.current()).hasValue(lock);
        assertThat(objects.find(ObjectKey.of(
                        "terraform-plugins/hashicorp/aws/6.62.0/terraform-provider-aws_6.62.0_linux_arm64.zip")))
                .isPresent();
        assertThat(objects.read(ProviderCache.LOCK_FILE, 1000))
                .hasValue(lock.lockFile().getBytes(StandardCharsets.UTF_8));
        try (var in = cache.open(lock.packages().getFirst())) {
            assertThat(in).hasContent("one linux_amd64");
        }
    }

    @Test
    void fill_sameAgain_changesNothing() throws IOException {
        var files = files("6.62.0", "one");
        cache.fill(lock(files), files, _ -> {});

        var again = cache.fill(lock(files), files, one -> {
            throw new AssertionError(one);
        });

        assertThat(again.isNothing()).isTrue();
    }

    @Test
    void fill_newVersion_dropsTheOldOneAndKeepsItsFile() throws IOException {
        var old = files("6.62.0", "one");
        cache.fill(lock(old), old, _ -> {});
        var fresh = files("6.63.0", "two");

        var fill = cache.fill(lock(fresh), fresh, _ -> {});

        assertThat(fill.dropped()).containsExactlyElementsOf(old.keySet());
        assertThat(cache.current()).hasValue(lock(fresh));
        assertThat(objects.find(old.firstKey().key())).isPresent();
    }

    @Test
    void fill_otherContentUnderOneVersion_isAConflictAndChangesNothing() throws IOException {
        var files = files("6.62.0", "one");
        cache.fill(lock(files), files, _ -> {});
        for (var content : List.of("two", "longer")) {
            var other = files("6.62.0", content);
            assertThatThrownBy(() -> cache.fill(lock(other), other, _ -> {}))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("terraform-provider-aws_6.62.0_linux_amd64.zip")
                    .hasMessageContaining("delete it");
            assertThat(cache.current()).hasValue(lock(files));
        }
    }

    @Test
    void fill_listIsBroken_isWrittenAnew() throws IOException {
        var files = files("6.62.0", "one");
        cache.fill(lock(files), files, _ -> {});
        objects.put(ProviderCache.LIST, ObjectContent.of(new byte[3]));

        var fill = cache.fill(lock(files), files, _ -> {});

        assertThat(fill.missing()).isEmpty();
        assertThat(fill.changed()).isTrue();
        assertThat(cache.current()).hasValue(lock(files));
    }

    @Test
    void fill_cutShort_isTakenUpAgain() throws IOException {
        var files = files("6.62.0", "one");
        assertThatThrownBy(() -> cache.fill(lock(files), files, one -> {
                    if (one.platform().equals("linux_arm64")) {
                        throw new UnavailableException("stopped", null);
                    }
                }))
                .isInstanceOf(UnavailableException.class);
        assertThat(cache.current()).isEmpty();

        var fill = cache.fill(lock(files), files, _ -> {});

        assertThat(fill.missing()).extracting(ProviderPackage::platform).containsExactly("linux_arm64");
        assertThat(cache.current()).hasValue(lock(files));
    }

    @Test
    void open_objectWasChanged_endsInAMismatch() throws IOException {
        var files = files("6.62.0", "one");
        cache.fill(lock(files), files, _ -> {});
        objects.put(files.firstKey().key(), ObjectContent.of(new byte[15]));

        try (var in = cache.open(files.firstKey())) {
            assertThatThrownBy(in::readAllBytes).isInstanceOf(VerifiedStream.MismatchException.class);
        }
    }

    @Test
    void parse_whatIsNoList_saysWhatToDo() throws IOException {
        var files = files("6.62.0", "one");
        var json = new String(lock(files).toJson(), StandardCharsets.UTF_8);
        for (var wrong : List.of(
                "", "[]", "{", json.replace("\"format\" : 1", "\"format\" : 2"), json.replace("# lock", "# another"))) {
            assertThatThrownBy(() -> MirrorLock.parse(wrong.getBytes(StandardCharsets.UTF_8)))
                    .as(wrong)
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("gosling bootstrap --only cache");
        }
    }

    @Test
    void parse_namesThatArePaths_areRefused() throws IOException {
        var files = files("6.62.0", "one");
        var json = new String(lock(files).toJson(), StandardCharsets.UTF_8);
        for (var wrong : List.of(
                json.replace("\"hashicorp\"", "\"..\""),
                json.replace("\"aws\"", "\"../aws\""),
                json.replace("registry.opentofu.org", "/etc"),
                json.replace("registry.opentofu.org", ".."),
                json.replace("\"6.62.0\"", "\"6.62.0/..\""),
                json.replace("\"linux_amd64\"", "\"linux/amd64\""))) {
            assertThat(wrong).isNotEqualTo(json);
            assertThatThrownBy(() -> MirrorLock.parse(wrong.getBytes(StandardCharsets.UTF_8)))
                    .as(wrong)
                    .isInstanceOf(InvalidException.class);
        }
    }

    @Test
    void allows_lowerBound_takesReleasesFromThere() {
        var need = new ProviderNeed("aws", AWS, ">= 6.2");
        assertThat(List.of("6.2.0", "6.10.0", "7.0.0")).allMatch(version -> need.allows(SemanticVersion.of(version)));
        assertThat(List.of("6.1.99", "5.9.9", "6.2.0-rc1", "7.0.0-beta"))
                .noneMatch(version -> need.allows(SemanticVersion.of(version)));
    }

    private static MirrorLock lock(SortedMap<ProviderPackage, Path> files) {
        return new MirrorLock(List.copyOf(files.keySet()), "# lock of " + files.firstKey() + "\n");
    }

    private SortedMap<ProviderPackage, Path> files(String version, String content) throws IOException {
        var files = new TreeMap<ProviderPackage, Path>();
        for (var platform : List.of("linux_arm64", "linux_amd64")) {
            var file = Files.writeString(folder.resolve(version + content + platform), content + " " + platform);
            files.put(new ProviderPackage(AWS, version, platform, Sha256.of(file), Files.size(file)), file);
        }
        return files;
    }
}
