package io.polargosling.standalone;

import io.polargosling.testkit.arch.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void rules_ofStructure_hold() {
        ArchitectureRules.check("io.polargosling.standalone");
    }
}
