package io.polargosling.testkit.arch;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rules of structure. Each is one value, so that a test can show that it can fail. */
public final class ArchitectureRules {

    private static final String ROOT = "io.polargosling.";
    private static final List<String> PROGRAMS = List.of("api", "worker", "uglyfox", "cli", "simulator");
    private static final List<String> ADAPTERS = List.of("storage", "queue", "secrets", "gitlab", "clouds");
    private static final List<String> LIBRARIES = List.of("settings", "embedded");
    private static final String INJECTION =
            "org.springframework.beans.factory.annotation.Autowired|jakarta.inject.Inject|jakarta.annotation.Resource";

    private ArchitectureRules() {}

    /**
     * Holds the module's own classes, tests left out, to every rule that concerns them.
     *
     * @param rootPackage of the module, such as {@code io.polargosling.storage}
     * @throws AssertionError when a rule is broken, or when there is no such package
     */
    public static void check(String rootPackage) {
        var own = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(rootPackage);
        if (own.isEmpty()) {
            throw new AssertionError("package " + rootPackage + " has no classes (expected: the module's own)");
        }
        check(own, rootPackage);
    }

    /** As {@link #check(String)}, for classes already read. */
    static void check(JavaClasses own, String rootPackage) {
        for (var rule : rules(rootPackage)) {
            rule.allowEmptyShould(true).check(own);
        }
    }

    /** Every rule for a module with this root package. */
    static List<ArchRule> rules(String rootPackage) {
        var rules = new ArrayList<>(
                List.of(noCycles(rootPackage), noVagueNames(), noFieldInjection(), packagesAreNullMarked()));
        if (rootPackage.equals(ROOT + "domain") || rootPackage.equals(ROOT + "fly")) {
            rules.add(onlyTheLanguage(rootPackage));
        }
        if (!rootPackage.equals(ROOT + "storage")) {
            rules.add(noSql());
        }
        if (!rootPackage.equals(ROOT + "standalone")) {
            rules.add(noOtherOf(PROGRAMS, rootPackage));
        }
        if (Stream.concat(ADAPTERS.stream(), LIBRARIES.stream())
                .anyMatch(module -> rootPackage.equals(ROOT + module))) {
            rules.add(noOtherOf(ADAPTERS, rootPackage));
        }
        return List.copyOf(rules);
    }

    /** Nothing but the JDK, the null annotations and the module itself. */
    static ArchRule onlyTheLanguage(String rootPackage) {
        return classes()
                .should()
                .onlyDependOnClassesThat(resideInAPackage("java..")
                        .or(resideInAPackage("org.jspecify.."))
                        .or(resideInAPackage(rootPackage + "..")))
                .because("the core outlives every framework");
    }

    /**
     * Packages below the root form no circle. Ids are left out, being words that anyone may use, and so is the one
     * interface that lists all stores.
     */
    static ArchRule noCycles(String rootPackage) {
        return slices().matching(rootPackage + ".(*)..")
                .should()
                .beFreeOfCycles()
                .ignoreDependency(simpleName("Storage"), alwaysTrue())
                .ignoreDependency(alwaysTrue(), simpleName("RunnerId"));
    }

    /** Only {@code storage} speaks SQL. */
    static ArchRule noSql() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..")
                .because("only the storage module speaks SQL");
    }

    /** None of {@code modules} but the own one; a module is named by its package below the root. */
    static ArchRule noOtherOf(List<String> modules, String rootPackage) {
        var others = modules.stream()
                .map(module -> ROOT + module)
                .filter(root -> !root.equals(rootPackage))
                .map(root -> root + "..")
                .toArray(String[]::new);
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because("programs and adapters stand alone, libraries know neither; only standalone assembles them");
    }

    /** No name that says nothing. */
    static ArchRule noVagueNames() {
        return noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..", "..helper..", "..helpers..")
                .orShould()
                .haveNameMatching(".*(Util|Utils|Common|Impl|Helper|Helpers|Manager)")
                .because("a name says what a thing does");
    }

    /** Everything a class needs comes through its constructor. */
    static ArchRule noFieldInjection() {
        return noFields()
                .should(new BeAnnotatedWithOneOf(INJECTION))
                .because("what a class needs is seen in its constructor");
    }

    /** Every package says on its own that nothing in it is null unless marked. */
    static ArchRule packagesAreNullMarked() {
        return classes().should(new LiveInNullMarkedPackage());
    }
}
