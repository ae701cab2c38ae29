package io.polargosling.cli;

import io.polargosling.testkit.arch.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void cli_rulesOfStructure_hold() {
        ArchitectureRules.check("io.polargosling.cli");
    }
}
