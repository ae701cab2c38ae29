package io.polargosling.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.cli.print.Screen;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.secrets.LocalSecrets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class GoslingCliTest {

    private static final Path EXAMPLE = Path.of("../examples/nest");

    @TempDir
    private Path folder = Path.of("");

    private record Result(int code, String out, String err) {}

    private static Result gosling(String input, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var in = new ByteArrayInputStream(input.getBytes(StandardCharsets.ISO_8859_1));
        int code = GoslingCli.commandLine(List.of(arguments), Map.of("PATH", "/usr/bin:/bin"), in, Screen.plain())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Result(code, out.toString(), err.toString());
    }

    @Test
    void gosling_version_isPrinted() {
        assertThat(gosling("", "--version")).isEqualTo(new Result(0, "gosling development\n", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "runner --help",
                "validate --help",
                "parse --help",
                "fmt --help",
                "binaries --help",
                "binaries upload --help",
                "secret --help",
                "secret set --help"
            })
    void gosling_help_isPrinted(String line) {
        var result = gosling("", line.split(" "));
        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("Usage: gosling");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "secret", "fly", "validate --output xml", "runner --runner-id x", "secret set"})
    void gosling_badUsage_endsWithTwo(String line) {
        var result = gosling("", line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("Usage: gosling");
        assertThat(result.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--runner-id=SHORT --egg-name=web --heartbeat-interval=30s",
                "--runner-id=abc123def456 --egg-name=1 --heartbeat-interval=30s",
                "--runner-id=abc123def456 --egg-name=web --heartbeat-interval=soon"
            })
    void runner_badValue_endsWithTwo(String line) {
        var result = gosling(
                "",
                ("runner --agent=/bin/sh --mothergoose-url=http://127.0.0.1:1 --enrolment-token-file=t --work-dir="
                                + folder + " " + line)
                        .split(" "));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("expected: ");
    }

    @Test
    void runner_noAgentOnPath_saysWhatToDo() {
        var result = gosling("", runner("--agent=no-such-agent", folder.resolve("token")));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("gosling: agent \"no-such-agent\" is not on PATH; install GitLab Runner, or name the program"
                        + " with --agent\n");
    }

    @Test
    void runner_tokenFileOpenToOthers_isRefused() throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "x");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r-----"));
        var result = gosling("", runner("--agent=sh", token));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains("is open to others")
                .contains("chmod 600")
                .doesNotContain("\tat ");
    }

    @Test
    void runner_noTokenFile_isToldPlainly() {
        var result = gosling("", runner("--agent=sh", folder.resolve("none")));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("does not exist");
    }

    private String[] runner(String agent, Path token) {
        return new String[] {
            "runner",
            agent,
            "--runner-id=abc123def456",
            "--egg-name=web",
            "--mothergoose-url=http://127.0.0.1:1",
            "--enrolment-token-file=" + token,
            "--work-dir=" + folder.resolve("work")
        };
    }

    @Test
    void validate_exampleNest_isFine() {
        var result = gosling("", "validate", EXAMPLE.toString());
        assertThat(result.out()).contains(": 0 errors, ");
        assertThat(result.code()).isZero();
    }

    @Test
    void validate_misspeltAttribute_isShownWithItsLineAndACaret() throws IOException {
        Path nest = brokenNest();
        var result = gosling("", "validate", nest.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("Eggs/web/config.fly:2:3: error: ")
                .contains("  2 |   enabledd = true\n")
                .contains("    |   ^^^^^^^^\n")
                .contains("enabled")
                .endsWith("warnings\n");
        assertThat(result.err()).isEmpty();
    }

    @Test
    void validate_json_isOneDocumentWithTheSameFindings() throws IOException {
        var result = gosling("", "validate", "--output", "json", brokenNest().toString());
        var document = new JsonMapper().readTree(result.out());
        assertThat(result.code()).isEqualTo(1);
        assertThat(document.propertyNames()).containsExactly("command", "ok", "result", "findings", "error");
        assertThat(document.path("ok").asBoolean()).isFalse();
        assertThat(document.path("result").path("errors").asInt()).isPositive();
        var finding = document.path("findings").path(0);
        assertThat(finding.propertyNames())
                .containsExactly("severity", "code", "file", "line", "column", "message", "advice");
        assertThat(finding.path("file").asString()).isEqualTo("Eggs/web/config.fly");
        assertThat(document.path("findings").valueStream())
                .anySatisfy(found -> assertThat(found.path("line").asInt()).isEqualTo(2));
    }

    @Test
    void validate_warningsOnly_failsWhenStrict() throws IOException {
        Path nest = folder.resolve("nest");
        Files.createDirectories(nest.resolve("Eggs"));
        assertThat(gosling("", "validate", nest.toString()).code()).isZero();
        var strict = gosling("", "validate", "--strict", nest.toString());
        assertThat(strict.code()).isEqualTo(1);
        assertThat(strict.out()).contains("UF/config.fly: warning: ").endsWith("0 files: 0 errors, 2 warnings\n");
    }

    @Test
    void validate_pathInsideTheNest_showsOnlyWhatConcernsIt() throws IOException {
        Path nest = brokenNest();
        assertThat(gosling("", "validate", nest.resolve("Eggs").toString()).out())
                .contains("Eggs/web/config.fly:2:3")
                .doesNotContain("UF/config.fly");
        Files.createDirectories(nest.resolve("Eggs/other"));
        assertThat(gosling("", "validate", nest.resolve("Eggs/other").toString())
                        .code())
                .isZero();
    }

    @Test
    void validate_noNest_endsWithFive() {
        assertThat(gosling("", "validate", folder.toString()).code()).isEqualTo(5);
        var json =
                gosling("", "validate", "--output=json", folder.resolve("none").toString());
        assertThat(json.code()).isEqualTo(5);
        assertThat(new JsonMapper().readTree(json.out()).path("error").asString())
                .contains("does not exist");
    }

    private Path brokenNest() throws IOException {
        Path nest = folder.resolve("nest");
        Files.createDirectories(nest.resolve("Eggs/web"));
        Files.writeString(nest.resolve("Eggs/web/config.fly"), "egg \"web\" {\n  enabledd = true\n}\n");
        return nest;
    }

    @Test
    void secret_setThenCheck_isThereAndNeverShown() {
        Path data = Path.of(folder.toString(), "data");
        assertThat(gosling("", "secret", "check", "local://gitlab/token", "--data", data.toString()))
                .isEqualTo(new Result(5, "not there\n", ""));
        assertThat(gosling("glpat-value\n", "secret", "set", "local://gitlab/token", "--data", data.toString()))
                .isEqualTo(new Result(0, "written\n", ""));
        assertThat(gosling("", "secret", "check", "local://gitlab/token", "--data", data.toString()))
                .isEqualTo(new Result(0, "there\n", ""));
        var secrets = LocalSecrets.open(data, Optional.empty(), false);
        assertThat(secrets.read(SecretUri.of("local://gitlab/token"), "test").reveal())
                .isEqualTo("glpat-value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "\u00ff\u00fe"})
    void secretSet_noUsableValue_isRefused(String input) {
        var result = gosling(input, "secret", "set", "local://a/b", "--data", folder.toString());
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).startsWith("gosling: reading the secret: ");
    }

    @Test
    void secretSet_valueAsArgument_isRefusedWithoutRepeatingIt() {
        var result = gosling("x", "secret", "set", "local://a/b", "glpat-value", "--data", folder.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("standard input").doesNotContain("glpat-value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"vault://ci/deploy-x/key", "env://HOME", "local://deploy-x", "deploy-x"})
    void secretSet_otherUri_isRefusedWithoutItsPath(String uri) {
        var result = gosling("x", "secret", "set", uri, "--data", folder.toString());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("local").doesNotContain("deploy-x");
    }
}
