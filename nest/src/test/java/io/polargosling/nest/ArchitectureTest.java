package io.polargosling.nest;

import io.polargosling.testkit.arch.ArchitectureRules;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The language is held to the rules here, since its own module knows no other, not even for tests. */
class ArchitectureTest {

    @ParameterizedTest
    @ValueSource(strings = {"io.polargosling.nest", "io.polargosling.fly"})
    void module_keepsTheRulesOfStructure(String rootPackage) {
        ArchitectureRules.check(rootPackage);
    }
}
