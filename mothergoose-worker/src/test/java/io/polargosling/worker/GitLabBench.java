package io.polargosling.worker;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.BucketConfig;
import io.polargosling.domain.egg.BucketRepo;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggOptions;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.FleetConfig;
import io.polargosling.domain.egg.GitLabBinding;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.JobFilter;
import io.polargosling.domain.egg.RunnerSettings;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import io.polargosling.gitlab.GitLabClient;
import io.polargosling.secrets.LocalSecrets;
import io.polargosling.settings.Settings;
import io.polargosling.simulator.server.GitLabSimulator;
import io.polargosling.simulator.server.JobSpec;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.worker.target.EggTargets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Store, keystore, queue and the GitLab stand-in with its real client, all on one clock that a test moves. */
public final class GitLabBench implements AutoCloseable {

    /** A project that is there from the start. */
    public static final long PROJECT = 101;

    /** The tag of runners of the bench's eggs. */
    public static final String TAG = "web";

    private static final String TOKEN = "glpat-bench";
    private static final SecretUri API_TOKEN = SecretUri.of("local://bench/api-token");

    public final MutableClock clock = MutableClock.at(Samples.NOW);
    public final SentCommands queue = new SentCommands();
    public final GitLabSimulator simulator;
    public final GitLab gitlab;
    public final Storage storage;
    public final Secrets secrets;
    public final EggTargets targets;
    public final Leases leases;

    /** Everything in {@code folder}. */
    public GitLabBench(Path folder) {
        try {
            simulator = GitLabSimulator.start(GitLabSimulator.Options.defaults()
                    .withClock(clock)
                    .withHookTimeout(Duration.ofSeconds(2))
                    .withRequestsPerMinute(100_000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        simulator.createProject(PROJECT, "team/web");
        simulator.setAccessToken(TOKEN);
        gitlab = GitLabClient.open(GitLabClient.Options.defaults().withClock(clock, clock::advance));
        storage = JdbcStorage.embedded(folder);
        secrets = LocalSecrets.open(folder, Optional.empty(), false);
        secrets.write(API_TOKEN, SecretValue.of(TOKEN));
        targets = new EggTargets(storage, secrets);
        leases = Leases.ofThisProcess(storage.leases(), Duration.ofSeconds(60));
    }

    /** The stand-in's name as a server. */
    public GitLabServer server() {
        return GitLabServer.ofUrl(simulator.url());
    }

    /** The way to the stand-in. */
    public GitLabAccess access() {
        return new GitLabAccess(server(), SecretValue.of(TOKEN));
    }

    /** Stores an egg as a sync would; its revision's hash is that of {@code revision}. */
    public Egg store(String name, TargetScope scope, String revision, boolean enabled, String... tags) {
        var sample = Samples.eggConfig(name);
        var jobs = new JobFilter(tags.length == 0 ? Set.of(TAG) : Set.of(tags), false, false);
        var config = new EggConfig(
                sample.name(),
                sample.type(),
                sample.placements(),
                sample.resources(),
                new RunnerSettings(jobs, sample.runner().agent(), 3, Duration.ofMinutes(10)),
                new GitLabBinding(server(), scope, API_TOKEN, webhookSecret(name), Optional.empty()),
                new EggOptions(
                        Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), enabled));
        return apply(config, revision);
    }

    /** Stores a bucket whose repos are projects, called by their numbers. */
    public Egg storeBucket(String name, long... projects) {
        var sample = Samples.eggConfig(name);
        var repos = LongStream.of(projects)
                .mapToObj(project -> new BucketRepo(
                        "repo-" + project,
                        new GitLabBinding(
                                server(),
                                new TargetScope.Project(project),
                                API_TOKEN,
                                webhookSecret(name + project),
                                Optional.empty()),
                        Map.of()))
                .toList();
        var runner = new RunnerSettings(
                new JobFilter(Set.of(TAG), false, false), sample.runner().agent(), 3, Duration.ofMinutes(10));
        return apply(
                new BucketConfig(
                        sample.name(),
                        sample.type(),
                        sample.placements(),
                        sample.resources(),
                        runner,
                        repos,
                        sample.options()),
                "a");
    }

    private Egg apply(FleetConfig config, String revision) {
        var lease = leases.tryTake("nest-sync").orElseThrow();
        var name = config.name().value();
        var egg = storage.eggs()
                .apply(
                        config,
                        Samples.hash(revision.charAt(0)),
                        Samples.COMMIT,
                        clock.instant(),
                        audit(name),
                        lease.fence());
        storage.leases().release(lease, Optional.empty());
        return egg;
    }

    /** Stores an egg of one project or group that takes jobs with the bench's tag. */
    public Egg store(String name, TargetScope scope) {
        return store(name, scope, "a", true);
    }

    /** Marks the egg as gone from the Nest. */
    public void remove(String name) {
        var lease = leases.tryTake("nest-sync").orElseThrow();
        storage.eggs().changeState(EggName.of(name), EggState.REMOVED, Optional.of("gone"), audit(name), lease.fence());
        storage.leases().release(lease, Optional.empty());
    }

    /** Where the webhook secret of the egg lies. */
    public static SecretUri webhookSecret(String egg) {
        return SecretUri.of("local://bench-" + egg + "/webhook-secret");
    }

    /** The egg's only target as it is now. */
    public Target target(String egg) {
        return targets.of(EggName.of(egg)).getFirst();
    }

    /** A job that waits in {@code project}, of which no webhook tells. */
    public long enqueue(long project, String... tags) {
        return simulator.enqueueJobSilently(
                JobSpec.of(project, "job", "true").withTags(tags.length == 0 ? new String[] {TAG} : tags));
    }

    /** Settings with these values. */
    public static Settings settings(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(new HashMap<>(values)))
                .bindOrCreate("gosling", Bindable.of(Settings.class));
    }

    private AuditEntry audit(String egg) {
        return AuditEntry.of(clock.instant(), "test", "egg.applied", "egg/" + egg, Map.of());
    }

    @Override
    public void close() {
        storage.close();
        simulator.close();
    }
}
