package io.polargosling.worker.observe;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.egg.BucketConfig;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabJob;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.Inventory;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.runner.RunnerFilter;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Gathers an egg's facts. GitLab or a secret that cannot be reached leaves a gap that is named, and no more. */
public final class Observer {

    private static final int RECENT = 12;
    private static final int PAGES = 5;
    private static final int LONGEST_LISTING = 50;
    private static final int MAX_JOBS = 500;

    private final Storage storage;
    private final GitLab gitlab;
    private final Secrets secrets;
    private final Inventory inventory;
    private final InstantSource clock;

    /** @param inventory of the place all runners are made in */
    public Observer(Storage storage, GitLab gitlab, Secrets secrets, Inventory inventory, InstantSource clock) {
        this.storage = storage;
        this.gitlab = gitlab;
        this.secrets = secrets;
        this.inventory = inventory;
        this.clock = clock;
    }

    /** The facts of {@code egg}, now. */
    public EggFacts observe(Egg egg) {
        // Rows before machines: a row says "booting" only after its machine was made, so one that is missing is gone.
        var live = storage.runners().ofEgg(egg.name());
        var machines = inventory.list().stream().map(CloudResource::runner).collect(Collectors.toSet());
        var recent = storage.runners()
                .list(new RunnerFilter(Optional.of(egg.name()), Optional.empty()), PageRequest.first(RECENT))
                .items();
        var fleet = new EggFacts.Fleet(live, recent, machines);
        var limits = egg.config()
                .options()
                .pools()
                .or(() -> storage.policies().current().flatMap((PruningPolicy policy) -> policy.limitsFor(egg.name())))
                .orElseGet(() -> PoolLimits.defaults(egg.config().runner().maxRunners()));
        try {
            return switch (egg.config()) {
                case EggConfig config -> {
                    var access = access(config);
                    yield new EggFacts(
                            egg,
                            Optional.of(access),
                            Optional.of(jobs(config, access)),
                            fleet,
                            limits,
                            unsupported(config),
                            clock.instant());
                }
                case BucketConfig _ ->
                    new EggFacts(
                            egg,
                            Optional.empty(),
                            Optional.empty(),
                            fleet,
                            limits,
                            Optional.of("bucket-target: machines for buckets are not made yet"),
                            clock.instant());
            };
        } catch (GoslingException e) {
            return new EggFacts(
                    egg,
                    Optional.empty(),
                    Optional.empty(),
                    fleet,
                    limits,
                    Optional.of(e.getMessage()),
                    clock.instant());
        }
    }

    private GitLabAccess access(EggConfig egg) {
        var binding = egg.gitlab();
        return new GitLabAccess(
                binding.server(), secrets.read(binding.apiToken(), "egg \"" + egg.name() + "\", gitlab.api_token"));
    }

    private List<CiJob> jobs(EggConfig egg, GitLabAccess access) {
        return switch (egg.gitlab().scope()) {
            case TargetScope.Project project -> openJobs(access, project.id());
            case TargetScope.Group group -> List.of();
        };
    }

    private List<CiJob> openJobs(GitLabAccess access, long projectId) {
        var from = Optional.<String>empty();
        var jobs = new ArrayList<CiJob>();
        for (int round = 0; round < LONGEST_LISTING / PAGES; round++) {
            var found = gitlab.jobs().open(access, projectId, from, PAGES);
            // Each answer is older than the one before.
            jobs.addAll(0, found.jobs().stream().map(GitLabJob::demand).toList());
            from = found.next();
            if (from.isEmpty()) {
                break;
            }
        }
        return jobs.subList(0, Math.min(jobs.size(), MAX_JOBS));
    }

    private static Optional<String> unsupported(EggConfig egg) {
        return egg.gitlab().scope() instanceof TargetScope.Group
                ? Optional.of("group-target: the projects of a group are not followed yet; name a project_id")
                : Optional.empty();
    }
}
