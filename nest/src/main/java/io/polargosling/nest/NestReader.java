package io.polargosling.nest;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.job.JobName;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.fly.Fly;
import io.polargosling.fly.decode.DecodeResult;
import io.polargosling.fly.decode.JobFile;
import io.polargosling.fly.decode.Located;
import io.polargosling.fly.decode.MotherGooseFile;
import io.polargosling.fly.decode.SharedScope;
import io.polargosling.fly.decode.UglyFoxFile;
import io.polargosling.fly.eval.Inputs;
import io.polargosling.fly.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole Nest in one go. Every problem of every file is found; an object with an error is left out and named as
 * broken, the others are not touched by it.
 */
public final class NestReader {

    private final NestFiles files;
    private final Inputs inputs;
    private final List<String> paths;
    private final SortedSet<String> links;
    private final NestMemory memory;
    private final NestProblems problems = new NestProblems();
    private final SortedSet<EggName> broken = new TreeSet<>();

    private NestReader(NestFiles files, Inputs inputs, NestMemory memory) {
        this.files = files;
        this.inputs = inputs;
        this.memory = memory;
        this.links = files.links();
        this.paths = files.paths().stream().filter(NestPaths::isFly).toList();
    }

    /**
     * Reads all files, several at a time.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when a file cannot be read now
     */
    public static NestSnapshot read(NestFiles files, NestRules rules) {
        return read(files, rules, Inputs.none());
    }

    /**
     * Reads all files, several at a time; {@code inputs} tell the Nest's name and commit.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when a file cannot be read now
     */
    public static NestSnapshot read(NestFiles files, NestRules rules, Inputs inputs) {
        return read(files, rules, inputs, NestMemory.empty());
    }

    /**
     * As without {@code memory}, and with the same outcome; files of eggs that are in it are not decoded again.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when a file cannot be read now
     */
    public static NestSnapshot read(NestFiles files, NestRules rules, Inputs inputs, NestMemory memory) {
        return new NestReader(files, inputs, memory).read(rules);
    }

    /**
     * Reads every Fly file of a folder that is no Nest, each by itself; a {@code variables.fly} at its top is seen by all.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when a file cannot be read now
     */
    public static CheckedFiles checkEach(NestFiles files) {
        return new NestReader(files, Inputs.none(), NestMemory.empty()).checkEach();
    }

    private CheckedFiles checkEach() {
        SharedScope shared = shared();
        paths.parallelStream()
                .filter(path -> !path.equals(NestPaths.VARIABLES))
                .map(path -> SingleFile.check(file(path), shared))
                .toList()
                .forEach(diagnostics -> problems.addAll("", diagnostics));
        return problems.toFiles();
    }

    private NestSnapshot read(NestRules given) {
        SharedScope shared = shared();
        refuseLinkedEggs();
        Optional<NestInfrastructure> infrastructure = infrastructure(shared, given);
        NestRules rules = infrastructure
                .map(found -> given.with(found.config().secrets()))
                .orElse(given);
        List<Declared> eggs = eggs(shared, rules);
        var secrets = new SecretChecks(rules, problems);
        checkEggs(eggs, rules, secrets, infrastructure);
        NestJobs jobs = jobs(shared, secrets, infrastructure);
        paths.stream().filter(NestPaths::isStray).forEach(this::reportStray);
        Optional<PruningPolicy> policy = policy(shared, eggs);
        var whole = new TreeMap<EggName, NestEgg>();
        var buckets = new TreeMap<EggName, NestBucket>();
        for (Declared egg : eggs) {
            if (!broken.contains(egg.name())) {
                switch (egg.entry()) {
                    case NestEgg found -> whole.put(egg.name(), found);
                    case NestBucket found -> buckets.put(egg.name(), found);
                }
            }
        }
        return new NestSnapshot(whole, buckets, broken, jobs, policy, infrastructure, problems.toFiles());
    }

    private void checkEggs(
            List<Declared> eggs, NestRules rules, SecretChecks secrets, Optional<NestInfrastructure> infrastructure) {
        var checks = new EggChecks(problems, broken);
        checks.check(eggs);
        rules.versions().ifPresent(versions -> checks.checkVersions(eggs, versions));
        new TagChecks(problems).check(eggs);
        secrets.check(eggs, broken);
        infrastructure.ifPresent(found -> new PlaceChecks(found.config(), problems).check(eggs, broken));
    }

