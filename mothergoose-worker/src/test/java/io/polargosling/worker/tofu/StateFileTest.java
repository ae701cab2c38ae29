package io.polargosling.worker.tofu;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.host.HostProcess;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.run.TofuRun;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFileTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final String OURS = "here";
    private static final String ELSEWHERE = "elsewhere";

    @TempDir
    private Path folder;

    @Test
    void head_noState_isUnknown() {
        assertThat(state().head()).isEmpty();
    }

    @Test
    void head_encryptedState_isRead() throws IOException {
        var meta = Base64.getEncoder()
                .encodeToString("{\"external_data\":{\"key_id\":\"abc\"}}".getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                file(),
                "{\"other\":{\"serial\":\"no\"},\"serial\":7,\"lineage\":\"x\",\"meta\":{\"key_provider.external.state\":\""
                        + meta + "\"},\"encrypted_data\":\"AA");

        assertThat(state().head()).contains(new StateHead(OptionalLong.of(7), Optional.of("abc")));
    }

    @Test
    void head_keyHasNoId_isUnknown() throws IOException {
        Files.writeString(file(), "{\"serial\":7,\"meta\":{\"key_provider.external.state\":\"e30=\"},\"a\":1}");

        assertThat(state().head()).contains(new StateHead(OptionalLong.of(7), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {OURS, ELSEWHERE})
    void unlockAfter_lockOfTheRun_isRemoved(String host) throws IOException {
        var note = note(START.plusSeconds(3), host);

        state().unlockAfter(run(Optional.of(host)));

        assertThat(note).doesNotExist();
    }

    @Test
    void unlockAfter_recordWithoutAName_isTakenForThisHosts() throws IOException {
        var note = note(START.plusSeconds(3), HostProcess.thisHostName().orElseThrow());

        state().unlockAfter(run(Optional.empty()));

        assertThat(note).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(longs = {-60, 3600})
    void unlockAfter_lockMadeOutsideOfTheRun_stays(long secondsAfterItsStart) throws IOException {
        var note = note(START.plusSeconds(secondsAfterItsStart), OURS);

        state().unlockAfter(run(Optional.of(OURS)));

        assertThat(note).exists();
    }

    @Test
    void unlockAfter_lockOfAnotherHost_stays() throws IOException {
        var note = note(START.plusSeconds(3), ELSEWHERE);

        state().unlockAfter(run(Optional.of(OURS)));

        assertThat(note).exists();
    }

    @Test
    void unlockAfter_stateIsHeld_stays() throws IOException {
        Files.writeString(file(), "{}");
        var note = note(START.plusSeconds(3), OURS);
        try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            var lock = channel.lock();

            state().unlockAfter(run(Optional.of(OURS)));

            assertThat(lock.isValid()).isTrue();
        }
        assertThat(note).exists();
    }

    private StateFile state() {
        return new StateFile(file());
    }

    private Path file() {
        return folder.resolve("terraform.tfstate");
    }

    private Path note(Instant created, String host) throws IOException {
        return Files.writeString(
                folder.resolve(".terraform.tfstate.lock.info"),
                "{\"ID\":\"b0a1\",\"Operation\":\"OperationTypeApply\",\"Who\":\"root@" + host + "\",\"Created\":\""
                        + created + "\"}");
    }

    private static TofuRun run(Optional<String> hostName) {
        var step = new TofuRun.Step(
                TofuPhase.APPLY, OptionalLong.empty(), OptionalLong.empty(), START.plus(Duration.ofMinutes(13)));
        return new TofuRun(
                EggName.of("web"),
                UUID.randomUUID(),
                1,
                HostProcess.thisHost(),
                hostName,
                step,
                Optional.empty(),
                START);
    }
}
