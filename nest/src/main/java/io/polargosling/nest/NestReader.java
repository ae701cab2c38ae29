package io.polargosling.nest;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.policy.Condition;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.fly.Fly;
import io.polargosling.fly.decode.Checkers;
import io.polargosling.fly.decode.DecodeResult;
import io.polargosling.fly.decode.EggFile;
import io.polargosling.fly.decode.Problem;
import io.polargosling.fly.decode.SharedScope;
import io.polargosling.fly.decode.UglyFoxFile;
import io.polargosling.fly.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a whole Nest in one go. Every problem of every file is found; an object with an error is left out and named as
 * broken, the others are not touched by it.
 */
public final class NestReader {

    private static final String VARIABLES = "variables.fly";
    private static final String POLICY = "UF/config.fly";
    private static final String INFRASTRUCTURE = "MG/config.fly";
    private static final Pattern EGG = Pattern.compile("Eggs/([^/]+)/config\\.fly");
    private static final Pattern JOB = Pattern.compile("Jobs/[^/]+\\.fly");

    private final NestFiles files;
    private final NestRules rules;
    private final Checkers checkers;
    private final NestProblems problems = new NestProblems();
    private final SortedSet<EggName> broken = new TreeSet<>();

    private NestReader(NestFiles files, NestRules rules) {
        this.files = files;
        this.rules = rules;
        this.checkers = new Checkers(NestReader::checkSecretUri, NestReader::checkCondition);
    }

    /**
     * Reads all files.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when a file cannot be read now
     */
    public static NestSnapshot read(NestFiles files, NestRules rules) {
        return new NestReader(files, rules).read();
    }

    private NestSnapshot read() {
        SortedSet<String> paths = files.paths();
        SharedScope shared = shared(paths);
        var declared = new ArrayList<DeclaredEgg>();
        for (String path : paths) {
            Matcher egg = EGG.matcher(path);
            if (egg.matches()) {
                egg(path, egg.group(1), shared).ifPresent(declared::add);
            } else if (path.endsWith(".fly")) {
                checkPlace(path);
            }
        }
        new EggChecks(problems, broken).check(declared);
        var secrets = new SecretChecks(rules, problems, broken);
        declared.forEach(secrets::check);
        var eggs = new TreeMap<EggName, NestEgg>();
        for (DeclaredEgg egg : declared) {
            if (!broken.contains(egg.name())) {
                eggs.put(egg.name(), NestEgg.of(egg.config()));
            }
        }
        Optional<PruningPolicy> policy = policy(paths, shared, declared);
        return new NestSnapshot(eggs, broken, policy, problems.findings(), problems.diagnostics());
    }

    private SharedScope shared(SortedSet<String> paths) {
        if (!paths.contains(VARIABLES)) {
            return SharedScope.empty();
        }
        DecodeResult<SharedScope> result = Fly.decodeShared(file(VARIABLES));
        problems.addAll("variables", result.diagnostics());
        return result.value().orElse(SharedScope.empty());
    }

    private Optional<DeclaredEgg> egg(String path, String folder, SharedScope shared) {
        SourceFile file = file(path);
        DecodeResult<EggFile> result = Fly.decodeEgg(file, shared, checkers);
        problems.addAll("egg/" + folder, result.diagnostics());
        if (result.value().isEmpty()) {
            markBroken(folder);
            // The label may be the name something is stored under.
            Fly.parse(file).body().blocks("egg").stream()
                    .flatMap(block -> block.labels().stream())
                    .forEach(label -> markBroken(label.value()));
            return Optional.empty();
        }
        EggFile egg = result.value().get();
        return Optional.of(new DeclaredEgg(folder, egg, new ConfigMapper(rules).egg(egg)));
    }

    private void markBroken(String name) {
        if (EggName.isValid(name)) {
            broken.add(EggName.of(name));
        }
    }

    private void checkPlace(String path) {
        if (path.equals(VARIABLES) || path.equals(POLICY) || path.equals(INFRASTRUCTURE)) {
            return;
        }
        if (JOB.matcher(path).matches()) {
            problems.warnOfFile(
                    "unsupported",
                    path,
                    "",
                    "Not supported yet: this release does not read self-management jobs.",
                    "The file is ignored.");
            return;
        }
        problems.warnOfFile(
                "stray-file",
                path,
                "",
                "Stray file: \"" + path + "\" has no meaning in a Nest and is not read.",
                "Eggs belong in Eggs/NAME/config.fly, the policy in " + POLICY + ", shared variables in " + VARIABLES
                        + ".");
    }

    private Optional<PruningPolicy> policy(SortedSet<String> paths, SharedScope shared, List<DeclaredEgg> declared) {
        if (!paths.contains(POLICY)) {
            problems.warnOfFile(
                    "missing-policy",
                    POLICY,
                    "uglyfox",
                    "No policy: the Nest has no " + POLICY + ", so the default policy holds.",
                    "Write one with a pruning block and at least one runners_condition.");
            return Optional.of(PruningPolicy.defaults());
        }
        DecodeResult<UglyFoxFile> result = Fly.decodeUglyFox(file(POLICY), shared, checkers);
        problems.addAll("uglyfox", result.diagnostics());
        SortedSet<EggName> known = new TreeSet<>(broken);
        declared.forEach(egg -> known.add(egg.name()));
        return result.value()
                .filter(policy -> new PolicyChecks(problems).check(policy, declared, known))
                .map(ConfigMapper::policy);
    }

    private SourceFile file(String path) {
        return SourceFile.of(path, files.read(path));
    }

    private static Optional<Problem> checkSecretUri(String text) {
        return switch (SecretUri.parse(text)) {
            case SecretUri.Parsed.Valid valid -> Optional.empty();
            case SecretUri.Parsed.Malformed(int offset, String message) -> Optional.of(new Problem(offset, message));
        };
    }

    private static Optional<Problem> checkCondition(String text) {
        return switch (Condition.parse(text)) {
            case Condition.Parsed.Valid valid -> Optional.empty();
            case Condition.Parsed.Malformed(int offset, String message) -> Optional.of(new Problem(offset, message));
        };
    }
}
