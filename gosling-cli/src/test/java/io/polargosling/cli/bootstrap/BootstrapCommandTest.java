package io.polargosling.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.cli.print.ExitCode;
import io.polargosling.domain.object.Sha256;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.storage.mirror.MirrorLock;
import io.polargosling.storage.mirror.ProviderCache;
import io.polargosling.storage.mirror.ProviderPackage;
import io.polargosling.storage.object.ObjectStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.json.JsonMapper;

class BootstrapCommandTest {

    private static final String AWS = "hashicorp/aws";
    private static final String YANDEX = "yandex-cloud/yandex";

    @TempDir
    private Path folder;

    private Path mirror;
    private Path data;
    private final Map<String, String> variables = new HashMap<>(System.getenv());

    private record Result(int code, String out, String err) {}

    @BeforeEach
    void prepare() throws IOException {
        mirror = Files.createDirectory(folder.resolve("mirror"));
        data = Files.createDirectory(folder.resolve("data"));
    }

    @Test
    void bootstrap_withoutAPart_saysWhatItCanDo() {
        assertThat(run("--data", data).err()).contains("--only cache");
        assertThat(run("--data", data).code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("--only", "storage", "--data", data).err()).contains("\"cache\" alone");
    }

    @Test
    void cache_packedMirror_isFilledAndThenLeftAlone() throws IOException {
        for (var platform : List.of("linux_amd64", "linux_arm64", "darwin_arm64")) {
            packed(AWS, "6.62.0", platform, "aws");
            packed(YANDEX, "0.222.0", platform, "yandex");
        }
        packed(AWS, "6.61.0", "linux_amd64", "old");
        packed(AWS, "5.99.0", "linux_amd64", "too old");

        var first = cache("--from", mirror);

        assertThat(first.code()).as(first.err()).isEqualTo(ExitCode.DONE);
        assertThat(first.out()).isEqualTo("""
                        create terraform-plugins/hashicorp/aws/6.62.0/terraform-provider-aws_6.62.0_linux_amd64.zip
                        create terraform-plugins/hashicorp/aws/6.62.0/terraform-provider-aws_6.62.0_linux_arm64.zip
                        create terraform-plugins/yandex-cloud/yandex/0.222.0/terraform-provider-yandex_0.222.0_linux_amd64.zip
                        create terraform-plugins/yandex-cloud/yandex/0.222.0/terraform-provider-yandex_0.222.0_linux_arm64.zip
                        update terraform-plugins/lock.json
                        done; workers take it within a minute
                        """);
        var lock = lock();
        assertThat(lock.lockFile())
                .contains("provider \"registry.opentofu.org/hashicorp/aws\"", "\"6.62.0\"", "\">= 6.0", "h1:");
        assertThat(lock.packages().getFirst().digest()).isEqualTo(Sha256.of(packedPlace(AWS, "6.62.0", "linux_amd64")));

        var before = files(data);
        var second = cache("--from", mirror);
        assertThat(second.code()).isEqualTo(ExitCode.DONE);
        assertThat(second.out()).contains("keep   terraform-plugins/lock.json").endsWith("nothing to do\n");
        assertThat(files(data)).isEqualTo(before);
    }

    @Test
    void cache_unpackedMirror_givesTheSameFileEachTime() throws IOException {
        var program = unpacked(AWS, "6.62.0", "linux_amd64", "aws");
        unpacked(YANDEX, "0.222.0", "linux_amd64", "yandex");

        var first = cache("--from", mirror);

        assertThat(first.code()).as(first.err()).isEqualTo(ExitCode.DONE);
        assertThat(first.err()).contains("without linux_arm64");
        Files.setLastModifiedTime(program, FileTime.from(Instant.EPOCH));
        assertThat(cache("--from", mirror).out()).endsWith("nothing to do\n");
        assertThat(lock().packages()).extracting(ProviderPackage::platform).containsOnly("linux_amd64");
    }

