package io.polargosling.worker.tofu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmWorkspaceTest {

    private static final String NEEDED = "1.12.6\nbackend";

    @TempDir
    private Path folders;

    @Test
    void takeOver_sameNeeds_movesTheWorkAndTheLock() throws IOException {
        var old = initialised("old", NEEDED);
        var fresh = Files.createDirectory(folders.resolve("fresh"));

        assertThat(new WarmWorkspace(fresh, NEEDED).takeOver(List.of(fresh, old)))
                .isTrue();

        assertThat(fresh.resolve(".terraform/modules/modules.json")).hasContent("{}");
        assertThat(fresh.resolve(".terraform.lock.hcl")).hasContent("locked");
        assertThat(old.resolve(".terraform")).doesNotExist();
    }

    @Test
    void takeOver_otherNeeds_leavesItAlone() throws IOException {
        var old = initialised("old", NEEDED);
        var fresh = Files.createDirectory(folders.resolve("fresh"));

        assertThat(new WarmWorkspace(fresh, "1.12.7\nbackend").takeOver(List.of(old)))
                .isFalse();

        assertThat(old.resolve(".terraform")).exists();
        assertThat(fresh).isEmptyDirectory();
    }

    @Test
    void takeOver_initWasCutShort_leavesItAlone() throws IOException {
        var old = Files.createDirectory(folders.resolve("old"));
        Files.createDirectories(old.resolve(".terraform/modules"));
        var fresh = Files.createDirectory(folders.resolve("fresh"));

        assertThat(new WarmWorkspace(fresh, NEEDED).takeOver(List.of(old))).isFalse();
    }

    @Test
    void takeOver_lockWasChangedAfterwards_leavesItAlone() throws IOException {
        var old = initialised("old", NEEDED);
        Files.writeString(old.resolve(".terraform.lock.hcl"), "other");
        var fresh = Files.createDirectory(folders.resolve("fresh"));

        assertThat(new WarmWorkspace(fresh, NEEDED).takeOver(List.of(old))).isFalse();
    }

    @Test
    void takeOver_takerDiedBetweenLockAndWork_nextOneTakesIt() throws IOException {
        var old = initialised("old", NEEDED);
        var dead = Files.createDirectory(folders.resolve("dead"));
        Files.copy(old.resolve(".terraform.lock.hcl"), dead.resolve(".terraform.lock.hcl"));
        var fresh = Files.createDirectory(folders.resolve("fresh"));

        assertThat(new WarmWorkspace(fresh, NEEDED).takeOver(List.of(dead, old)))
                .isTrue();
    }

    @Test
    void copy_sameNeeds_leavesTheOtherAsItWas() throws IOException {
        var old = initialised("old", NEEDED);
        var fresh = Files.createDirectory(folders.resolve("fresh"));

        assertThat(new WarmWorkspace(fresh, NEEDED).copy(List.of(old))).isTrue();
        Files.writeString(fresh.resolve(".terraform/modules/modules.json"), "changed");

        assertThat(old.resolve(".terraform/modules/modules.json")).hasContent("{}");
        assertThat(fresh.resolve(".terraform/providers/p/1/bin")).hasContent("program");
        assertThat(new WarmWorkspace(Files.createDirectory(folders.resolve("next")), NEEDED).takeOver(List.of(old)))
                .isTrue();
    }

    private Path initialised(String name, String needed) throws IOException {
        var folder = folders.resolve(name);
        Files.createDirectories(folder.resolve(".terraform/modules"));
        Files.createDirectories(folder.resolve(".terraform/providers/p/1"));
        Files.writeString(folder.resolve(".terraform/modules/modules.json"), "{}");
        Files.writeString(folder.resolve(".terraform/providers/p/1/bin"), "program");
        Files.writeString(folder.resolve(".terraform.lock.hcl"), "locked");
        new WarmWorkspace(folder, needed).mark();
        return folder;
    }
}
