package io.polargosling.domain.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotChangeTest {

    @Test
    void between_sameSlots_isEmpty() {
        var held = List.of(Pool.APEX, Pool.NADIR);

        assertThat(SlotChange.between(held, held.reversed()).isEmpty()).isTrue();
        assertThat(SlotChange.between(List.of(), List.of()).all()).isZero();
    }

    @Test
    void between_oneGoesDownAndOneIsMade_countsWhatIsLeftOver() {
        var change = SlotChange.between(List.of(Pool.APEX, Pool.APEX), List.of(Pool.APEX, Pool.NADIR, Pool.SERVERLESS));

        assertThat(change.pools()).isEqualTo(Map.of(Pool.APEX, -1, Pool.NADIR, 1, Pool.SERVERLESS, 1));
        assertThat(change.of(Pool.JOB)).isZero();
        assertThat(change.all()).as("Apex and serverless together").isZero();
    }

    @Test
    void all_jobsAndNadir_doNotCount() {
        assertThat(SlotChange.taking(Pool.NADIR, 3).all()).isZero();
        assertThat(SlotChange.taking(Pool.JOB, 3).all()).isZero();
        assertThat(SlotChange.taking(Pool.SERVERLESS, 3).all()).isEqualTo(3);
    }
}