    @Test
    void cache_otherContentOfAVersion_isAConflict() throws IOException {
        packed(AWS, "6.62.0", "linux_amd64", "aws");
        assertThat(cache("--from", mirror, "--provider", "aws").code()).isEqualTo(ExitCode.DONE);
        var before = lock();
        packed(AWS, "6.62.0", "linux_amd64", "something else");

        var result = cache("--from", mirror, "--provider", "aws");

        assertThat(result.code()).isEqualTo(ExitCode.CONFLICT);
        assertThat(result.err()).contains("terraform-provider-aws_6.62.0_linux_amd64.zip", "another file", "delete it");
        assertThat(lock()).isEqualTo(before);
    }

    @Test
    void cache_newerVersion_takesThePlaceOfTheOlder() throws IOException {
        packed(AWS, "6.62.0", "linux_amd64", "aws");
        cache("--from", mirror, "--provider", "aws");
        packed(AWS, "6.63.0", "linux_amd64", "newer");

        var result = cache("--from", mirror, "--provider", "aws", "--output", "json");

        var json = JsonMapper.shared().readTree(result.out());
        assertThat(json.path("ok").asBoolean()).isTrue();
        assertThat(json.path("result").path("created").asInt()).isEqualTo(1);
        assertThat(json.path("result").path("dropped").asInt()).isEqualTo(1);
        assertThat(lock().packages()).extracting(ProviderPackage::version).containsExactly("6.63.0");
    }

    @Test
    void cache_dryRun_saysItAndChangesNothing() throws IOException {
        packed(AWS, "6.62.0", "linux_amd64", "aws");

        var result = cache("--from", mirror, "--provider", "aws", "--dry-run");

        assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
        assertThat(result.out())
                .contains("create terraform-plugins/hashicorp/aws/6.62.0/")
                .endsWith("nothing was changed\n");
        assertThat(files(data)).isEmpty();
    }

    @Test
    void cache_mirrorLacksSomething_saysWhatIsThere() throws IOException {
        packed(AWS, "5.99.0", "linux_amd64", "aws");

        var old = cache("--from", mirror, "--provider", "aws");
        packed(AWS, "6.62.0", "linux_amd64", "aws");
        var missing = cache("--from", mirror);
        var platform = cache("--from", mirror, "--provider", "aws", "--platform", "linux_amd64,linux_arm64");
        var wrong = cache("--from", mirror, "--platform", "linux/amd64");

        assertThat(List.of(old.code(), missing.code(), platform.code())).containsOnly(ExitCode.NOT_FOUND);
        assertThat(old.err()).contains(">= 6.0", "5.99.0 for linux_amd64");
        assertThat(missing.err()).contains("--provider");
        assertThat(platform.err()).contains("linux_amd64 and linux_arm64", "6.62.0 for linux_amd64");
        assertThat(wrong.err()).contains("linux/amd64", "linux_amd64");
        assertThat(files(data)).isEmpty();
    }

    @Test
    void cache_withoutAMirror_isDownloadedByOpenTofu() throws IOException {
        try (var registry = RegistryServer.start()) {
            for (var platform : List.of("linux_amd64", "linux_arm64")) {
                registry.offer(AWS, "6.62.0", platform, zip("terraform-provider-aws_v6.62.0", "aws " + platform));
                registry.offer(
                        YANDEX, "0.222.0", platform, zip("terraform-provider-yandex_v0.222.0", "ya " + platform));
            }
            variables.put(
                    "TF_CLI_CONFIG_FILE",
                    Files.writeString(folder.resolve("tofurc"), registry.config())
                            .toString());

            var result = cache();

            assertThat(result.code()).as(result.err()).isEqualTo(ExitCode.DONE);
            assertThat(lock().packages())
                    .extracting(ProviderPackage::toString)
                    .containsExactly(
                            "registry.opentofu.org/hashicorp/aws 6.62.0 linux_amd64",
                            "registry.opentofu.org/hashicorp/aws 6.62.0 linux_arm64",
                            "registry.opentofu.org/yandex-cloud/yandex 0.222.0 linux_amd64",
                            "registry.opentofu.org/yandex-cloud/yandex 0.222.0 linux_arm64");
        }
    }