    private SharedScope shared() {
        if (isLinked(NestPaths.VARIABLES, "variables") || !paths.contains(NestPaths.VARIABLES)) {
            return SharedScope.of(inputs);
        }
        DecodeResult<SharedScope> result = Fly.decodeShared(file(NestPaths.VARIABLES), inputs);
        problems.addAll("variables", result.diagnostics());
        return result.value().orElse(SharedScope.of(inputs));
    }

    /** In the order of their paths, however many threads read them. */
    private List<Declared> eggs(SharedScope shared, NestRules rules) {
        var declared = new ArrayList<Declared>();
        for (EggFiles.Read read : reads(new EggFiles(shared, rules), rules)) {
            problems.addAll("egg/" + read.folder(), read.diagnostics());
            read.declared().ifPresent(declared::add);
            for (String name : read.declared().isPresent() ? List.<String>of() : read.names()) {
                if (EggName.isValid(name)) {
                    broken.add(EggName.of(name));
                }
            }
        }
        return declared;
    }

    private List<EggFiles.Read> reads(EggFiles reader, NestRules rules) {
        Optional<String> variables =
                paths.contains(NestPaths.VARIABLES) ? files.contentId(NestPaths.VARIABLES) : Optional.of("");
        Optional<NestMemory.Basis> basis = variables.map(id -> new NestMemory.Basis(id, rules, inputs));
        Map<String, NestMemory.Remembered> known = basis.map(memory::recall).orElse(Map.of());
        List<NestMemory.Remembered> reads = paths.parallelStream()
                .flatMap(path -> NestPaths.egg(path).map(folder -> read(path, folder, reader, known)).stream())
                .toList();
        basis.filter(same -> reads.stream().noneMatch(read -> read.contentId().isEmpty()))
                .ifPresent(same -> memory.keep(same, reads));
        return reads.stream().map(NestMemory.Remembered::read).toList();
    }

    private NestMemory.Remembered read(
            String path, String folder, EggFiles reader, Map<String, NestMemory.Remembered> known) {
        String id = files.contentId(path).orElse("");
        NestMemory.@Nullable Remembered before = id.isEmpty() ? null : known.get(path);
        return before != null && before.contentId().equals(id)
                ? before
                : new NestMemory.Remembered(path, id, reader.read(folder, file(path)));
    }

    private void refuseLinkedEggs() {
        for (String path : links) {
            NestPaths.eggOrFolder(path).ifPresent(name -> {
                refuseLink(path, "egg/" + name);
                if (EggName.isValid(name)) {
                    broken.add(EggName.of(name));
                }
            });
        }
    }

    /** Whether the file, or the folder it would be in, is a link; says so. */
    private boolean isLinked(String path, String subject) {
        String folder = path.substring(0, Math.max(0, path.indexOf('/')));
        for (String link : List.of(path, folder)) {
            if (links.contains(link)) {
                refuseLink(link, subject);
                return true;
            }
        }
        return false;
    }

    private void refuseLink(String path, String subject) {
        problems.refuseFile(
                "link-not-followed",
                path,
                subject,
                "\"" + path
                        + "\" is a symbolic link or a submodule (expected: a file or a folder of the Nest); these are"
                        + " never followed, so what was stored stays.",
                "Put the file itself there.");
    }

