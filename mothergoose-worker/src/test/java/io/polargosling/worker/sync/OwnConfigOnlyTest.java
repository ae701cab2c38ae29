package io.polargosling.worker.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnConfigOnlyTest {

    @TempDir
    private Path folder;

    @Test
    void install_afterwards_noConfigurationHasAFile() throws Exception {
        try (var nest = new BareNest(folder)) {
            nest.egg("web", 1).commit();
            var reader = SystemReader.getInstance();

            for (var config : new FileBasedConfig[] {
                (FileBasedConfig) reader.getUserConfig(),
                (FileBasedConfig) reader.getJGitConfig(),
                (FileBasedConfig) reader.getSystemConfig()
            }) {
                config.setString("a", null, "b", "c");
                config.save();
                assertThat(config.getFile()).isNull();
            }
        }
    }
}
