package io.polargosling.embedded;

import io.polargosling.testkit.arch.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void module_ownClasses_followTheRules() {
        ArchitectureRules.check("io.polargosling.embedded");
    }
}
