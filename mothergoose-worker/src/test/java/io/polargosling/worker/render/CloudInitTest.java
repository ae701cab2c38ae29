package io.polargosling.worker.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.Executor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudInitTest {

    @Test
    void write_aws_isTheGoldenFile() throws IOException {
        assertGolden("aws", MachineInputs.text(MachineInputs.aws()));
    }

    @Test
    void write_yandex_isTheGoldenFile() throws IOException {
        assertGolden("yandex", MachineInputs.text(MachineInputs.yandex()));
    }

    /** With {@code -Dgolden.write=true} the golden files are what is written now; look at the difference. */
    private static void assertGolden(String name, String text) throws IOException {
        var resource = "cloud-init-" + name + ".yaml";
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(Path.of("src/test/resources/golden", resource), text);
        }
        try (InputStream in = CloudInitTest.class.getResourceAsStream("/golden/" + resource)) {
            assertThat(in).as(resource).isNotNull();
            assertThat(text).isEqualTo(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void write_anyMachine_leavesRoomForItsEnvironment() {
        var bytes = MachineInputs.text(MachineInputs.with(Map.of())).getBytes(StandardCharsets.UTF_8).length;

        assertThat(bytes).isLessThan(CloudInit.MOST_BYTES - 6_000);
    }

    @Test
    void write_noAdministratorsKey_onlyTheJobsUserIsMade() {
        assertThat(names(MachineInputs.aws())).containsExactly("gitlab-runner");
        assertThat(names(MachineInputs.yandex())).containsExactly("gitlab-runner", "administrator");
    }

    private static List<String> names(CloudInitInputs inputs) {
        return MachineInputs.maps(MachineInputs.text(inputs), "users").stream()
                .map(user -> String.valueOf(user.get("name")))
                .toList();
    }

    @Test
    void write_secretUris_areLeftOut() {
        var text = MachineInputs.text(MachineInputs.with(Map.of(
                "A", "yc-lockbox://e6q/planted",
                "B", "aws-sm://planted/key",
                "C", "vault://planted/key",
                "D", "local://planted/key",
                "E", "env://PLANTED",
                "F", " VAULT://planted/key",
                "G", "https://example.org")));

        assertThat(text).doesNotContainIgnoringCase("planted").contains("G='https://example.org'");
    }

    @Test
    void write_token_isInItsOwnFileOnlyAndNotShown() {
        var text = MachineInputs.text(MachineInputs.aws());

        assertThat(text.split(MachineInputs.TOKEN, -1)).hasSize(2);
        assertThat(MachineInputs.files(text)).contains(entry("/etc/gosling/token", MachineInputs.TOKEN + "\n"));
        assertThat(CloudInit.write(MachineInputs.aws()).toString() + MachineInputs.aws())
                .doesNotContain(MachineInputs.TOKEN);
    }

    @Test
    void write_everyFileWithValues_isForItsOwnerOnly() {
        assertThat(MachineInputs.maps(MachineInputs.text(MachineInputs.aws()), "write_files"))
                .hasSize(11)
                .allSatisfy(file -> {
                    var unit = String.valueOf(file.get("path")).startsWith("/etc/systemd/");
                    assertThat(file.get("permissions")).isEqualTo(unit ? "0644" : "0600");
                });
    }

    @Test
    void write_stop_takesAsLongAsJobsMay() {
        assertThat(MachineInputs.files(MachineInputs.text(MachineInputs.aws())))
                .contains(entry("/etc/systemd/system/gosling.service.d/drain.conf", "[Service]\nTimeoutStopSec=600\n"));
    }

    @Test
    void write_hugeEnvironment_isRefusedWithItsSize() {
        assertThat(MachineInputs.refusal(MachineInputs.with(Map.of("BIG", "x".repeat(65_536)))))
                .contains("abc123def456", "65543 of them the egg's environment", "at most 16384")
                .doesNotContain("xxxx");
    }

    @Test
    void write_processOfThisHost_isRefused() {
        var local = MachineInputs.inputs(
                MachineInputs.GOSLING, Map.of(), Executor.SHELL, Optional.empty(), CloudProvider.LOCAL);

        assertThat(MachineInputs.refusal(local)).contains("expected: a machine of aws or yandex");
    }

    @ParameterizedTest
    @ValueSource(strings = {"A B", "1A", "", "A=B", "A\nB", "${A}"})
    void write_nameThatIsNone_isRefused(String name) {
        assertThat(MachineInputs.refusal(MachineInputs.with(Map.of(name, "hidden"))))
                .contains("environment variable \"" + name + "\"")
                .doesNotContain("hidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "half \uD83D of one"})
    void write_valueThatNoProcessCanHave_isRefused(String value) {
        assertThat(MachineInputs.refusal(MachineInputs.with(Map.of("A", value))))
                .contains("environment variable \"A\" holds a NUL or half a character");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA\nssh-ed25519 AAAAC3NzaC1lZDI1NTE5BBBB",
                "command=\"id\" ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA",
                "-----BEGIN OPENSSH PRIVATE KEY-----",
                ""
            })
    void write_keyThatIsNoPublicOne_isRefused(String key) {
        var inputs = MachineInputs.inputs(
                MachineInputs.GOSLING, Map.of(), Executor.SHELL, Optional.of(key), CloudProvider.AWS);

        assertThat(MachineInputs.refusal(inputs)).contains("no public SSH key");
    }
}
