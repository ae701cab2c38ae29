package io.polargosling.nest;

import io.polargosling.domain.egg.EggName;
import io.polargosling.fly.decode.Located;
import io.polargosling.fly.decode.UglyFoxFile;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.diagnostic.DidYouMean;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** Rules between UglyFox's policy and the eggs. */
final class PolicyChecks {

    private static final String SUBJECT = "uglyfox";

    private final NestProblems problems;
    private boolean failed;

    PolicyChecks(NestProblems problems) {
        this.problems = problems;
    }

    /** Whether the policy can be used. {@code known} are the names of all eggs, broken ones included. */
    boolean check(UglyFoxFile policy, Collection<DeclaredEgg> eggs, SortedSet<EggName> known) {
        policy.conditions().stream()
                .filter(condition -> !condition.matchesAll())
                .forEach(condition -> condition.eggs().forEach(egg -> checkKnown(egg, known)));
        checkOverlap(policy.conditions(), known);
        policy.conditions().forEach(condition -> checkMinimum(condition, eggs));
        return !failed;
    }

    private void checkKnown(Located<String> egg, SortedSet<EggName> known) {
        if (!known.contains(EggName.of(egg.value()))) {
            List<String> names = known.stream().map(EggName::value).toList();
            error(Diagnostic.error(
                            "unknown-egg",
                            "Unknown egg",
                            "\"eggs_entities\" names \"" + egg.value() + "\", and the Nest has no egg of that name.",
                            egg.range())
                    .suggesting(DidYouMean.advice(egg.value(), names)));
        }
    }

    private void checkOverlap(List<UglyFoxFile.Condition> conditions, SortedSet<EggName> known) {
        Map<String, UglyFoxFile.Condition> owner = new HashMap<>();
        Optional<UglyFoxFile.Condition> all =
                conditions.stream().filter(UglyFoxFile.Condition::matchesAll).findFirst();
        for (UglyFoxFile.Condition condition : conditions) {
            for (Located<String> egg : condition.eggs()) {
                UglyFoxFile.Condition first = owner.putIfAbsent(egg.value(), condition);
                if (first != null) {
                    overlap(egg, first);
                } else if (!condition.matchesAll() && known.contains(eggName(egg))) {
                    all.ifPresent(other -> overlap(egg, other));
                }
            }
        }
    }

    private static EggName eggName(Located<String> egg) {
        return EggName.of(egg.value());
    }

    private void overlap(Located<String> egg, UglyFoxFile.Condition first) {
        error(Diagnostic.error(
                "egg-in-two-conditions",
                "Egg in two conditions",
                "\"%s\" already falls under the runners_condition \"%s\" at %s."
                        .formatted(
                                egg.value(), first.name().value(), first.name().range()),
                egg.range()));
    }

    private void checkMinimum(UglyFoxFile.Condition condition, Collection<DeclaredEgg> eggs) {
        for (DeclaredEgg egg : eggs) {
            boolean concerned = condition.matchesAll()
                    || condition.eggs().stream()
                            .anyMatch(name -> name.value().equals(egg.name().value()));
            boolean ownLimits = egg.config().options().pools().isPresent();
            int min = condition.pools().apex().min();
            int max = egg.config().runner().maxRunners();
            if (concerned && !ownLimits && min > max) {
                error(Diagnostic.error(
                        "pool-limits",
                        "Pool limits contradict",
                        "The minimum of Apex is %d, above the max_runners of egg \"%s\", which is %d."
                                .formatted(min, egg.name(), max),
                        condition.pools().range()));
            }
        }
    }

    private void error(Diagnostic diagnostic) {
        problems.add(SUBJECT, diagnostic);
        failed = true;
    }
}
