package io.polargosling.worker.tofu;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.run.TofuPhase;
import io.polargosling.worker.RunnerScript;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhaseProcessTest {

    @TempDir
    private Path folder;

    @Test
    void start_limitIsReached_interruptsOnce() throws Exception {
        var program = RunnerScript.write(folder.resolve("tofu"), """
                trap 'echo INT >> signals; ended=1' INT
                trap 'echo TERM >> signals' TERM
                while [ -z "$ended" ]; do sleep 0.05; done
                sleep 0.4""");

        var process = start(program, Duration.ofMillis(500));

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(124);
        assertThat(Files.readAllLines(folder.resolve("signals"))).containsExactly("INT");
    }

    @Test
    void start_program_seesTheListedVariablesOnlyAndNoInput() throws Exception {
        var program = RunnerScript.write(folder.resolve("tofu"), "env; cat; echo complaint >&2; exit 7");

        var process = start(program, Duration.ofSeconds(20));

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(7);
        assertThat(Files.readAllLines(PhaseProcess.output(folder, TofuPhase.PLAN)).stream()
                        .map(line -> line.substring(0, line.indexOf('=')))
                        .filter(name -> !PhaseProcess.HANDED_ON.contains(name)))
                .isSubsetOf("LANG", "TF_IN_AUTOMATION", "TF_INPUT", "TF_CLI_CONFIG_FILE", "THE_KEY", "PWD")
                .contains("THE_KEY", "TF_CLI_CONFIG_FILE");
        assertThat(PhaseProcess.HANDED_ON).noneMatch(name -> name.contains("KEY") || name.contains("TOKEN"));
        assertThat(Files.readString(folder.resolve("plan.err"))).isEqualTo("complaint\n");
    }

    private Process start(Path program, Duration limit) throws Exception {
        var limits = new PhaseLimits(limit, limit, limit, Duration.ofSeconds(60));
        return PhaseProcess.start(program, TofuPhase.PLAN, limits, List.of("-x"), folder, Map.of("THE_KEY", "secret"));
    }
}
