package io.polargosling.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.cli.print.Screen;
import io.polargosling.fly.diagnostic.Paint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ValidateCommandTest {

    private static final String SECRET = "glpat-hush-hush-hush";

    /** Five mistakes and a secret in clear text. */
    private static final String WRONG = """
            egg "größe & <web>" {
              typ = "vm"
              cloud {
                provider = "local"
              }
              resources {
                cpu    = "2"
                memory = 4
              }
              runner {
                tags         = ["a"]
                idle_timeout = 10
              }
              gitlab {
                server     = "gitlab.example.com"
                project_id = 1
                api_token  = "%s" + nope()
              }
            }
            """.formatted(SECRET);

    @TempDir
    private Path folder = Path.of("");

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolve("..").normalize());
        return Files.writeString(file, text);
    }

    private Path wrongNest() throws IOException {
        file("nest/Eggs/w eb/config.fly", WRONG);
        file("nest/UF/config.fly", "uglyfox {\n  pruning {\n");
        file("nest/stray.fly", "");
        return folder.resolve("nest");
    }

    @Test
    void validate_severalNests_namesTheirFilesApart() throws IOException {
        file("a/Eggs/x/config.fly", "egg \"x\" {}\n");
        file("b/Eggs/x/config.fly", "egg \"x\" {}\n");
        var result = Gosling.run("validate", folder.resolve("a"), folder.resolve("b"));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains(folder + "/a/Eggs/x/config.fly:1:1: error: ", folder + "/b/Eggs/x/config.fly:1:1: error: ");
    }

    @Test
    void validate_sameNestTwice_tellsOnce() throws IOException {
        Path nest = wrongNest();
        assertThat(Gosling.run("validate", nest, nest.resolve("Eggs"), nest.resolve("../nest")))
                .isEqualTo(Gosling.run("validate", nest));
    }

    @Test
    void validate_findings_comeByFileAndPlace() throws IOException {
        JsonNode findings = new JsonMapper()
                .readTree(Gosling.run("validate", "--output=json", wrongNest()).out())
                .path("findings");
        List<String> places = findings.valueStream()
                .map(finding -> "%s:%04d:%04d"
                        .formatted(
                                finding.path("file").asString(),
                                finding.path("line").asInt(),
                                finding.path("column").asInt()))
                .toList();
        assertThat(places).hasSizeGreaterThan(5).isSorted();
    }

    @Test
    void validate_onATerminal_isColouredUnlessToldNot() throws IOException {
        var terminal = new Screen(Paint.ANSI, Paint.ANSI);
        Path nest = wrongNest();
        assertThat(Gosling.on(terminal, "", "validate", nest).out()).contains("\u001b[1;31merror\u001b[0m");
        assertThat(Gosling.on(terminal, "", "validate", "--no-color", nest)).isEqualTo(Gosling.run("validate", nest));
        for (String format : List.of("json", "sarif", "junit")) {
            assertThat(Gosling.on(terminal, "", "validate", "--output", format, nest)
                            .out())
                    .doesNotContain("\u001b");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "sarif", "junit"})
    void validate_secretsInClearText_areNeverPrinted(String format) throws IOException {
        Path nest = wrongNest();
        for (String cut : List.of("", "}", "\n", "\"", "project_id", "provider = ")) {
            file("nest/Eggs/w eb/config.fly", cut.isEmpty() ? WRONG : WRONG.replaceFirst(Pattern.quote(cut), ""));
            var result = Gosling.run("validate", "--output", format, nest);
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.out() + result.err()).isNotEmpty().doesNotContain("hush");
        }
    }

    @Test
    void validate_text_drawsTheSecretsLineMasked() throws IOException {
        assertThat(Gosling.run("validate", wrongNest()).out()).contains("17 |     api_token  = \"***\"");
    }

    @Test
    void validate_quiet_printsOnlyWhatIsWrong() throws IOException {
        assertThat(Gosling.run("validate", "--quiet", "../examples/nest")).isEqualTo(new Gosling(0, "", ""));
        assertThat(Gosling.run("validate", "--quiet", wrongNest()).out())
                .contains("error")
                .doesNotContain("errors");
    }

    @Test
    void sarif_findings_haveTheStructureOfTheStandard() throws IOException {
        var result = Gosling.run("validate", "--output=sarif", wrongNest());
        assertThat(result.code()).isEqualTo(1);
        JsonNode sarif = new JsonMapper().readTree(result.out());
        assertThat(sarif.path("version").asString()).isEqualTo("2.1.0");
        assertThat(sarif.path("$schema").asString()).contains("sarif-2.1.0");
        JsonNode run = sarif.path("runs").path(0);
        JsonNode driver = run.path("tool").path("driver");
        assertThat(driver.path("name").asString()).isEqualTo("gosling");
        List<String> rules = driver.path("rules")
                .valueStream()
                .map(rule -> rule.path("id").asString())
                .toList();
        assertThat(rules).doesNotHaveDuplicates().isNotEmpty();
        assertThat(driver.path("rules").valueStream())
                .allSatisfy(rule -> assertThat(
                                rule.path("shortDescription").path("text").asString())
                        .isNotBlank());
        assertThat(run.path("columnKind").asString()).isEqualTo("unicodeCodePoints");
        assertThat(run.path("results").size()).isGreaterThan(5);
        assertThat(run.path("results").valueStream()).allSatisfy(found -> {
            assertThat(rules.get(found.path("ruleIndex").asInt()))
                    .isEqualTo(found.path("ruleId").asString());
            assertThat(found.path("level").asString()).isIn("error", "warning");
            assertThat(found.path("message").path("text").asString()).isNotBlank();
            JsonNode place = found.path("locations").path(0).path("physicalLocation");
            String uri = place.path("artifactLocation").path("uri").asString();
            assertThat(URI.create(uri).isAbsolute()).isFalse();
            assertThat(uri).doesNotStartWith("/");
            if (place.has("region")) {
                JsonNode region = place.path("region");
                assertThat(region.path("startLine").asInt()).isPositive();
                assertThat(region.path("startColumn").asInt()).isPositive();
                assertThat(region.path("endLine").asInt())
                        .isGreaterThanOrEqualTo(region.path("startLine").asInt());
                assertThat(region.path("endColumn").asInt()).isPositive();
                assertThat(region.path("snippet").has("text")).isTrue();
            }
        });
        assertThat(run.path("results").valueStream())
                .extracting(found -> found.path("locations")
                        .path(0)
                        .path("physicalLocation")
                        .path("artifactLocation")
                        .path("uri")
                        .asString())
                .contains("Eggs/w%20eb/config.fly", "UF/config.fly");
    }

    @Test
    void sarif_nothingFound_isAnEmptyRun() {
        var result = Gosling.run("validate", "--output=sarif", "../examples/nest");
        assertThat(result.code()).isZero();
        JsonNode run = new JsonMapper().readTree(result.out()).path("runs").path(0);
        assertThat(run.path("results").isArray()).isTrue();
        assertThat(run.path("results").isEmpty()).isTrue();
    }

    @Test
    void junit_findings_areFailuresOfTheirFile() throws Exception {
        Path nest = wrongNest();
        file("nest/variables.fly", "");
        Document report = xml(Gosling.run("validate", "--output=junit", nest).out());
        assertThat(report.getDocumentElement().getTagName()).isEqualTo("testsuites");
        var suite = elements(report.getElementsByTagName("testsuite")).getFirst();
        var cases = elements(report.getElementsByTagName("testcase"));
        assertThat(cases)
                .extracting(element -> element.getAttribute("name"))
                .contains("Eggs/w eb/config.fly", "UF/config.fly", "stray.fly", "variables.fly");
        assertThat(suite.getAttribute("tests")).isEqualTo(String.valueOf(cases.size()));
        var failures = elements(report.getElementsByTagName("failure"));
        assertThat(suite.getAttribute("failures")).isEqualTo(String.valueOf(failures.size()));
        assertThat(failures).hasSize(2).allSatisfy(failure -> {
            assertThat(failure.getAttribute("message")).isNotBlank();
            assertThat(failure.getTextContent()).contains(":").contains("^");
        });
        assertThat(elements(report.getElementsByTagName("system-out")))
                .anySatisfy(output -> assertThat(output.getTextContent()).contains("stray-file"));

        Document strict =
                xml(Gosling.run("validate", "--output=junit", "--strict", nest).out());
        assertThat(elements(strict.getElementsByTagName("failure"))).hasSizeGreaterThan(2);
    }

    @Test
    void junit_anyCharacter_isStillXml() throws Exception {
        file("nest/Eggs/a/config.fly", "egg \"\u0001\u0000]]>&<\uFFFF\" {\n\u0008\n");
        assertThat(xml(Gosling.run("validate", "--output=junit", folder.resolve("nest"))
                                .out())
                        .getElementsByTagName("failure")
                        .getLength())
                .isEqualTo(1);
    }

    @Test
    void validate_filesInNoNest_areCheckedEachOnItsOwn() throws IOException {
        file("some/a.fly", "a = [\n");
        file("some/.hidden/c.fly", "a = [\n");
        Path other = file("other.txt", "egg {\n");
        var result = Gosling.run("validate", folder.resolve("some"), other);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains("some/a.fly:", "other.txt:1:")
                .contains("2 files: ")
                .doesNotContain("hidden");
    }

    @Test
    void validate_nothingThere_saysWhatIsExpected() throws IOException {
        Files.createDirectories(folder.resolve("empty"));
        var empty = Gosling.run("validate", folder.resolve("empty"));
        assertThat(empty.code()).isEqualTo(5);
        assertThat(empty.err()).contains("has no *.fly file").contains("Eggs or UF");
        var none = Gosling.run("validate", folder.resolve("none"));
        assertThat(none.code()).isEqualTo(5);
        assertThat(none.err()).isEqualTo("gosling: \"" + folder.resolve("none") + "\" does not exist\n");
    }

    @Test
    void validate_noUtf8_isAFinding() throws IOException {
        Files.createDirectories(folder.resolve("nest/Eggs/a"));
        Files.write(folder.resolve("nest/Eggs/a/config.fly"), new byte[] {'#', (byte) 0xFF, '\n'});
        var result = Gosling.run("validate", folder.resolve("nest"));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("Eggs/a/config.fly:1:2: error: ").contains("UTF-8");
    }

    private static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> elements(NodeList nodes) {
        var elements = new ArrayList<Element>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
