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
    private static final int MOST_ADVICE = 50;

    private final NestProblems problems;
    private final Map<EggName, Declared> byName = new HashMap<>();
    private boolean failed;
    private int advised;

    PolicyChecks(NestProblems problems) {
        this.problems = problems;
    }

    /** Whether the policy can be used. {@code known} are the names of all eggs, broken ones included. */
    boolean check(UglyFoxFile policy, Collection<Declared> eggs, SortedSet<EggName> known) {
        eggs.forEach(egg -> byName.put(egg.name(), egg));
        policy.conditions().stream()
                .filter(condition -> !condition.matchesAll())
                .forEach(condition -> condition.eggs().forEach(egg -> checkKnown(egg, known)));
        checkOverlap(policy.conditions(), known);
        policy.conditions().forEach(condition -> checkMinimum(condition, eggs));
        return !failed;
    }

    private void checkKnown(Located<String> egg, SortedSet<EggName> known) {
        if (!known.contains(EggName.of(egg.value()))) {
            error(Diagnostic.error(
                            "unknown-egg",
                            "Unknown egg",
                            "\"eggs_entities\" names \"" + egg.shown()
                                    + "\", and the Nest has no egg or bucket of that name.",
                            egg.range())
                    .suggesting(advice(egg, known)));
        }
    }

    /** Comparing with all names takes its time, and nobody reads more of these. */
    private Optional<String> advice(Located<String> egg, SortedSet<EggName> known) {
        if (egg.sensitive() || ++advised > MOST_ADVICE) {
            return Optional.empty();
        }
        return DidYouMean.advice(egg.value(), known.stream().map(EggName::value).toList());
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
                                egg.shown(), first.name().value(), first.name().range()),
                egg.range()));
    }

    private void checkMinimum(UglyFoxFile.Condition condition, Collection<Declared> eggs) {
        if (condition.matchesAll()) {
            eggs.forEach(egg -> checkMinimum(condition, egg));
            return;
        }
        for (Located<String> name : condition.eggs()) {
            Optional.ofNullable(byName.get(eggName(name))).ifPresent(egg -> checkMinimum(condition, egg));
        }
    }

    private void checkMinimum(UglyFoxFile.Condition condition, Declared egg) {
        boolean ownLimits = egg.entry().options().pools().isPresent();
        int min = condition.pools().apex().min();
        int max = egg.entry().runner().maxRunners();
        if (!ownLimits && min > max) {
            error(Diagnostic.error(
                    "pool-limits",
                    "Pool limits contradict",
                    "The minimum of Apex is %d, above the max_runners of egg \"%s\", which is %d."
                            .formatted(min, egg.name(), max),
                    condition.pools().range()));
        }
    }

    private void error(Diagnostic diagnostic) {
        problems.add(SUBJECT, diagnostic);
        failed = true;
    }
}