    private NestJobs jobs(SharedScope shared, SecretChecks secrets, Optional<NestInfrastructure> infrastructure) {
        var brokenJobs = new TreeSet<JobName>();
        var declared = new ArrayList<JobChecks.DeclaredJob>();
        for (String path : links) {
            NestPaths.job(path).ifPresent(stem -> {
                refuseLink(path, "job/" + stem);
                if (JobName.isValid(stem)) {
                    brokenJobs.add(JobName.of(stem));
                }
            });
        }
        for (String path : paths) {
            NestPaths.job(path).ifPresent(stem -> {
                DecodeResult<JobFile> result = SingleFile.job(file(path), shared);
                problems.addAll("job/" + stem, result.diagnostics());
                result.value()
                        .map(job -> new JobChecks.DeclaredJob(stem, job, NestJob.of(ConfigMapper.job(job))))
                        .ifPresent(declared::add);
                if (result.value().isEmpty() && JobName.isValid(stem)) {
                    brokenJobs.add(JobName.of(stem));
                }
            });
        }
        Set<String> hosts =
                infrastructure.map(found -> found.config().nest().notifyHosts()).orElse(Set.of());
        new JobChecks(problems).check(declared, secrets, hosts, brokenJobs);
        SortedMap<JobName, NestJob> jobs = new TreeMap<>();
        for (JobChecks.DeclaredJob job : declared) {
            if (!brokenJobs.contains(job.job().name())) {
                jobs.put(job.job().name(), job.job());
            }
        }
        return new NestJobs(jobs, brokenJobs);
    }

    private void reportStray(String path) {
        problems.warnOfFile(
                "stray-file",
                path,
                "",
                "Stray file: \"" + path + "\" has no meaning in a Nest and is not read.",
                "Eggs belong in Eggs/NAME/config.fly, jobs in Jobs/NAME.fly, the policy in " + NestPaths.POLICY
                        + ", the control plane in " + NestPaths.INFRASTRUCTURE + ", shared variables in "
                        + NestPaths.VARIABLES + ".");
    }

    private Optional<NestInfrastructure> infrastructure(SharedScope shared, NestRules rules) {
        if (isLinked(NestPaths.INFRASTRUCTURE, "mothergoose")) {
            return Optional.empty();
        }
        if (!paths.contains(NestPaths.INFRASTRUCTURE)) {
            problems.warnOfFile(
                    "missing-infrastructure",
                    NestPaths.INFRASTRUCTURE,
                    "mothergoose",
                    "No description of the control plane: the Nest has no " + NestPaths.INFRASTRUCTURE
                            + ", so it cannot be bootstrapped from here.",
                    "Write one with the blocks cloud, database and nest.");
            return Optional.empty();
        }
        DecodeResult<MotherGooseFile> result =
                Fly.decodeMotherGoose(file(NestPaths.INFRASTRUCTURE), shared, InsideCheckers.ALL);
        problems.addAll("mothergoose", result.diagnostics());
        return result.value().flatMap(file -> {
            var found = NestInfrastructure.of(InfrastructureMapper.map(file));
            var secrets = new SecretChecks(rules.with(found.config().secrets()), problems);
            return secrets.checkPermission("mothergoose", secretsOf(file)) ? Optional.of(found) : Optional.empty();
        });
    }

    private static List<Located<String>> secretsOf(MotherGooseFile file) {
        MotherGooseFile.Services services = file.services();
        return Stream.of(
                        file.nest().apiToken().stream(),
                        file.data().database().url().stream(),
                        services.api().environment().values().stream(),
                        services.workers().service().environment().values().stream(),
                        services.uglyfox().environment().values().stream())
                .flatMap(values -> values)
                .toList();
    }

    private Optional<PruningPolicy> policy(SharedScope shared, List<Declared> eggs) {
        if (isLinked(NestPaths.POLICY, "uglyfox")) {
            return Optional.empty();
        }
        if (!paths.contains(NestPaths.POLICY)) {
            problems.warnOfFile(
                    "missing-policy",
                    NestPaths.POLICY,
                    "uglyfox",
                    "No policy: the Nest has no " + NestPaths.POLICY + ", so the default policy holds.",
                    "Write one with a pruning block and at least one runners_condition.");
            return Optional.of(PruningPolicy.defaults());
        }
        DecodeResult<UglyFoxFile> result = Fly.decodeUglyFox(file(NestPaths.POLICY), shared, InsideCheckers.ALL);
        problems.addAll("uglyfox", result.diagnostics());
        SortedSet<EggName> known = new TreeSet<>(broken);
        eggs.forEach(egg -> known.add(egg.name()));
        return result.value()
                .filter(policy -> new PolicyChecks(problems).check(policy, eggs, known))
                .map(ConfigMapper::policy);
    }

    private SourceFile file(String path) {
        return SourceFile.of(path, files.read(path));
    }
}
