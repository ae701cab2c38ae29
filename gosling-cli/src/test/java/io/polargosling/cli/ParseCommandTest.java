package io.polargosling.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ParseCommandTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder = Path.of("");

    private Path file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolve("..").normalize());
        return Files.writeString(file, text);
    }

    private static JsonNode attributes(Gosling result) {
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        return JSON.readTree(result.out()).path("blocks").path(0).path("attributes");
    }

    @Test
    void parse_file_printsItsBlocksEvaluated() throws IOException {
        Path file = file("a.fly", "b \"x\" y {\n  n = 1 + 1\n  s = upper(\"a\")\n  in {}\n}\n");
        var result = Gosling.run("parse", file);
        assertThat(result.code()).isZero();
        assertThat(JSON.readTree(result.out()))
                .isEqualTo(JSON.readTree("{\"blocks\":[{\"type\":\"b\",\"labels\":[\"x\",\"y\"],"
                        + "\"attributes\":{\"n\":2,\"s\":\"A\"},\"blocks\":[{\"type\":\"in\",\"labels\":null}]}]}"));
    }

    @Test
    void parse_standardInput_isOneFile() {
        assertThat(attributes(Gosling.withInput("b {\n  größe = \"日本\"\n}\n", "parse", "-"))
                        .path("größe")
                        .asString())
                .isEqualTo("日本");
    }

    @Test
    void parse_errors_goToStandardErrorOnly() {
        var result = Gosling.withInput("b {\n  a = nope(1)\n}\n", "parse", "-");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("standard input:2:").contains("nope");
    }

    @Test
    void parse_severalFiles_printsTheGoodOnes() throws IOException {
        Path good = file("good.fly", "b {}\n");
        var result = Gosling.run("parse", folder.resolve("none.fly"), good, folder);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("\"b\"");
        assertThat(result.err()).contains("none.fly\": it does not exist").contains("it is a folder");
    }

    @Test
    void parse_variables_laterAndNearerWin() throws IOException {
        file("UF/config.fly", "");
        file("variables.fly", "variable \"shared\" {\n  type = string\n  default = \"default\"\n}\n");
        Path file = file("Eggs/a/config.fly", """
                b {
                  v = var.own
                  s = var.shared
                  n = nest.name
                  c = nest.commit
                }
                variable "own" {
                  type = number
                }
                """);
        Path values = file("values.fly", "own = 3\nshared = \"file\"\n");
        Path json = file("values.json", "{\"shared\": \"json\"}");

        var plain = attributes(Gosling.run("parse", file, "--var", "own=1"));
        assertThat(plain.path("v").asInt()).isEqualTo(1);
        assertThat(plain.path("s").asString()).isEqualTo("default");
        assertThat(plain.path("n").asString()).isEqualTo(folder.getFileName().toString());
        assertThat(plain.path("c").asString()).isEmpty();
        var given = attributes(Gosling.run("parse", file, "--var-file", values, "--var-file", json, "--var", "own=4"));
        assertThat(given.path("v").asInt()).isEqualTo(4);
        assertThat(given.path("s").asString()).isEqualTo("json");

        var unknown = Gosling.run("parse", file, "--var", "own=4", "--var", "nobody=hush");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("nobody").doesNotContain("hush");
        assertThat(Gosling.run("parse", file, "--var-file", folder.resolve("no.fly"))
                        .code())
                .isEqualTo(1);
    }

    @Test
    void parse_inACheckout_knowsTheCommit() throws IOException {
        String commit = "0123456789abcdef0123456789abcdef01234567";
        file("UF/config.fly", "");
        Path file = file("Eggs/a/config.fly", "b {\n  c = nest.commit\n}\n");
        file(".git/HEAD", "ref: refs/heads/main\n");
        assertThat(attributes(Gosling.run("parse", file)).path("c").asString()).isEmpty();
        file(".git/packed-refs", "# pack-refs\n" + commit + " refs/heads/main\n");
        assertThat(attributes(Gosling.run("parse", file)).path("c").asString()).isEqualTo(commit);
        file(".git/refs/heads/main", commit.replace('0', 'f') + "\n");
        assertThat(attributes(Gosling.run("parse", file)).path("c").asString()).isEqualTo(commit.replace('0', 'f'));
        file(".git/HEAD", commit + "\n");
        assertThat(attributes(Gosling.run("parse", file)).path("c").asString()).isEqualTo(commit);
    }

    @Test
    void parse_typed_fillsDefaultsAndNormalisesUnits() {
        var result = Gosling.run("parse", "--typed", "../examples/nest/UF/config.fly");
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out()).endsWith("}\n");
        assertThat(JSON.readTree(result.out()).isObject()).isTrue();

        var wrong = Gosling.run("parse", "--typed", "--type=egg", "../examples/nest/UF/config.fly");
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err()).contains("UF/config.fly:1:1: error: ");

        var nothing = Gosling.withInput("locals {}\n", "parse", "--typed", "-");
        assertThat(nothing.code()).isEqualTo(1);
        assertThat(nothing.err()).contains("egg, eggsbucket, job, uglyfox, mothergoose");
    }

    @Test
    void parse_typeThatTheFileIsNot_isAnError() {
        var result = Gosling.withInput("job \"a\" {}\n", "parse", "-", "--type", "egg");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("\"egg\"").contains("job");
        assertThat(Gosling.withInput("egg \"a\" {}\n", "parse", "-", "--type=egg")
                        .code())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parse",
                "parse - --type=hen",
                "parse - --var=x",
                "parse - --var==x",
                "parse - --syntax-only --typed",
                "parse - --syntax-only --var=a=b",
                "parse - --output=sarif",
                "parse - --nope",
            })
    void parse_badUsage_endsWithTwo(String line) {
        var result = Gosling.withInput("", (Object[]) line.split(" "));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void syntaxOnly_json_isALineForEachFileInOrder() throws IOException {
        var names = new ArrayList<String>();
        names.add(file("one.tf", "resource \"a\" \"b\" {\n  x = [for k, v in m : k => v]\n")
                .toString());
        names.add(file("two.hcl", "terraform { required_version = \">= 1\" }\n").toString());
        names.add(folder.resolve("none.hcl").toString());
        names.add(file("größe \"q\".hcl", "a = 1\nb = = 2\n").toString());
        Path list = file("list", String.join("\n", names.subList(1, 4)) + "\n\n");
        var result = Gosling.run("parse", "--syntax-only", "--output=json", names.getFirst(), "--files-from", list);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).isEmpty();
        List<JsonNode> lines = result.out().lines().map(JSON::readTree).toList();
        assertThat(lines).extracting(line -> line.path("file").asString()).isEqualTo(names);
        assertThat(lines).extracting(line -> line.path("ok").asBoolean()).containsExactly(false, true, false, false);
        assertThat(lines).allSatisfy(line -> assertThat(line.propertyNames()).containsExactly("file", "ok", "errors"));
        var error = lines.getLast().path("errors").path(0);
        assertThat(error.propertyNames()).containsExactly("line", "column", "summary");
        assertThat(error.path("line").asInt()).isEqualTo(2);
        assertThat(error.path("column").asInt()).isEqualTo(5);
        assertThat(lines.get(2).path("errors").path(0).path("summary").asString())
                .contains("does not exist");
    }

    @Test
    void syntaxOnly_listOnStandardInput_isReadAsItComes() throws IOException {
        Path good = file("good.hcl", "a = 1\n");
        var result = Gosling.withInput(good + "\n" + folder + "\n", "parse", "--syntax-only", "--files-from", "-");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).isEqualTo(good + ": accepted\n" + folder + ": rejected\n");
        assertThat(result.err()).contains("it is a folder");
    }

    @Test
    void syntaxOnly_noList_endsWithFive() {
        assertThat(Gosling.run("parse", "--syntax-only", "--files-from", folder.resolve("none"))
                        .code())
                .isEqualTo(5);
    }

    @Test
    void syntaxOnly_bytesOfAnyKind_areJudged() throws IOException {
        Path file = Files.write(folder.resolve("a.hcl"), new byte[] {'a', '=', (byte) 0xC3, 0, '\n'});
        var result = Gosling.run("parse", "--syntax-only", "--output=json", file);
        assertThat(result.code()).isEqualTo(1);
        assertThat(JSON.readTree(result.out()).path("errors").isEmpty()).isFalse();
    }
}
