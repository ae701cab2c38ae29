package io.polargosling.worker.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The variants' own tests, which need no cloud but a plug-in that serves the schemas. */
@Execution(ExecutionMode.CONCURRENT)
class ComputeModuleTest {

    private static final Path MODULES = Path.of("../compute-module");

    @TempDir
    private Path folder;

    @AfterEach
    void unlink() {
        ModuleWorkspace.unlink(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws-vm", "aws-serverless", "aws-lambda", "yandex-vm", "yandex-serverless"})
    void ownTests_ofAVariant_pass(String variant) {
        var module = folder.resolve("module");
        ModuleWorkspace.copy(variant, module);
        tofu(module, "init", "-input=false", "-no-color");
        tofu(module, "validate", "-no-color");

        var said = tofu(module, "test", "-no-color", "-var-file=sample.tfvars.json");

        assertThat(said).contains(" passed, 0 failed.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws-vm", "aws-serverless", "aws-lambda", "yandex-vm", "yandex-serverless", "local"})
    void contract_ofAVariant_isTheOneOfAll(String variant) throws Exception {
        assertThat(Files.isSameFile(MODULES.resolve(variant).resolve("contract.tf"), MODULES.resolve("contract.tf")))
                .isTrue();
    }

    @Test
    void format_ofAllModules_isClean() {
        var said = tofu(MODULES, "fmt", "-check", "-recursive", "-diff");

        assertThat(said).isEmpty();
    }

    private String tofu(Path in, String... arguments) {
        var config = ProviderMirror.writeConfig(folder.resolve("tofurc"));
        return ModuleWorkspace.run(in, config, folder.resolve("cloud"), arguments)
                .with(0)
                .said();
    }
}
