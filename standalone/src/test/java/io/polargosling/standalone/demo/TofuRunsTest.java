package io.polargosling.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TofuRunsTest {

    private static final String ADDRESS = "module.runners.terraform_data.runner[\\\"abcdefghijkl\\\"]";

    @TempDir
    private Path data;

    @Test
    void done_ofAHalfWrittenApply_isEmptyUntilTheLineIsWhole() throws IOException {
        var run = run("one");
        var line = "{\"type\":\"apply_complete\",\"hook\":{\"action\":\"create\",\"resource\":{\"addr\":\"" + ADDRESS
                + "\"}}}";
        Files.writeString(run.resolve("apply.jsonl"), "{\"type\":\"version\"}\n" + line.substring(0, 40));
        var runs = new TofuRuns(data, "builder");
        assertThat(runs.done("abcdefghijkl", "create")).isEmpty();

        Files.writeString(run.resolve("apply.jsonl"), "{\"type\":\"version\"}\n" + line + "\n");

        assertThat(runs.done("abcdefghijkl", "create")).contains(run);
        assertThat(runs.done("abcdefghijkl", "delete")).isEmpty();
        assertThat(runs.done("bbcdefghijkl", "create")).isEmpty();
    }

    @Test
    void applied_ofRunsThatOnlyPlanned_leavesThemOut() throws IOException {
        Files.writeString(run("one").resolve("plan.jsonl"), "");
        var applied = run("two");
        Files.writeString(applied.resolve("apply.jsonl"), "");

        assertThat(new TofuRuns(data, "builder").applied()).containsExactly(applied);
        assertThat(new TofuRuns(data, "other").folders()).isEmpty();
    }

    private Path run(String name) throws IOException {
        return Files.createDirectories(data.resolve("runs/builder").resolve(name));
    }
}
