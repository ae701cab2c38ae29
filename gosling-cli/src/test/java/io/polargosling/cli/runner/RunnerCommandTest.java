package io.polargosling.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class RunnerCommandTest {

    private static final List<String> REQUIRED = List.of(
            "--runner-id=abc123def456",
            "--egg-name=web",
            "--mothergoose-url=https://goose.example.org/api/",
            "--enrolment-token-file=token",
            "--work-dir=work");

    private static Object value(String option, String... more) {
        var arguments = new ArrayList<>(REQUIRED);
        arguments.addAll(List.of(more));
        var command = new CommandLine(new RunnerCommand("1.2.3", Map.of()));
        command.parseArgs(arguments.toArray(String[]::new));
        return command.getCommandSpec().findOption(option).getValue();
    }

    @Test
    void options_left_haveTheirDefaults() {
        assertThat(value("--agent-user")).isEqualTo(Optional.empty());
        assertThat(value("--drain-limit")).isEqualTo(Duration.ofMinutes(10));
        assertThat(value("--max-lifetime")).isEqualTo(Optional.empty());
    }

    /** As machines and containers call it. */
    @Test
    void options_given_areTaken() {
        assertThat(value("--agent-user", "--agent-user", "gitlab-runner")).isEqualTo(Optional.of("gitlab-runner"));
        assertThat(value("--drain-limit", "--drain-limit", "555s")).isEqualTo(Duration.ofSeconds(555));
        assertThat(value("--max-lifetime", "--max-lifetime", "3480s")).isEqualTo(Optional.of(Duration.ofMinutes(58)));
    }

    @Test
    void options_timeThatIsNone_isRefused() {
        assertThatThrownBy(() -> value("--max-lifetime", "--max-lifetime", "soon"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--max-lifetime");
    }
}
