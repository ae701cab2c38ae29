package io.polargosling.worker.binary;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.object.ObjectContent;
import io.polargosling.domain.store.Storage;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.testkit.clock.MutableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredProgramsTest {

    private static final BinaryName TOFU = BinaryName.OPENTOFU;

    @TempDir
    private Path folder;

    private final MutableClock clock = MutableClock.create();
    private Storage storage;
    private Library library;
    private StoredPrograms programs;

    @BeforeEach
    void open() {
        storage = JdbcStorage.open("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", 2);
        library = new Library(storage, folder, clock);
        programs = StoredPrograms.of(library.binaries, folder, 3, clock);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private void add(String version) {
        library.with(TOFU, version, ObjectContent.of(version.getBytes(StandardCharsets.UTF_8)));
    }

    private StoredProgram stored(String version) {
        return switch (programs.choose(TOFU, Optional.of(version))) {
            case ProgramChoice.Stored(StoredProgram program) -> program;
            case ProgramChoice.OfMachine() -> throw new AssertionError("the machine's");
            case ProgramChoice.Unavailable(String wanted, String reason) -> throw new AssertionError(wanted + reason);
        };
    }

    private List<Path> copies() throws IOException {
        try (var found = Files.list(folder)) {
            return found.filter(path -> path.getFileName().toString().length() == 64)
                    .toList();
        }
    }

    @Test
    void choose_nothingStored_isTheMachines() {
        assertThat(programs.choose(TOFU, Optional.empty())).isEqualTo(new ProgramChoice.OfMachine());
    }

    @Test
    void choose_storedButNotActive_isTheMachines() {
        add("1.12.6");

        assertThat(programs.choose(TOFU, Optional.empty())).isEqualTo(new ProgramChoice.OfMachine());
    }

    @Test
    void choose_active_isItsVerifiedCopy() throws Exception {
        add("1.12.6");
        library.binaries.activate(TOFU, "1.12.6", "ann");

        assertThat(programs.choose(TOFU, Optional.empty()))
                .isInstanceOfSatisfying(ProgramChoice.Stored.class, choice -> {
                    var program = choice.program();
                    assertThat(program.version()).isEqualTo("1.12.6");
                    assertThat(program.path())
                            .isEqualTo(folder.resolve(program.digest().value()).resolve("tofu"))
                            .hasContent("1.12.6")
                            .isExecutable();
                    assertThat(program.isWhole()).isTrue();
                });
    }

    @Test
    void choose_asked_goesBeforeTheActiveOne() {
        add("1.12.6");
        add("1.11.0");
        library.binaries.activate(TOFU, "1.12.6", "ann");

        assertThat(stored("1.11.0").version()).isEqualTo("1.11.0");
    }

    @Test
    void choose_askedButNotStored_isUnavailable() {
        add("1.12.6");
        library.binaries.activate(TOFU, "1.12.6", "ann");

        for (var version : List.of("1.99.0", "../1.12.6", "")) {
            assertThat(programs.choose(TOFU, Optional.of(version)))
                    .isInstanceOfSatisfying(
                            ProgramChoice.Unavailable.class,
                            none -> assertThat(none.reason()).contains("not stored for", "upload it"));
        }
    }

    @Test
    void choose_bytesDamagedOrGone_isUnavailable() throws Exception {
        add("1.12.6");
        var object = library.object(TOFU, "1.12.6");
        Files.writeString(object, "something else");
        assertThat(programs.choose(TOFU, Optional.of("1.12.6")))
                .isInstanceOfSatisfying(
                        ProgramChoice.Unavailable.class,
                        none -> assertThat(none.reason()).contains("SHA-256", "upload it again"));

        Files.delete(object);
        assertThat(programs.choose(TOFU, Optional.of("1.12.6"))).isInstanceOf(ProgramChoice.Unavailable.class);
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void choose_copyWasChanged_isFetchedAgain() throws Exception {
        add("1.12.6");
        var program = stored("1.12.6");
        assertThat(program.path().toFile().setWritable(true)).isTrue();
        Files.writeString(program.path(), "something else");
        assertThat(program.isWhole()).isFalse();

        assertThat(stored("1.12.6").path()).hasContent("1.12.6");
        assertThat(program.isWhole()).isTrue();
    }

    @Test
    void choose_copyIsThereAndTheObjectGone_isUsed() throws Exception {
        add("1.12.6");
        stored("1.12.6");
        Files.delete(library.object(TOFU, "1.12.6"));

        assertThat(stored("1.12.6").path()).hasContent("1.12.6");
    }

    @Test
    void choose_manyVersions_keepsTheThreeUsedLastAndThoseOfRunningWork() throws Exception {
        for (int i = 0; i < 5; i++) {
            add("1.0." + i);
            stored("1.0." + i);
        }
        assertThat(copies()).as("work of the last hours may go on with each").hasSize(5);

        clock.advance(Duration.ofHours(4));
        var again = stored("1.0.0");
        add("1.1.0");
        var newest = stored("1.1.0");

        assertThat(copies()).hasSize(3).contains(parent(again), parent(newest));
    }

    private static Path parent(StoredProgram program) {
        return program.path().resolveSibling("").normalize();
    }
}
