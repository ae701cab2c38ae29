package io.polargosling.worker.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.worker.compute.ModuleWorkspace;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is rendered, as files to read: {@code src/test/resources/golden}. They are written anew by
 * {@code -Dgolden.write=true}.
 */
class GoldenWorkspaceTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final boolean WRITE = Boolean.getBoolean("golden.write");
    private static final List<String> FILES =
            List.of("versions.tf", "providers.tf", "variables.tf", "data.tf", "resources.tf", "checks.tf", ".tofurc");
    private static final CloudFacts FACTS = CloudSamples.facts();

    @TempDir
    private Path folder;

    private final WorkspaceRenderer renderer = new WorkspaceRenderer();

    @AfterEach
    void unlink() {
        ModuleWorkspace.unlink(folder);
    }

    /** What is rendered. */
    enum Case {
        LOCAL,
        AWS_VM,
        AWS_SERVERLESS,
        AWS_LAMBDA,
        YANDEX_VM,
        YANDEX_SERVERLESS,
        /** An egg without type whose fallback is in another cloud. */
        MIXED,
        /** With the state in a bucket that is not AWS's own. */
        S3,
        /** An egg that is gone. */
        RETIRED
    }

    @ParameterizedTest
    @EnumSource
    void workspace_ofACase_isAsWritten(Case which) throws IOException {
        renderer.render(inputs(which), folder);

        var golden = GOLDEN.resolve(which.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        for (var file : FILES) {
            compare(golden.resolve(file), Files.readString(folder.resolve(file)));
        }
        compare(golden.resolve(WorkspaceRenderer.VARIABLES), pretty(folder.resolve(WorkspaceRenderer.VARIABLES)));
    }

    @Test
    void format_ofEveryGoldenFile_isClean() {
        var config = io.polargosling.worker.compute.ProviderMirror.writeConfig(folder.resolve("tofurc"));

        var said = ModuleWorkspace.run(GOLDEN, config, folder.resolve("cloud"), "fmt", "-check", "-recursive", "-diff");

        assertThat(said.with(0).said()).isEmpty();
    }

    @Test
    void variants_ofAWorkspace_areUnpackedAsFiles() throws IOException {
        renderer.render(inputs(Case.MIXED), folder);

        for (var variant : inputs(Case.MIXED).variants().keySet()) {
            for (var file : RootModule.files(variant)) {
                var unpacked =
                        folder.resolve("modules").resolve(variant.folder()).resolve(file);
                assertThat(unpacked)
                        .isRegularFile()
                        .hasSameTextualContentAs(Path.of("../compute-module")
                                .resolve(variant.folder())
                                .resolve(file));
                assertThat(Files.isSymbolicLink(unpacked)).isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void enrolmentToken_ofARunner_isInItsVariablesAlone(Case which) throws IOException {
        renderer.render(inputs(which), folder);

        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                boolean variables = file.endsWith(WorkspaceRenderer.VARIABLES);
                boolean fresh = which != Case.LOCAL && which != Case.RETIRED;
                assertThat(Files.readString(file).contains(CloudSamples.TOKEN.reveal()))
                        .as(file.toString())
                        .isEqualTo(variables && fresh);
            }
        }
    }

    private static void compare(Path golden, String text) throws IOException {
        if (WRITE) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, text);
        }
        assertThat(text).as(golden.toString()).isEqualTo(Files.readString(golden));
    }

    private static String pretty(Path file) throws IOException {
        var mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        return mapper.writeValueAsString(mapper.readTree(Files.readString(file))) + "\n";
    }

    static WorkspaceInputs inputs(Case which) {
        return switch (which) {
            case LOCAL ->
                WorkspaceInputs.local(
                        "1.12.6",
                        new StateBackend.LocalFile(Path.of("/data/states/web/terraform.tfstate")),
                        mirror(),
                        Map.of(RunnerId.of("abc123def456"), local()));
            case AWS_VM -> inputs(vm("web", CloudSamples.aws()));
            case AWS_SERVERLESS ->
                inputs(serverless("web", CloudSamples.withImage(CloudSamples.aws(), CloudSamples.ECR)));
            case AWS_LAMBDA ->
                inputs(serverless(
                        "_jobs/rotate",
                        CloudSamples.withIdentity(
                                CloudSamples.withImage(CloudSamples.aws(), CloudSamples.ECR), "selfjobs")));
            case YANDEX_VM -> inputs(vm("Web_2", CloudSamples.withIdentity(CloudSamples.yandex(), "runner-web")));
            case YANDEX_SERVERLESS ->
                inputs(serverless("web", CloudSamples.withImage(CloudSamples.yandex(), CloudSamples.YANDEX_IMAGE)));
            case MIXED -> inputs(mixed());
            case S3 -> inCloud(inputs(vm("web", CloudSamples.aws())));
            case RETIRED -> retired(inputs(mixed()));
        };
    }

    private static EggConfig vm(String name, Placement placement) {
        return CloudSamples.egg(name, Optional.of(RunnerKind.VM), placement);
    }

    private static EggConfig serverless(String name, Placement placement) {
        return CloudSamples.egg(name, Optional.of(RunnerKind.SERVERLESS), placement);
    }

    private static EggConfig mixed() {
        return CloudSamples.egg(
                "web",
                Optional.empty(),
                CloudSamples.withImage(CloudSamples.yandex(), CloudSamples.YANDEX_IMAGE),
                CloudSamples.withImage(CloudSamples.aws(), CloudSamples.ECR));
    }

    private static LocalInstance local() {
        return new LocalInstance(
                "web",
                "http://127.0.0.1:8080",
                new LocalInstance.Paths(
                        "/opt/gosling", "/data/runners/r", "/data/runners/r/token", "/usr/bin", "/home"),
                "");
    }

    private static ProviderMirror mirror() {
        return new ProviderMirror(Path.of("/data/mirror"), Optional.empty(), false);
    }

    /** One runner of each kind at each place, and one more of the first that exists. */
    private static WorkspaceInputs inputs(EggConfig egg) {
        var runners = new TreeMap<RunnerId, Conversion.Ready>();
        for (var placement : egg.placements()) {
            for (var kind : egg.type().map(List::of).orElse(List.of(RunnerKind.VM, RunnerKind.SERVERLESS))) {
                var id = "new%02d".formatted(runners.size()) + "0000000";
                var runner = CloudSamples.runner(id, egg, kind, placement);
                runners.put(runner.id(), CloudSamples.fresh(FACTS, runner, egg));
            }
        }
        var kind = egg.type().orElse(RunnerKind.VM);
        var old =
                CloudSamples.runner("old000000000", egg, kind, egg.placements().getFirst());
        runners.put(old.id(), CloudFleet.of(FACTS).existing(old));
        return new WorkspaceInputs(
                "1.12.6",
                new StateBackend.LocalFile(Path.of("/data/states/web/terraform.tfstate")),
                mirror(),
                Optional.of(CloudFleet.of(FACTS).shared(egg.name(), List.of(egg))),
                egg.placements().stream().anyMatch(each -> each.provider() == CloudProvider.YANDEX)
                        ? FACTS.folder()
                        : Optional.empty(),
                CloudSamples.variants(runners));
    }

    private static WorkspaceInputs inCloud(WorkspaceInputs inputs) {
        return new WorkspaceInputs(
                inputs.tofuVersion(),
                new StateBackend.S3(
                        "gosling-states",
                        "tofu-states/web/terraform.tfstate",
                        "ru-central1",
                        Optional.of(URI.create("https://storage.yandexcloud.net")),
                        Optional.of("locks")),
                new ProviderMirror(Path.of("/data/mirror"), Optional.empty(), true),
                inputs.shared(),
                inputs.folder(),
                inputs.variants());
    }

    private static WorkspaceInputs retired(WorkspaceInputs inputs) {
        var variants = new EnumMap<Variant, VariantInputs>(Variant.class);
        inputs.variants().keySet().forEach(variant -> variants.put(variant, new VariantInputs(true, Map.of())));
        return new WorkspaceInputs(
                inputs.tofuVersion(),
                inputs.state(),
                inputs.mirror(),
                Optional.of(CloudFleet.of(FACTS).shared(mixed().name(), List.of())),
                inputs.folder(),
                variants);
    }
}