    @Test
    void cache_downloadFails_showsWhatOpenTofuSays() throws IOException {
        try (var registry = RegistryServer.start()) {
            variables.put(
                    "TF_CLI_CONFIG_FILE",
                    Files.writeString(folder.resolve("tofurc"), registry.config())
                            .toString());

            var result = cache("--provider", "aws");

            assertThat(result.code()).isEqualTo(ExitCode.FAILED);
            assertThat(result.err()).contains("downloading providers: OpenTofu ended with 1", "hashicorp/aws");
            assertThat(files(data)).isEmpty();
        }
    }

    @Test
    void cache_noOpenTofu_saysHowToNameIt() {
        var wrong = cache("--from", mirror, "--tofu", folder.resolve("nothing"));
        variables.remove("TOFU_BINARY");
        variables.put("PATH", folder.toString());
        var none = cache("--from", mirror);

        assertThat(List.of(wrong.code(), none.code())).containsOnly(ExitCode.NOT_FOUND);
        assertThat(none.err()).contains("--tofu", "TOFU_BINARY");
    }

    @Test
    void cache_placeIsUnclear_saysWhatIsMissing() throws IOException {
        var nest = folder.resolve("nest");
        Files.createDirectories(nest.resolve("Eggs"));
        Files.createDirectories(nest.resolve("MG"));

        assertThat(run("--only", "cache", "--path", folder).err()).contains("in no Nest", "--bucket", "--data");
        assertThat(run("--only", "cache", "--path", nest).err()).contains("MG/config.fly", "gosling validate");
        Files.copy(Path.of("../examples/nest/MG/config.fly"), nest.resolve("MG/config.fly"));
        assertThat(run("--only", "cache", "--path", nest).err()).contains("storage.cache_bucket");
        assertThat(run("--only", "cache", "--bucket", "b-1").err()).contains("--region");
        assertThat(run("--only", "cache", "--region", "r").err()).contains("--bucket");
        assertThat(run("--only", "cache", "--data", data, "--bucket", "b-1").err())
                .contains("only one");
    }

    private Result cache(Object... arguments) {
        var all = new ArrayList<Object>(List.of("--only", "cache", "--data", data));
        all.addAll(List.of(arguments));
        return run(all.toArray());
    }

    private Result run(Object... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = new CommandLine(new BootstrapCommand(variables))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((problem, line, _) -> {
                    line.getErr().println(problem.getMessage());
                    return ExitCode.of((GoslingException) problem);
                })
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(Stream.of(arguments).map(String::valueOf).toArray(String[]::new));
        return new Result(code, out.toString(), err.toString());
    }

    private MirrorLock lock() {
        return new ProviderCache(ObjectStorage.files(data.resolve("cache")))
                .current()
                .orElseThrow();
    }

    private static Map<Path, FileTime> files(Path root) throws IOException {
        var files = new HashMap<Path, FileTime>();
        try (var tree = Files.walk(root)) {
            for (var file : tree.filter(Files::isRegularFile).toList()) {
                files.put(file, Files.getLastModifiedTime(file));
            }
        }
        return files;
    }

    private Path packedPlace(String source, String version, String platform) {
        var type = source.substring(source.indexOf('/') + 1);
        return mirror.resolve("registry.opentofu.org/" + source)
                .resolve("terraform-provider-" + type + "_" + version + "_" + platform + ".zip");
    }

    private void packed(String source, String version, String platform, String content) throws IOException {
        var type = source.substring(source.indexOf('/') + 1);
        var place = packedPlace(source, version, platform);
        Files.createDirectories(place.getParent());
        Files.write(place, zip("terraform-provider-" + type + "_v" + version, content + " for " + platform));
    }

    private Path unpacked(String source, String version, String platform, String content) throws IOException {
        var type = source.substring(source.indexOf('/') + 1);
        var place = Files.createDirectories(mirror.resolve("registry.opentofu.org")
                .resolve(source)
                .resolve(version)
                .resolve(platform));
        Files.writeString(place.resolve("LICENSE"), "free");
        return Files.writeString(place.resolve("terraform-provider-" + type + "_v" + version), content);
    }

    private static byte[] zip(String name, String content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }
}
