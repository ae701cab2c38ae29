package io.polargosling.uglyfox.evaluate;

import io.polargosling.domain.policy.Condition;
import io.polargosling.domain.policy.Facts;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.policy.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules of a policy with their conditions read; one that cannot be read is left out, and named. */
final class RuleBook {

    private final List<Rule> rules;
    private final List<String> unreadable;

    /** A rule that can be evaluated. */
    record Rule(String name, Condition condition, PruningPolicy.Action action) {}

    private RuleBook(List<Rule> rules, List<String> unreadable) {
        this.rules = rules;
        this.unreadable = unreadable;
    }

    static RuleBook of(PruningPolicy policy) {
        var rules = new ArrayList<Rule>();
        var unreadable = new ArrayList<String>();
        for (var rule : policy.rules()) {
            switch (Condition.parse(rule.condition())) {
                case Condition.Parsed.Valid valid -> rules.add(new Rule(rule.name(), valid.condition(), rule.action()));
                case Condition.Parsed.Malformed bad ->
                    unreadable.add("rule-skipped: rule \"" + rule.name() + "\": " + bad.message() + " (at character "
                            + (bad.offset() + 1) + " of \"" + rule.condition() + "\")");
            }
        }
        return new RuleBook(rules, unreadable);
    }

    /** One line for each rule that is left out. */
    List<String> unreadable() {
        return unreadable;
    }

    /** The first rule, in the order of the file, whose condition is true. */
    Optional<Rule> firstTrue(Facts facts) {
        return rules.stream()
                .filter(rule -> rule.condition().evaluate(facts) == Truth.TRUE)
                .findFirst();
    }
}
