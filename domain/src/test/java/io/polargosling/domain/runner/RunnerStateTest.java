package io.polargosling.domain.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RunnerStateTest {

    @ParameterizedTest
    @CsvSource({
        "provisioning, active failed terminating",
        "active,       idle busy draining failed",
        "idle,         active busy draining demoting failed",
        "busy,         idle failed",
        "draining,     idle busy failed terminating",
        "demoting,     idle busy dormant failed",
        "dormant,      promoting failed terminating",
        "promoting,    active failed",
        "failed,       terminating",
        "terminating,  terminated",
        "terminated,   ''"
    })
    void mayBecome_eachState_allowsExactlyTheTable(String from, String allowed) {
        var state = RunnerState.of(from);
        var found = new ArrayList<String>();
        for (var next : RunnerState.values()) {
            if (next != state && state.mayBecome(next)) {
                found.add(next.word());
            }
        }
        assertThat(String.join(" ", found)).isEqualTo(allowed);
    }

    @ParameterizedTest
    @EnumSource
    void mayBecome_itself_isLegal(RunnerState state) {
        assertThat(state.mayBecome(state)).isTrue();
        assertThat(RunnerState.of(state.word())).isEqualTo(state);
    }

    @ParameterizedTest
    @EnumSource
    void wantsMachine_afterAnEnding_neverComesBack(RunnerState state) {
        for (var next : RunnerState.values()) {
            if (!state.wantsMachine() && state.mayBecome(next)) {
                assertThat(next.wantsMachine()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "provisioning, provisioning",
        "promoting,    provisioning",
        "active,       active",
        "idle,         idle",
        "draining,     idle",
        "demoting,     idle",
        "dormant,      idle",
        "busy,         busy",
        "failed,       failed",
        "terminating,  terminated",
        "terminated,   terminated"
    })
    void coarse_eachState_isOneOfTheFormerModel(String state, String coarse) {
        assertThat(RunnerState.of(state).coarse()).isEqualTo(coarse);
    }
}
