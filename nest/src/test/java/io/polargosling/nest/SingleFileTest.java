package io.polargosling.nest;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.problem.Finding;
import io.polargosling.fly.decode.FileKind;
import io.polargosling.fly.decode.SharedScope;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SingleFileTest {

    private static final String JOB = """
            variable "hook" {
              default   = "https://hooks.example.com/T000/secret"
              sensitive = true
            }

            job "nightly" {
              schedule = "@daily"
              timeout  = "9m30s"
              script   = "make"
              on_failure {
                notify = [var.hook]
              }
            }
            """;

    @Test
    void kindOf_file_isThatOfItsFirstKnownBlock() {
        assertThat(SingleFile.kindOf(file(JOB))).contains(FileKind.JOB);
        assertThat(SingleFile.kindOf(file("x {}\nuglyfox {\n"))).contains(FileKind.UGLYFOX);
        assertThat(SingleFile.kindOf(file("locals {\n}\n"))).isEmpty();
        assertThat(SingleFile.kindOf(file(""))).isEmpty();
    }

    @Test
    void typed_job_hasDefaultsAndSecondsAndNoSensitiveValue() {
        assertThat(typed(JOB, FileKind.JOB).json()).contains("""
                {"enabled":true,"environment":{},"name":"nightly","on_failure":{"notify":"***"},\
                "runner":{"tags":[],"type":"serverless"},"schedule":"@daily","script":"make","timeout":570,\
                "timezone":"UTC"}""");
    }

    @Test
    void typed_egg_hasBytesAndSecondsAndDerivedSecrets() {
        String egg = NestReaderTest.source("web", "project_id = 1", "")
                .replace("runner {", "resources {\n    memory = \"512MB\"\n    disk   = 20\n  }\n  runner {");
        assertThat(typed(egg, FileKind.EGG).json())
                .hasValueSatisfying(json -> assertThat(json)
                        .contains("\"memory\":536870912", "\"disk\":21474836480", "\"idle_timeout\":600")
                        .contains("\"api_token\":\"local://gitlab/gitlab.example.com/web/api-token\""));
    }

    @Test
    void typed_sensitiveServer_isInNoDerivedSecretEither() {
        String egg = "variable \"s\" {\n  default   = \"hidden.example.com\"\n  sensitive = true\n}\n"
                + NestReaderTest.source("web", "project_id = 1", "").replace("\"gitlab.example.com\"", "var.s");
        assertThat(typed(egg, FileKind.EGG).json())
                .hasValueSatisfying(
                        json -> assertThat(json).contains("\"server\":\"***\"").doesNotContain("hidden"));
    }

    @Test
    void typed_sensitiveInRepeatedBlock_isMaskedThereOnly() {
        String egg = "variable \"z\" {\n  default   = \"hidden\"\n  sensitive = true\n}\n"
                + NestReaderTest.source("web", "project_id = 1", "")
                        .replace(
                                "runner {",
                                "fallback {\n    provider = \"local\"\n    zone = \"open\"\n  }\n"
                                        + "  fallback {\n    provider = \"local\"\n    zone = var.z\n  }\n  runner {");
        assertThat(typed(egg, FileKind.EGG).json())
                .hasValueSatisfying(json -> assertThat(json)
                        .contains("\"zone\":\"open\"", "\"zone\":\"***\"")
                        .doesNotContain("hidden"));
    }

    @Test
    void typed_everyFileOfTheFullExample_hasItsKind() {
        NestFiles files = NestFiles.ofDirectory(Path.of("..", "examples", "nest-full"));
        SharedScope shared = io.polargosling.fly.Fly.decodeShared(
                        SourceFile.of("variables.fly", files.read("variables.fly")))
                .value()
                .orElseThrow();
        var kinds = new HashMap<FileKind, String>();
        for (String path : files.paths()) {
            var file = SourceFile.of(path, files.read(path));
            SingleFile.kindOf(file)
                    .filter(kind -> path.endsWith(".fly"))
                    .ifPresent(kind -> kinds.put(
                            kind,
                            SingleFile.typed(file, kind, shared, NestRules.defaults())
                                    .json()
                                    .orElseThrow()));
        }
        assertThat(kinds).containsOnlyKeys(FileKind.values());
        assertThat(kinds.get(FileKind.MOTHERGOOSE))
                .contains("\"tick\":{\"every\":60}", "\"cache_ttl\":300", "\"memory\":4294967296");
        assertThat(kinds.get(FileKind.UGLYFOX)).contains("\"max_age\":86400", "\"cpu_threshold\":90");
        assertThat(kinds.get(FileKind.EGGSBUCKET)).contains("\"TARGET\":\"tools/format\"");
    }

    @Test
    void typed_brokenFile_hasDiagnosticsOnly() {
        TypedFile typed = typed(JOB.replace("@daily", "@never"), FileKind.JOB);
        assertThat(typed.json()).isEmpty();
        assertThat(typed.diagnostics()).extracting(Diagnostic::code).containsExactly("invalid-value");
    }

    @Test
    void check_fileOfDeclarations_judgesThem() {
        assertThat(SingleFile.check(file("locals {\n  a = 1\n}\n"), SharedScope.empty()))
                .isEmpty();
        assertThat(SingleFile.check(file("locls {\n}\n"), SharedScope.empty()))
                .extracting(Diagnostic::code)
                .containsExactly("unknown-block");
    }

    @Test
    void checkEach_folderThatIsNoNest_readsEveryFileByItself() {
        var files = new HashMap<String, byte[]>();
        put(files, "variables.fly", "variable \"id\" {\n  default = 7\n}\n");
        put(files, "a/one.fly", NestReaderTest.source("web", "project_id = var.id", ""));
        put(files, "b/two.fly", NestReaderTest.source("web", "project_id = var.id", ""));
        put(files, "b/bad.fly", JOB.replace("@daily", "0 0 30 2 *"));
        put(files, "b/notes.txt", "{");
        CheckedFiles checked = NestReader.checkEach(NestFiles.of(files));
        assertThat(checked.findings()).extracting(Finding::code).containsExactly("cron-never");
        assertThat(checked.diagnostics()).hasSize(1);
        assertThat(checked.hasErrors()).isTrue();
    }

    private static TypedFile typed(String text, FileKind kind) {
        return SingleFile.typed(file(text), kind, SharedScope.empty(), NestRules.defaults());
    }

    private static SourceFile file(String text) {
        return SourceFile.of("file.fly", text);
    }

    private static void put(Map<String, byte[]> files, String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
    }
}
