package io.polargosling.clouds;

import io.polargosling.testkit.arch.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void module_keepsTheRules() {
        ArchitectureRules.check("io.polargosling.clouds");
    }
}
