package io.polargosling.worker.binary;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.binary.BinaryLibrary;
import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.object.ObjectContent;
import io.polargosling.domain.object.ObjectStore;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.store.Storage;
import io.polargosling.storage.object.ObjectStorage;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.testkit.memory.MemoryStorage;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerProgramsTest {

    private static final String HERE = StoredPrograms.platform();
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path folder = Path.of("");

    private final MutableClock clock = MutableClock.create();
    private final Storage storage = MemoryStorage.empty();
    private Library library = new Library(storage, folder, clock);
    private RunnerPrograms programs = new RunnerPrograms(library.binaries);

    @BeforeEach
    void fill() {
        library = new Library(storage, folder, clock);
        var addressed = new BinaryLibrary(storage.binaries(), withAddresses(ObjectStorage.files(folder)), clock);
        programs = new RunnerPrograms(addressed);
    }

    /** The objects of a store that gives out addresses. */
    private static ObjectStore withAddresses(ObjectStore objects) {
        return (ObjectStore) Proxy.newProxyInstance(
                ObjectStore.class.getClassLoader(),
                new Class<?>[] {ObjectStore.class},
                (proxy, method, arguments) -> method.getName().equals("signedUrl")
                        ? Optional.of(URI.create("https://bucket.example/" + arguments[0] + "?for=" + arguments[1]))
                        : method.invoke(objects, arguments));
    }

    private void add(BinaryName binary, String version) {
        library.with(binary, version, ObjectContent.of(bytes(binary, version)));
    }

    private static byte[] bytes(BinaryName binary, String version) {
        return (binary + version).getBytes(StandardCharsets.UTF_8);
    }

    private void addActive(BinaryName binary, String version) {
        add(binary, version);
        library.binaries.activate(binary, version, "ann");
    }

    private static ProgramSource source(BinaryName binary, String version) {
        return new ProgramSource(
                URI.create("https://bucket.example/" + binary.file() + "/" + version + "/" + HERE + "/" + binary.file()
                        + "?for=PT1H"),
                Sha256.of(bytes(binary, version)),
                version);
    }

    private String refusal(Optional<String> asked, String platform) {
        return switch (programs.choose(asked, platform, HOUR)) {
            case RunnerPrograms.Choice.Found found -> throw new AssertionError(found.toString());
            case RunnerPrograms.Choice.Unavailable none -> none.reason();
        };
    }

    @Test
    void choose_nothingAsked_isWhatIsActive() {
        add(BinaryName.GOSLING, "2.0.0");
        addActive(BinaryName.GOSLING, "1.4.0");
        addActive(BinaryName.GITLAB_RUNNER, "19.4.0");

        assertThat(programs.choose(Optional.empty(), HERE, HOUR))
                .isEqualTo(new RunnerPrograms.Choice.Found(
                        source(BinaryName.GOSLING, "1.4.0"), source(BinaryName.GITLAB_RUNNER, "19.4.0")));
    }

    @Test
    void choose_eggAsks_getsItsGoslingAndTheActiveAgent() {
        add(BinaryName.GOSLING, "2.0.0");
        addActive(BinaryName.GOSLING, "1.4.0");
        addActive(BinaryName.GITLAB_RUNNER, "19.4.0");

        assertThat(programs.choose(Optional.of("2.0.0"), HERE, HOUR))
                .isEqualTo(new RunnerPrograms.Choice.Found(
                        source(BinaryName.GOSLING, "2.0.0"), source(BinaryName.GITLAB_RUNNER, "19.4.0")));
    }

    @Test
    void choose_noneActive_isUnavailable() {
        add(BinaryName.GOSLING, "2.0.0");
        assertThat(refusal(Optional.empty(), HERE))
                .startsWith("version-unavailable: no version of gosling is active")
                .contains("upload and activate it");
        assertThat(refusal(Optional.of("2.0.0"), HERE))
                .startsWith("version-unavailable: no version of gitlab-runner is active");
    }

    @Test
    void choose_notStored_isUnavailable() {
        addActive(BinaryName.GOSLING, "1.4.0");
        addActive(BinaryName.GITLAB_RUNNER, "19.4.0");

        assertThat(refusal(Optional.of("9.9.9"), HERE))
                .isEqualTo("version-unavailable: gosling 9.9.9 is not stored for " + HERE
                        + "; upload it, or ask for another version");
        assertThat(refusal(Optional.of("../1.4.0"), HERE)).contains("gosling ../1.4.0 is not stored");
        assertThat(refusal(Optional.empty(), "windows-amd64")).contains("not stored for windows-amd64");
        assertThat(refusal(Optional.empty(), "plan9-mips")).contains("not stored for plan9-mips");
    }

    @Test
    void choose_objectsLieInFiles_isUnavailableForAnotherMachine() {
        addActive(BinaryName.GOSLING, "1.4.0");
        addActive(BinaryName.GITLAB_RUNNER, "19.4.0");
        programs = new RunnerPrograms(library.binaries);

        assertThat(refusal(Optional.empty(), HERE))
                .startsWith("version-unavailable: gosling 1.4.0 lies in files of this host")
                .contains("name a bucket");
    }
}
