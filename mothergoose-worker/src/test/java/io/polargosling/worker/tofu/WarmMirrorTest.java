package io.polargosling.worker.tofu;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.worker.render.ProviderMirror;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether an earlier run's init is good for a run with another mirror. */
class WarmMirrorTest {

    @TempDir
    private Path data;

    private RunBench bench;
    private Workspaces workspaces;
    private ProviderMirror mirror;

    @BeforeEach
    void open() {
        bench = new RunBench(data);
        mirror = mirror("first");
        workspaces = Assembly.parts(data, bench.host, bench.storage, bench.secrets, InstantSource.system(), _ -> mirror)
                .workspaces();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void takeOver_sameMirror_isGood() throws IOException {
        var earlier = initialised("earlier");

        assertThat(rendered("later").warm().takeOver(List.of(earlier))).isTrue();
    }

    @Test
    void takeOver_cacheWasUpdated_isNoGood() throws IOException {
        var earlier = initialised("earlier");
        mirror = mirror("second");

        var later = rendered("later");

        assertThat(later.warm().takeOver(List.of(earlier))).isFalse();
        assertThat(later.folder().resolve(".terraform.lock.hcl")).hasContent("# second");
    }

    /** As the cache's mirrors are: another lock file is another folder. */
    private ProviderMirror mirror(String name) {
        return new ProviderMirror(data.resolve(name), Optional.of("# " + name), false);
    }

    private Workspaces.Workspace rendered(String name) throws IOException {
        return workspaces.render(
                RunBench.request(Set.of(), Set.of(), Set.of()),
                OpenTofu.find(),
                Files.createDirectory(data.resolve(name)));
    }

    private Path initialised(String name) throws IOException {
        var workspace = rendered(name);
        Files.createDirectory(workspace.folder().resolve(".terraform"));
        workspace.warm().mark();
        return workspace.folder();
    }
}
