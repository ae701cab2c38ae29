package io.polargosling.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.InvalidException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

class AgentConfigFileTest {

    private static final Path WORK_DIR = Path.of("/var/lib/gosling/a \"b\" \\ c");

    @Test
    void render_shellExecutor_hasWhatTheAgentNeeds() {
        JsonNode toml = render(Answers.bootstrap());
        JsonNode runner = toml.path("runners").path(0);
        assertThat(toml.path("concurrent").asInt()).isEqualTo(2);
        assertThat(toml.path("check_interval").asInt()).isBetween(1, 3);
        assertThat(runner.path("name").asString()).isEqualTo("abc123def456");
        assertThat(runner.path("url").asString()).isEqualTo("https://gitlab.example");
        assertThat(runner.path("id").asLong()).isEqualTo(9171);
        assertThat(runner.path("token").asString()).isEqualTo("glrt-secret-token");
        assertThat(runner.path("executor").asString()).isEqualTo("shell");
        assertThat(runner.path("limit").asInt()).isEqualTo(2);
        assertThat(runner.path("builds_dir").asString()).isEqualTo(WORK_DIR + "/builds");
        assertThat(runner.path("cache_dir").asString()).isEqualTo(WORK_DIR + "/cache");
        assertThat(runner.has("docker")).isFalse();
    }

    @Test
    void render_dockerExecutor_hasImageAndPrivileged() {
        var body = Answers.enrolment();
        Answers.config(body)
                .put("executor", "docker")
                .put("image", "eclipse-temurin:25")
                .put("privileged", true);
        JsonNode docker =
                render(RunnerBootstrap.parse(body)).path("runners").path(0).path("docker");
        assertThat(docker.path("image").asString()).isEqualTo("eclipse-temurin:25");
        assertThat(docker.path("privileged").asBoolean()).isTrue();
    }

    @Property(tries = 300)
    void P29_everyDeclaredVariable_reachesTheAgentUnchanged(@ForAll("environments") Map<String, String> environment) {
        var body = Answers.enrolment();
        var declared = Answers.config(body).putObject("environment");
        environment.forEach(declared::put);

        var found = new LinkedHashMap<String, String>();
        for (JsonNode pair :
                render(RunnerBootstrap.parse(body)).path("runners").path(0).path("environment")) {
            String text = pair.asString();
            found.put(text.substring(0, text.indexOf('=')), text.substring(text.indexOf('=') + 1));
        }
        assertThat(found).isEqualTo(environment);
    }

    @Provide
    Arbitrary<Map<String, String>> environments() {
        Arbitrary<String> names = Arbitraries.strings()
                .withCharRange('A', 'Z')
                .withCharRange('a', 'z')
                .withChars('_')
                .ofMinLength(1)
                .ofMaxLength(20);
        Arbitrary<String> hostile = Arbitraries.of(
                "",
                "\"",
                "\\",
                "\"]\n[[runners]]\n  token = \"x\"",
                "'''",
                "\"\"\"",
                "a=b=c",
                "# no comment",
                "${CI_JOB_TOKEN} $HOME `id` $(id)",
                "line\r\nline\ttab\u0001\u001f\u007f\u0085",
                "\\u0041 \\n",
                "жðć 🪿 \u2028");
        Arbitrary<String> any = Arbitraries.strings()
                .withCharRange('\u0001', '\ud7ff')
                .withCharRange('\ue000', '\ufffd')
                .ofMaxLength(40);
        return Arbitraries.maps(names, Arbitraries.oneOf(hostile, any)).ofMaxSize(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"vault://ci/deploy/key", "yc-lockbox://e6q/x", "env://HOME", "aws-sm://broken", "local://"})
    void render_secretUri_isRefusedByNameWithoutItsPath(String uri) {
        var body = Answers.enrolment();
        Answers.config(body).putObject("environment").put("DEPLOY_KEY", uri);
        assertThatThrownBy(() -> render(RunnerBootstrap.parse(body)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("\"DEPLOY_KEY\"")
                .hasMessageNotContaining(uri);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org/x", "vault:/x", "s3://bucket", "see vault://x/y"})
    void render_otherText_isNoSecretUri(String value) {
        var body = Answers.enrolment();
        Answers.config(body).putObject("environment").put("PLACE", value);
        assertThat(render(RunnerBootstrap.parse(body))
                        .path("runners")
                        .path(0)
                        .path("environment")
                        .path(0)
                        .asString())
                .isEqualTo("PLACE=" + value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A B", "1A", "A=B", "A\nB"})
    void render_oddName_isRefused(String name) {
        var body = Answers.enrolment();
        Answers.config(body).putObject("environment").put(name, "x");
        assertThatThrownBy(() -> render(RunnerBootstrap.parse(body))).isInstanceOf(InvalidException.class);
    }

    private static JsonNode render(RunnerBootstrap bootstrap) {
        return new TomlMapper().readTree(AgentConfigFile.render("abc123def456", bootstrap, WORK_DIR));
    }
}
