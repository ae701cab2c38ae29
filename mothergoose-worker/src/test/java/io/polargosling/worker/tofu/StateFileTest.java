package io.polargosling.worker.tofu;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.host.HostProcess;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.run.TofuRun;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFileTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void serial_noState_isUnknown() {
        assertThat(state().serial()).isEmpty();
    }

    @Test
    void serial_encryptedState_isRead() throws IOException {
        Files.writeString(
                file(), "{\"meta\":{\"serial\":\"no\"},\"serial\":7,\"lineage\":\"x\",\"encrypted_data\":\"AA\"}");

        assertThat(state().serial()).hasValue(7);
    }

    @Test
    void unlockAfter_lockOfTheRun_isRemoved() throws IOException {
        var note = note(START.plusSeconds(3), StateFile.hostName());

        state().unlockAfter(run());

        assertThat(note).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(longs = {-60, 3600})
    void unlockAfter_lockMadeOutsideOfTheRun_stays(long secondsAfterItsStart) throws IOException {
        var note = note(START.plusSeconds(secondsAfterItsStart), StateFile.hostName());

        state().unlockAfter(run());

        assertThat(note).exists();
    }

    @Test
    void unlockAfter_lockOfAnotherHost_stays() throws IOException {
        var note = note(START.plusSeconds(3), "elsewhere");

        state().unlockAfter(run());

        assertThat(note).exists();
    }

    @Test
    void unlockAfter_stateIsHeld_stays() throws IOException {
        Files.writeString(file(), "{}");
        var note = note(START.plusSeconds(3), StateFile.hostName());
        try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            var lock = channel.lock();

            state().unlockAfter(run());

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

    private static TofuRun run() {
        var step = new TofuRun.Step(
                TofuPhase.APPLY, OptionalLong.empty(), OptionalLong.empty(), START.plus(Duration.ofMinutes(13)));
        return new TofuRun(
                EggName.of("web"), UUID.randomUUID(), 1, HostProcess.thisHost(), step, Optional.empty(), START);
    }
}
