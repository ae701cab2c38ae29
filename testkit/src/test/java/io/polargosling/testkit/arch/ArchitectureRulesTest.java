package io.polargosling.testkit.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureRulesTest {

    private static final String FIXTURE = "io.polargosling.testkit.arch.fixture";

    private static void finds(ArchRule rule, String folder, String... culprits) {
        var planted = new ClassFileImporter().importPackages(FIXTURE + "." + folder);
        var report = rule.evaluate(planted).getFailureReport().getDetails();
        assertThat(report).isNotEmpty();
        assertThat(String.join("\n", report)).contains(culprits);
    }

    @Test
    void check_domain_holds() {
        ArchitectureRules.check("io.polargosling.domain");
    }

    @Test
    void check_fly_holds() {
        ArchitectureRules.check("io.polargosling.fly");
    }

    @Test
    void check_noSuchPackage_fails() {
        assertThatThrownBy(() -> ArchitectureRules.check("io.polargosling.nowhere"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void check_plantedClasses_fails() {
        var planted = new ClassFileImporter().importPackages(FIXTURE + ".bad");

        assertThatThrownBy(() -> ArchitectureRules.check(planted, FIXTURE + ".bad"))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void rules_everyModule_haveThoseThatConcernIt() {
        assertThat(ArchitectureRules.rules("io.polargosling.domain")).hasSize(7);
        assertThat(ArchitectureRules.rules("io.polargosling.embedded")).hasSize(7);
        assertThat(ArchitectureRules.rules("io.polargosling.settings")).hasSize(7);
        assertThat(ArchitectureRules.rules("io.polargosling.storage")).hasSize(6);
        assertThat(ArchitectureRules.rules("io.polargosling.queue")).hasSize(7);
        assertThat(ArchitectureRules.rules("io.polargosling.worker")).hasSize(6);
        assertThat(ArchitectureRules.rules("io.polargosling.standalone")).hasSize(5);
    }

    @Test
    void noSql_plantedUse_isFound() {
        finds(ArchitectureRules.noSql(), "bad", "SqlUser");
    }

    @Test
    void onlyTheLanguage_plantedLibrary_isFound() {
        finds(ArchitectureRules.onlyTheLanguage(FIXTURE), "bad", "FrameworkUser");
    }

    @Test
    void noCycles_plantedCircle_isFound() {
        finds(ArchitectureRules.noCycles(FIXTURE + ".cycle"), "cycle", "Left", "Right");
    }

    @Test
    void noVagueNames_plantedNames_areFound() {
        finds(ArchitectureRules.noVagueNames(), "bad", "RunnerManager", "helper.Thing");
    }

    @Test
    void packagesAreNullMarked_plantedBarePackage_isFound() {
        finds(ArchitectureRules.packagesAreNullMarked(), "unmarked", "Bare");
    }

    @Test
    void noOtherOf_plantedUseOfAnotherModule_isFound() {
        finds(ArchitectureRules.noOtherOf(List.of("domain"), "io.polargosling.worker"), "bad", "ModuleUser");
    }

    @Test
    void fieldInjection_plantedField_isFound() {
        var condition = new BeAnnotatedWithOneOf("jakarta.inject.Inject|org.junit.jupiter.api.io.TempDir");

        finds(ArchRuleDefinition.noFields().should(condition), "bad", "Injected.folder");
    }
}
