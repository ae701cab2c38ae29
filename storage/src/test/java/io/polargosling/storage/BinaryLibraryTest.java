package io.polargosling.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.binary.ActivateOutcome;
import io.polargosling.domain.binary.AddOutcome;
import io.polargosling.domain.binary.BinaryBuild;
import io.polargosling.domain.binary.BinaryLibrary;
import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.binary.BinaryVersion;
import io.polargosling.domain.binary.NewBinary;
import io.polargosling.domain.object.ObjectContent;
import io.polargosling.domain.object.ObjectKey;
import io.polargosling.domain.object.ObjectStore;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.store.Storage;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.storage.object.ObjectStorage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryLibraryTest {

    private static final BinaryName TOFU = BinaryName.OPENTOFU;
    private static final BinaryBuild BUILD = new BinaryBuild("1.12.6", "linux-amd64");
    private static final ObjectKey KEY = TOFU.key(BUILD);

    @TempDir
    private Path folder;

    private Storage storage;
    private ObjectStore objects;
    private BinaryLibrary library;
    private Instant now = Instant.now();

    @BeforeEach
    void open() {
        storage = JdbcStorage.open("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", 2);
        objects = ObjectStorage.files(folder);
        InstantSource clock = () -> now;
        library = new BinaryLibrary(storage.binaries(), objects, clock);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private static ObjectContent content(String text) {
        return ObjectContent.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private AddOutcome publish(String text) {
        return library.publish(new NewBinary(TOFU, BUILD, "upload", "ann"), content(text));
    }

    private BinaryVersion published(String text) {
        assertThat(publish(text)).isInstanceOf(AddOutcome.Added.class);
        return library.build(TOFU, BUILD).orElseThrow();
    }

    private void damage() throws Exception {
        try (var files = Files.walk(folder)) {
            var file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            Files.writeString(file, "something else");
        }
    }

    @Test
    void publish_wrongDigest_leavesNothing() {
        var bytes = "abc".getBytes(StandardCharsets.UTF_8);
        var wrong = new ObjectContent.Given(
                () -> content("abc").open(), bytes.length, Sha256.of("abd".getBytes(StandardCharsets.UTF_8)));

        assertThatThrownBy(() -> library.publish(new NewBinary(TOFU, BUILD, "upload", "ann"), wrong))
                .isInstanceOf(InvalidException.class);

        assertThat(objects.find(KEY)).isEmpty();
        assertThat(library.all(TOFU)).isEmpty();
    }

    @Test
    void publish_again_isPresentOrDifferent() {
        var stored = published("one");

        assertThat(publish("one")).isEqualTo(new AddOutcome.Present(stored));
        assertThat(publish("two")).isEqualTo(new AddOutcome.Different(stored));
        assertThat(library.activate(TOFU, "1.12.6", "ann")).isInstanceOf(ActivateOutcome.Active.class);
    }

    @Test
    void publish_againAfterTheObjectWasLost_mendsIt() {
        var stored = published("one");
        objects.delete(KEY);

        assertThat(publish("one")).isEqualTo(new AddOutcome.Present(stored));
        assertThat(objects.find(KEY)).isPresent();
    }

    @Test
    void publish_sameBytesLeftByADeadProcess_areTakenOver() {
        objects.put(KEY, content("one"));

        assertThat(publish("one")).isInstanceOf(AddOutcome.Added.class);
    }

    @Test
    void publish_otherBytesWithoutARow_areReplacedOnceTheyAreOld() {
        objects.put(KEY, content("half of an upload that is long gone"));

        assertThatThrownBy(() -> publish("one")).isInstanceOf(ConflictException.class);
        now = now.plus(Duration.ofMinutes(16));

        assertThat(publish("one")).isInstanceOf(AddOutcome.Added.class);
        assertThat(library.activate(TOFU, "1.12.6", "ann")).isInstanceOf(ActivateOutcome.Active.class);
    }

    @Test
    void activate_objectDamagedOrGone_changesNothing() throws Exception {
        published("one");
        damage();
        assertThat(library.activate(TOFU, "1.12.6", "ann"))
                .isInstanceOfSatisfying(
                        ActivateOutcome.Damaged.class,
                        damaged -> assertThat(damaged.reason()).contains("SHA-256"));

        objects.delete(KEY);
        assertThat(library.activate(TOFU, "1.12.6", "ann"))
                .isInstanceOfSatisfying(
                        ActivateOutcome.Damaged.class,
                        damaged -> assertThat(damaged.reason()).contains("missing"));
        assertThat(library.active(TOFU)).isEmpty();
    }

    @Test
    void remove_notActive_removesRowAndBytes() {
        var stored = published("one");

        assertThat(library.remove(stored, "worker")).isTrue();

        assertThat(library.remove(stored, "worker")).isFalse();
        assertThat(objects.find(KEY)).isEmpty();
        assertThat(library.all(TOFU)).isEmpty();
    }

    @Test
    void remove_active_isRefused() {
        var stored = published("one");
        library.activate(TOFU, "1.12.6", "ann");

        assertThatThrownBy(() -> library.remove(stored, "worker")).isInstanceOf(ConflictException.class);
        assertThat(objects.find(KEY)).isPresent();
    }
}
