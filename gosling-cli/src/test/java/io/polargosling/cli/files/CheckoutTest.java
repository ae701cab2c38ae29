package io.polargosling.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckoutTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @TempDir
    private Path folder = Path.of("");

    private void file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolve("..").normalize());
        Files.writeString(file, text);
    }

    @Test
    void workTree_elsewhere_hasTheCommitOfItsBranch() throws IOException {
        file("tree/.git", "gitdir: ../main/.git/worktrees/tree\n");
        file("main/.git/worktrees/tree/HEAD", "ref: refs/heads/side\n");
        file("main/.git/worktrees/tree/commondir", "../..\n");
        file("main/.git/refs/heads/side", COMMIT + "\n");
        assertThat(Checkout.of(folder.resolve("tree"))).isEqualTo(new Checkout("tree", COMMIT));
    }

    @Test
    void folder_thatGitDoesNotKnow_hasNoCommit() throws IOException {
        assertThat(Checkout.of(folder).commit()).isEmpty();
        file(".git/HEAD", "ref: ../../outside\n");
        file("outside", COMMIT + "\n");
        assertThat(Checkout.of(folder).commit()).isEmpty();
        file(".git/HEAD", "rubbish");
        assertThat(Checkout.of(folder).commit()).isEmpty();
    }
}
