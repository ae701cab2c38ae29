package io.polargosling.worker.tofu;

import static io.polargosling.worker.tofu.RunBench.A;
import static io.polargosling.worker.tofu.RunBench.B;
import static io.polargosling.worker.tofu.RunBench.EGG;
import static io.polargosling.worker.tofu.RunBench.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.secret.SecretValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateKeyTest {

    private static final SecretValue SECOND = key(2);
    private static final SecretValue THIRD = key(3);

    @TempDir
    private Path data;

    private RunBench bench;

    @BeforeEach
    void open() {
        bench = new RunBench(data);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void keys_none_makesOneAndListsIt() {
        var keys = bench.keys();

        assertThat(keys.all()).containsExactly(keys.current());
        assertThat(bench.secrets.find(StateKey.ALL)).contains(keys.current());
        assertThat(bench.keys()).isEqualTo(keys);
    }

    @Test
    void keys_anotherIsWritten_isCurrentAndTheFormerStays() {
        var first = bench.keys().current();

        bench.secrets.write(StateKey.CURRENT, SECOND);
        bench.keys();
        bench.secrets.write(StateKey.CURRENT, THIRD);

        assertThat(bench.keys()).isEqualTo(new StateKeys(THIRD, java.util.List.of(THIRD, SECOND, first)));
    }

    @Test
    void keys_somethingElseIsWritten_isRefusedWithoutShowingIt() {
        bench.secrets.write(StateKey.CURRENT, SecretValue.of("c2VjcmV0"));

        assertThatThrownBy(bench::keys)
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("openssl rand -base64 32")
                .hasMessageNotContaining("c2VjcmV0");
    }

    @Test
    void run_keyIsRotated_readsWithTheOldAndWritesWithTheNew() {
        bench.make(A);
        var first = bench.keys().currentId();
        assertThat(usedKey()).contains(first);
        bench.secrets.write(StateKey.CURRENT, SECOND);

        assertThat(bench.run(request(Set.of(A), Set.of(A), Set.of()))).isInstanceOf(TofuResult.NoChange.class);
        assertThat(usedKey()).contains(first);
        assertThat(bench.tofu.isOfEarlierKey(EGG)).isTrue();
        assertThat(bench.run(request(Set.of(A, B), Set.of(A, B), Set.of()))).isInstanceOf(TofuResult.Applied.class);
        assertThat(usedKey()).contains(bench.keys().currentId()).isNotEqualTo(Optional.of(first));

        assertThat(bench.tofu.isOfEarlierKey(EGG)).isFalse();
        bench.secrets.write(StateKey.ALL, SecretValue.of("none"));
        assertThat(bench.run(request(Set.of(A, B), Set.of(A, B), Set.of()))).isInstanceOf(TofuResult.NoChange.class);
        assertThat(bench.keys().all()).containsExactly(SECOND);
    }

    @Test
    void run_keyIsForgottenTooEarly_failsAndSaysWhichIsMissing() {
        bench.make(A);
        var first = bench.keys().currentId();
        bench.secrets.write(StateKey.CURRENT, SECOND);
        bench.secrets.write(StateKey.ALL, SecretValue.of("none"));

        var result = bench.run(request(Set.of(A), Set.of(A), Set.of()));

        assertThat(result)
                .isInstanceOfSatisfying(
                        TofuResult.Failed.class,
                        failed -> assertThat(failed.failure().message()).contains("not known here", first));
        assertThat(bench.inventory.list()).hasSize(1);
    }

    @Test
    void keyProvider_stateIsOlderThanIds_isReadWithTheEarliest() throws Exception {
        var answer = provider("{\"external_data\":{}}", "second first");

        assertThat(answer).contains("\"encryption_key\":\"second\"", "\"decryption_key\":\"first\"", "\"key_id\":\"");
    }

    @Test
    void keyProvider_onlyTheKeyIsGiven_isEnough() throws Exception {
        assertThat(provider("null", ""))
                .contains("\"encryption_key\":\"second\"")
                .doesNotContain("decryption_key");
        assertThat(provider("{\"external_data\":{}}", "")).contains("\"decryption_key\":\"second\"");
    }

    private static String provider(String meta, String all) throws Exception {
        var builder = new ProcessBuilder("sh", "-c", script());
        builder.environment().put("GOSLING_STATE_KEY", "second");
        builder.environment().put("GOSLING_STATE_KEYS", all);
        var process = builder.redirectErrorStream(true).start();
        try (var out = process.getOutputStream()) {
            out.write((meta + "\n").getBytes(StandardCharsets.UTF_8));
        }
        var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(answer).isZero();
        return answer;
    }

    private static String script() throws IOException {
        try (InputStream in = StateKey.class.getResourceAsStream("/templates/state_key.sh")) {
            return new String(java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Optional<String> usedKey() {
        return bench.parts.states().head(EGG).flatMap(StateHead::key);
    }

    private static SecretValue key(int filler) {
        var bytes = new byte[32];
        java.util.Arrays.fill(bytes, (byte) filler);
        return SecretValue.of(Base64.getEncoder().encodeToString(bytes));
    }
}
