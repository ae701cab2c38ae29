package io.polargosling.nest;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.source.SourceRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/** Rules that concern several eggs, or an egg and its place in the tree. */
final class EggChecks {

    private final NestProblems problems;
    private final SortedSet<EggName> broken;

    /** Names of eggs with an error are added to {@code broken}. */
    EggChecks(NestProblems problems, SortedSet<EggName> broken) {
        this.problems = problems;
        this.broken = broken;
    }

    void check(List<DeclaredEgg> eggs) {
        eggs.forEach(this::checkFolder);
        checkNames(eggs);
        checkTargets(eggs);
        checkTags(eggs);
    }

    private void checkFolder(DeclaredEgg egg) {
        if (!egg.folder().equals(egg.name().value())) {
            error(
                    egg,
                    "name-mismatch",
                    "Name differs from folder",
                    "The egg is called \"%s\" and its folder \"%s\"; both must be the same."
                            .formatted(egg.name(), egg.folder()),
                    egg.file().name().range());
            markBroken(egg.folder());
        }
    }

    private void checkNames(List<DeclaredEgg> eggs) {
        for (List<DeclaredEgg> same : groups(eggs, egg -> egg.name().value().toLowerCase(Locale.ROOT))) {
            for (DeclaredEgg egg : same) {
                DeclaredEgg other = otherThan(egg, same);
                boolean caseOnly = !egg.name().equals(other.name());
                String rule = caseOnly
                        ? "\"%s\" differs only in letter case from \"%s\", declared at %s."
                        : "\"%s\" is the name of \"%s\" too, declared at %s.";
                error(
                        egg,
                        "duplicate-name",
                        "Name declared twice",
                        rule.formatted(
                                egg.name(), other.name(), other.file().name().range()),
                        egg.file().name().range());
            }
        }
    }

    private record Target(GitLabServer server, TargetScope scope) {}

    private void checkTargets(List<DeclaredEgg> eggs) {
        for (List<DeclaredEgg> same : groups(eggs, EggChecks::target)) {
            for (DeclaredEgg egg : same) {
                DeclaredEgg other = otherThan(egg, same);
                error(
                        egg,
                        "duplicate-target",
                        "Target declared twice",
                        "%s is already the target of egg \"%s\" at %s."
                                .formatted(
                                        describe(target(egg)),
                                        other.name(),
                                        other.file().gitlab().target().range()),
                        egg.file().gitlab().target().range());
            }
        }
    }

    private static Target target(DeclaredEgg egg) {
        return new Target(egg.config().gitlab().server(), egg.config().gitlab().scope());
    }

    private static String describe(Target target) {
        return switch (target.scope()) {
            case TargetScope.Project(long id) -> "Project " + id + " of " + target.server();
            case TargetScope.Group(long id) -> "Group " + id + " of " + target.server();
        };
    }

    /** Only a group's runners are seen by projects of others, so two project eggs never compete. */
    private void checkTags(List<DeclaredEgg> eggs) {
        for (List<DeclaredEgg> same : groups(eggs, egg -> egg.config().gitlab().server())) {
            for (int i = 0; i < same.size(); i++) {
                for (int j = i + 1; j < same.size(); j++) {
                    checkTags(same.get(i), same.get(j));
                }
            }
        }
    }

    private void checkTags(DeclaredEgg first, DeclaredEgg second) {
        boolean shared = isGroup(first) || isGroup(second);
        if (!shared || target(first).equals(target(second))) {
            return;
        }
        SortedSet<String> common = new TreeSet<>(first.config().runner().jobs().tags());
        common.retainAll(second.config().runner().jobs().tags());
        boolean untagged = first.config().runner().jobs().runUntagged()
                && second.config().runner().jobs().runUntagged();
        if (!common.isEmpty() || untagged) {
            String what = common.isEmpty() ? "jobs without tags" : "the tags " + String.join(", ", common);
            problems.add(
                    second.subject(),
                    Diagnostic.warning(
                            "tag-overlap",
                            "Tags overlap",
                            "The runners of \"%s\" and \"%s\" (%s) both take %s and may take each other's jobs."
                                    .formatted(
                                            second.name(),
                                            first.name(),
                                            first.file().fleet().runner().tags().range(),
                                            what),
                            second.file().fleet().runner().tags().range()));
        }
    }

    private static boolean isGroup(DeclaredEgg egg) {
        return egg.config().gitlab().scope() instanceof TargetScope.Group;
    }

    private static <K> List<List<DeclaredEgg>> groups(List<DeclaredEgg> eggs, Function<DeclaredEgg, K> key) {
        Map<K, List<DeclaredEgg>> byKey = new HashMap<>();
        var order = new ArrayList<List<DeclaredEgg>>();
        for (DeclaredEgg egg : eggs) {
            byKey.computeIfAbsent(key.apply(egg), k -> {
                        var group = new ArrayList<DeclaredEgg>();
                        order.add(group);
                        return group;
                    })
                    .add(egg);
        }
        order.removeIf(group -> group.size() < 2);
        return Collections.unmodifiableList(order);
    }

    private static DeclaredEgg otherThan(DeclaredEgg egg, List<DeclaredEgg> same) {
        return same.getFirst().folder().equals(egg.folder()) ? same.get(1) : same.getFirst();
    }

    private void error(DeclaredEgg egg, String code, String summary, String detail, SourceRange range) {
        problems.add(egg.subject(), Diagnostic.error(code, summary, detail, range));
        broken.add(egg.name());
    }

    private void markBroken(String folder) {
        if (EggName.isValid(folder)) {
            broken.add(EggName.of(folder));
        }
    }
}
