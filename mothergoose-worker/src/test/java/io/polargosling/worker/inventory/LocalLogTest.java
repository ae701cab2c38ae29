package io.polargosling.worker.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.token.TokenHash;
import io.polargosling.testkit.gen.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalLogTest {

    private static final Runner RUNNER =
            Samples.runner(EggName.of("web"), RunnerId.of("aaaaaaaaaaaa"), Pool.APEX, Samples.NOW);

    @TempDir
    private Path data;

    @Test
    void logTail_noLog_isEmpty() {
        assertThat(host().logTail(RUNNER)).isEmpty();
    }

    @Test
    void logTail_longLog_isItsLastTwentyLines() throws IOException {
        write(IntStream.range(0, 5_000).mapToObj(i -> "line " + i).collect(Collectors.joining("\n")));

        assertThat(host().logTail(RUNNER).orElseThrow().lines())
                .hasSize(20)
                .startsWith("line 4980")
                .endsWith("line 4999");
    }

    @Test
    void logTail_oneEndlessLine_isCut() throws IOException {
        write("x y".repeat(100_000));

        assertThat(host().logTail(RUNNER).orElseThrow()).hasSizeLessThanOrEqualTo(2_000);
    }

    @Test
    void logTail_tokensInIt_areMasked() throws IOException {
        var own = TokenHash.newToken();
        write("using " + own + "\nagent says glrt-AbCdEfGhIjKlMnOpQrSt denied, glpat-12345678901234567890 too");

        assertThat(host().logTail(RUNNER).orElseThrow())
                .doesNotContain(own, "AbCdEfGh", "1234567890")
                .contains("agent says", "denied");
    }

    private void write(String text) throws IOException {
        var folder = Files.createDirectories(
                data.resolve("runners").resolve(RUNNER.id().value()));
        Files.writeString(folder.resolve("gosling.log"), text);
    }

    private LocalHost host() {
        return new LocalHost(data, "http://127.0.0.1:1", "", Map.of());
    }
}
