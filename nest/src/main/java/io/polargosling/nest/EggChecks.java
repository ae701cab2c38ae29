package io.polargosling.nest;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.fly.decode.Located;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.source.SourceRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/** Rules that concern several eggs or buckets, or one and its place in the tree. */
final class EggChecks {

    private final NestProblems problems;
    private final SortedSet<EggName> broken;

    /** Names of those with an error are added to {@code broken}. */
    EggChecks(NestProblems problems, SortedSet<EggName> broken) {
        this.problems = problems;
        this.broken = broken;
    }

    void check(List<Declared> eggs) {
        eggs.forEach(this::checkFolder);
        checkNames(eggs);
        checkTargets(eggs);
    }

    private void checkFolder(Declared egg) {
        if (!egg.folder().equals(egg.name().value())) {
            error(
                    egg,
                    "name-mismatch",
                    "Name differs from folder",
                    "The egg is called \"%s\" and its folder \"%s\"; both must be the same."
                            .formatted(egg.name(), egg.folder()),
                    egg.places().label());
            if (EggName.isValid(egg.folder())) {
                broken.add(EggName.of(egg.folder()));
            }
        }
    }

    private void checkNames(List<Declared> eggs) {
        Map<String, List<Declared>> byName = new LinkedHashMap<>();
        for (Declared egg : eggs) {
            byName.computeIfAbsent(egg.name().value().toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                    .add(egg);
        }
        for (List<Declared> same : byName.values()) {
            for (int i = 0; same.size() > 1 && i < same.size(); i++) {
                reportName(same.get(i), same.get(i == 0 ? 1 : 0));
            }
        }
    }

    private void reportName(Declared egg, Declared other) {
        boolean caseOnly = !egg.name().equals(other.name());
        String rule = caseOnly
                ? "\"%s\" differs only in letter case from \"%s\", declared at %s."
                : "\"%s\" is the name of \"%s\" too, declared at %s.";
        error(
                egg,
                "duplicate-name",
                "Name declared twice",
                rule.formatted(egg.name(), other.name(), other.places().label()),
                egg.places().label());
    }

    private record Address(GitLabServer server, TargetScope scope) {
        static Address of(Declared.Target target) {
            return new Address(target.binding().server(), target.binding().scope());
        }

        @Override
        public String toString() {
            return switch (scope) {
                case TargetScope.Project(long id) -> "Project " + id + " of " + server;
                case TargetScope.Group(long id) -> "Group " + id + " of " + server;
            };
        }
    }

    private record Owned(Declared egg, Declared.Target target) {}

    private void checkTargets(List<Declared> eggs) {
        Map<Address, List<Owned>> byAddress = new LinkedHashMap<>();
        for (Declared egg : eggs) {
            for (Declared.Target target : egg.targets()) {
                byAddress
                        .computeIfAbsent(Address.of(target), address -> new ArrayList<>(1))
                        .add(new Owned(egg, target));
            }
        }
        byAddress.forEach((address, owners) -> {
            for (int i = 0; owners.size() > 1 && i < owners.size(); i++) {
                reportTarget(address, owners.get(i), owners.get(i == 0 ? 1 : 0).target());
            }
        });
    }

    private void reportTarget(Address address, Owned owner, Declared.Target other) {
        error(
                owner.egg(),
                "duplicate-target",
                "Target declared twice",
                "%s is already the target of %s at %s."
                        .formatted(
                                address, other.title(), other.written().target().range()),
                owner.target().written().target().range());
    }

    /** Versions that cannot be installed; only where it is known which can. */
    void checkVersions(List<Declared> eggs, NestRules.Versions versions) {
        for (Declared egg : eggs) {
            checkVersion(egg, "gosling_version", egg.settings().goslingVersion(), versions.gosling());
            checkVersion(egg, "opentofu_version", egg.settings().opentofuVersion(), versions.opentofu());
        }
    }

    private void checkVersion(Declared egg, String what, Optional<Located<String>> asked, Set<String> known) {
        asked.filter(version -> !known.contains(version.value()))
                .ifPresent(version -> error(
                        egg,
                        "version-unknown",
                        "Version not in the store",
                        "\"%s\" is %s, and that version was never uploaded.".formatted(what, version.shown()),
                        version.range()));
    }

    private void error(Declared egg, String code, String summary, String detail, SourceRange range) {
        problems.add(egg.subject(), Diagnostic.error(code, summary, detail, range));
        broken.add(egg.name());
    }
}
