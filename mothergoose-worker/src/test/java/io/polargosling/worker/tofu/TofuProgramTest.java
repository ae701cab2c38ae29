package io.polargosling.worker.tofu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.store.Storage;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.worker.RunnerScript;
import io.polargosling.worker.binary.Library;
import io.polargosling.worker.binary.StoredPrograms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TofuProgramTest {

    private static final String SAYS_VERSION = "echo '{\"terraform_version\":\"9.9.9\"}'";

    @TempDir
    private Path folder;

    private final Storage storage = JdbcStorage.open("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", 2);

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void find_variableNamesNothing_isAnErrorThoughThePathHasOne() {
        var missing = folder.resolve("missing");
        RunnerScript.write(folder.resolve("bin/tofu"), SAYS_VERSION);

        assertThatThrownBy(() -> new TofuProgram(Map.of(
                                "TOFU_BINARY",
                                missing.toString(),
                                "PATH",
                                folder.resolve("bin").toString()))
                        .find())
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("TOFU_BINARY")
                .hasMessageContaining(missing.toString());
    }

    @Test
    void find_variableNamesAFolder_isAnError() {
        assertThatThrownBy(() -> new TofuProgram(Map.of("TOFU_BINARY", folder.toString())).find())
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("TOFU_BINARY")
                .hasMessageContaining(folder.toString());
    }

    @Test
    void find_noVariable_takesTheFirstOnThePath() throws Exception {
        Files.createDirectories(folder.resolve("empty"));
        var onPath = RunnerScript.write(folder.resolve("bin/tofu"), SAYS_VERSION);

        var found = new TofuProgram(Map.of("PATH", folder.resolve("empty") + "::" + folder.resolve("bin"))).find();

        assertThat(found).isEqualTo(new TofuProgram.Found(onPath, "9.9.9"));
    }

    @Test
    void find_nowhere_saysHowToGetOne() {
        assertThatThrownBy(() -> new TofuProgram(Map.of("PATH", folder.toString())).find())
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("make tofu");
    }

    @Test
    void find_programSaysNoVersion_isAnError() {
        var silent = RunnerScript.write(folder.resolve("tofu"), "exit 0");

        assertThatThrownBy(() -> new TofuProgram(Map.of("TOFU_BINARY", silent.toString())).find())
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(silent.toString());
    }

    @Test
    void find_failedBefore_looksAgain() {
        var path = folder.resolve("tofu");
        var program = new TofuProgram(Map.of("TOFU_BINARY", path.toString()));
        assertThatThrownBy(program::find).isInstanceOf(UnavailableException.class);

        RunnerScript.write(path, SAYS_VERSION);

        assertThat(program.find().version()).isEqualTo("9.9.9");
    }

    @Test
    void choose_nothingStored_isTheMachines() {
        var path = RunnerScript.write(folder.resolve("tofu"), SAYS_VERSION);

        assertThat(program(path).choose(Optional.empty()))
                .isEqualTo(new TofuProgram.Choice.Usable(new TofuProgram.Found(path, "9.9.9")));
    }

    @Test
    void choose_askedForWhatOnlyTheMachineHas_isTheMachines() {
        var path = RunnerScript.write(folder.resolve("tofu"), SAYS_VERSION);

        assertThat(program(path).choose(Optional.of("9.9.9")))
                .isEqualTo(new TofuProgram.Choice.Usable(new TofuProgram.Found(path, "9.9.9")));
        assertThat(program(path).choose(Optional.of("9.9.8")))
                .isInstanceOfSatisfying(
                        TofuProgram.Choice.Unusable.class,
                        none -> assertThat(none.reason()).startsWith("version-unavailable: opentofu 9.9.8"));
    }

    private TofuProgram program(Path machines) {
        var library = new Library(storage, folder.resolve("binaries"), InstantSource.system());
        return new TofuProgram(
                Map.of("TOFU_BINARY", machines.toString()),
                StoredPrograms.of(library.binaries, library.folder, 3, InstantSource.system()));
    }
}
