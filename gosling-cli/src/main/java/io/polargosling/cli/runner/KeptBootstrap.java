package io.polargosling.cli.runner;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.secret.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The answer to the enrolment as a file, since a machine that is stopped and started again, or whose gosling is, has
 * spent its one-time token. It holds tokens, as the agent's configuration beside it does, and only its owner may read it.
 */
final class KeptBootstrap {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Path file;

    private KeptBootstrap(Path file) {
        this.file = file;
    }

    /** That of {@code runner} in {@code workDir}. */
    static KeptBootstrap in(Path workDir, RunnerId runner) {
        return new KeptBootstrap(workDir.resolve("enrolled-" + runner + ".json"));
    }

    /** Keeps {@code answer}, as it came. */
    void keep(SecretValue answer) throws IOException {
        OwnFile.write(file, answer.reveal());
    }

    /** What was kept; empty when there is nothing that can be used. */
    Optional<RunnerBootstrap> find() {
        try {
            return Files.exists(file)
                    ? Optional.of(RunnerBootstrap.parse(JSON.readTree(Files.readString(file))))
                    : Optional.empty();
        } catch (IOException | JacksonException | InvalidException e) {
            // Without the cause, which may quote what is in it.
            return Optional.empty();
        }
    }
}
