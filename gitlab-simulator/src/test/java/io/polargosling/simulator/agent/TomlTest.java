package io.polargosling.simulator.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TomlTest {

    @Test
    void parse_allKnownForms_givesTheirValues() {
        Map<String, Object> root = Toml.parse("""
                # a comment
                concurrent = 4 # another
                name = "quote \\" tab\\t \\u00e9"
                literal = 'C:\\dir'
                [session_server]
                  timeout = 1800
                [[runners]]
                  list = ["a", # first
                    'b',
                  ]
                  [runners.docker]
                    privileged = false
                [[runners]]
                  list = []
                """);
        assertThat(root)
                .containsEntry("concurrent", 4L)
                .containsEntry("name", "quote \" tab\t é")
                .containsEntry("literal", "C:\\dir")
                .containsEntry("session_server", Map.of("timeout", 1800L))
                .containsEntry(
                        "runners",
                        List.of(
                                Map.of("list", List.of("a", "b"), "docker", Map.of("privileged", false)),
                                Map.of("list", List.of())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = 1.5",
                "a = {b = 1}",
                "a.b = 1",
                "a = \"\"\"x\"\"\"",
                "a = '''x'''",
                "a = \"open",
                "a = \"\\q\"",
                "a = [1 2]",
                "a = [1",
                "a = 1 b",
                "a = 1\na = 2",
                "a = ",
                "= 1",
                "a",
                "[a",
                "[a]\n[a.b]\n[[a]]",
                "a = 99999999999999999999",
                "a = 1\n[a.b]",
                "a = 2026-01-01"
            })
    void parse_anythingElse_isRefused(String text) {
        assertThatThrownBy(() -> Toml.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line ");
    }

    @ParameterizedTest
    @CsvSource({"check_interval = 0,3", "other = 1,3", "check_interval = 7,7"})
    void config_checkInterval_zeroOrAbsentIsThreeSeconds(String line, int seconds) {
        assertThat(AgentConfig.parse(line).checkInterval()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void config_runner_readsWhatIsHeeded() {
        AgentConfig config = AgentConfig.parse("""
                concurrent = 2
                [[runners]]
                  name = "egg"
                  url = "http://127.0.0.1:1/"
                  id = 7
                  token = "glrt-abcdefghijkl"
                  executor = "docker"
                  limit = 1
                  environment = ["A=1", "B=x=y"]
                  [runners.docker]
                    image = "alpine"
                """);
        AgentConfig.Runner runner = config.runners().getFirst();
        assertThat(runner.environment()).isEqualTo(Map.of("A", "1", "B", "x=y"));
        assertThat(runner.url()).hasToString("http://127.0.0.1:1");
        assertThat(runner.shortToken()).isEqualTo("abcdefghi");
        assertThat(runner.limit()).isOne();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[runners]]\nname = \"x\"\nurl = \"http://h\"",
                "[[runners]]\nname = \"x\"\ntoken = \"t\"",
                "runners = 1",
                "concurrent = \"two\"",
                "concurrent = -1",
                "[[runners]]\nurl = \"http://h\"\ntoken = \"t\"\nenvironment = [\"NOEQUALS\"]"
            })
    void config_incomplete_isRefused(String text) {
        assertThatThrownBy(() -> AgentConfig.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("reading configuration");
    }
}
