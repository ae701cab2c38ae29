package io.polargosling.worker.tofu;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.secret.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunOutputTest {

    private static final String SECRET = "c2VjcmV0+/=";

    @TempDir
    private Path folder;

    @Test
    void keep_longOutput_keepsTheEndOfBothStreams() throws IOException {
        Files.writeString(
                PhaseProcess.output(folder, TofuPhase.APPLY),
                IntStream.rangeClosed(1, 500)
                        .mapToObj(i -> "{\"@level\":\"info\",\"@message\":\"line " + i + "\"}\n")
                        .collect(Collectors.joining()));
        Files.writeString(PhaseProcess.errors(folder, TofuPhase.APPLY), "complaint\n");

        output().keep(TofuPhase.APPLY);

        assertThat(Files.readAllLines(folder.resolve(RunOutput.LAST_LINES)))
                .hasSize(203)
                .contains("info line 301", "info line 500", "complaint")
                .doesNotContain("info line 300");
    }

    @Test
    void keep_secretWasSaid_isNowhere() throws IOException {
        Files.writeString(PhaseProcess.output(folder, TofuPhase.PLAN), "{\"@message\":\"key " + SECRET + "\"}\nü\n");
        Files.writeString(PhaseProcess.errors(folder, TofuPhase.PLAN), "warning: " + SECRET + "\n");

        output().keep(TofuPhase.PLAN);

        try (var files = Files.list(folder)) {
            assertThat(files.toList())
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .doesNotContain(SECRET)
                            .contains(SecretValue.MASK));
        }
        assertThat(Files.readString(PhaseProcess.output(folder, TofuPhase.PLAN)))
                .contains("ü");
    }

    @Test
    void failure_errorWasReported_isShortAndMasked() throws IOException {
        Files.writeString(
                PhaseProcess.output(folder, TofuPhase.APPLY),
                "{\"type\":\"diagnostic\",\"diagnostic\":{\"severity\":\"error\",\"summary\":\"Quota\",\"detail\":\"with "
                        + SECRET + "x".repeat(5000) + "\"}}\n");

        var failure = failure(TofuPhase.APPLY, new PhaseRun.Ended(1, Optional.empty()));

        assertThat(failure.cause()).isEqualTo(FailureCause.QUOTA);
        assertThat(failure.message())
                .startsWith("Quota: with " + SecretValue.MASK)
                .hasSizeLessThanOrEqualTo(600);
    }

    @Test
    void failure_scriptOfARunnerFailed_tellsItsOutputOnly() throws IOException {
        var failure = output().failure(
                        "local-exec provisioner error: Error running command 'set -eu\nsecret stuff\n': exit status 1."
                                + " Output: mkdir: no such file");

        assertThat(failure)
                .isEqualTo(new RunFailure(
                        FailureCause.OTHER,
                        "local-exec provisioner error: exit status 1. Output: mkdir: no such file"));
    }

    @Test
    void failure_nothingButAComplaint_isThat() throws IOException {
        Files.writeString(PhaseProcess.errors(folder, TofuPhase.INIT), "\nfork: cannot allocate memory\n");

        var failure = failure(TofuPhase.INIT, new PhaseRun.Ended(1, Optional.empty()));

        assertThat(failure).isEqualTo(new RunFailure(FailureCause.HOST, "fork: cannot allocate memory"));
    }

    private RunFailure failure(TofuPhase phase, PhaseRun.Ended ended) throws IOException {
        return output().failure(phase, TofuEvents.read(PhaseProcess.output(folder, phase)), ended);
    }

    private RunOutput output() {
        return new RunOutput(folder, List.of(SecretValue.of(SECRET)));
    }
}
