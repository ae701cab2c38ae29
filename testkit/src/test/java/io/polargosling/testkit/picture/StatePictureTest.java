package io.polargosling.testkit.picture;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.runner.RunnerState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StatePictureTest {

    @Test
    void picture_inTheDocumentation_isTheOneOfTheData() throws IOException {
        var drawn = Files.readString(Path.of("../docs/states.svg"));

        assertThat(drawn)
                .as("docs/states.svg is stale: run StatePicture with that file as its argument (see README)")
                .isEqualTo(StatePicture.svg());
    }

    @Test
    void picture_everyState_isInIt() {
        for (var state : RunnerState.values()) {
            assertThat(StatePicture.svg()).contains(">" + state.word() + "</text>");
        }
        for (var status : PlanStatus.values()) {
            assertThat(StatePicture.svg()).contains(">" + status.word() + "</text>");
        }
    }
}
