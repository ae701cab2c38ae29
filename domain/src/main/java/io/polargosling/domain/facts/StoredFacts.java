package io.polargosling.domain.facts;

import io.polargosling.domain.breaker.BreakerScope;
import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.demand.CiJobStatus;
import io.polargosling.domain.demand.TrackedJob;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.planner.Breakers;
import io.polargosling.domain.planner.Fleet;
import io.polargosling.domain.planner.PlannerInput;
import io.polargosling.domain.planner.PoolPolicy;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.domain.runner.RunnerFilter;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Gathers what a decision rests on from rows alone; neither GitLab nor a cloud is called. */
public final class StoredFacts {

    private static final int RECENT = 12;
    private static final int PAGE = 500;
    /** More jobs than any egg may have runners change no decision. */
    private static final int MAX_JOBS = 2000;

    private final Storage storage;
    private final Duration heartbeat;

    /** @param heartbeat how often a runner is to report */
    public StoredFacts(Storage storage, Duration heartbeat) {
        this.storage = storage;
        this.heartbeat = heartbeat;
    }

    /**
     * The planner's input for {@code egg}, which need not be as it is stored: one with another revision active shows
     * what that one would bring.
     */
    public PlannerInput of(Egg egg, Instant now) {
        var policy = storage.policies().current().orElseGet(PruningPolicy::defaults);
        var live = storage.runners().ofEgg(egg.name());
        var recent = storage.runners()
                .list(new RunnerFilter(Optional.of(egg.name()), Optional.empty()), PageRequest.first(RECENT))
                .items();
        return new PlannerInput(
                egg,
                Optional.of(jobs(egg.name(), now)),
                new Fleet(live, recent, Optional.empty(), Set.of()),
                new PoolPolicy(limits(egg, policy), heartbeat, policy.maxAge()),
                breakers(egg),
                now);
    }

    /** What holds for the egg's pools: its own word, the condition that names it, or the defaults. */
    public static PoolLimits limits(Egg egg, PruningPolicy policy) {
        return egg.config()
                .options()
                .pools()
                .or(() -> policy.limitsFor(egg.name()))
                .orElseGet(() -> PoolLimits.defaults(egg.config().runner().maxRunners()));
    }

    /** The breakers that guard the egg and its places. */
    public Breakers breakers(Egg egg) {
        var config = egg.config();
        var kinds = config.type().map(List::of).orElseGet(() -> List.of(RunnerKind.values()));
        var own = BreakerScope.of(egg.name());
        var scopes = new HashSet<BreakerScope>();
        scopes.add(own);
        for (var placement : config.placements()) {
            kinds.forEach(kind -> scopes.add(Breakers.scope(placement, kind, config.resources())));
        }
        var places = new HashMap<>(storage.breakers().findAll(scopes));
        return new Breakers(Optional.ofNullable(places.remove(own)), places);
    }

    private List<CiJob> jobs(EggName egg, Instant now) {
        var jobs = new ArrayList<CiJob>();
        for (var status : List.of(CiJobStatus.PENDING, CiJobStatus.RUNNING)) {
            Optional<String> cursor = Optional.empty();
            do {
                var page = storage.ciJobs().ofEgg(egg, status, now, new PageRequest(PAGE, cursor));
                page.items().stream().map(StoredFacts::job).forEach(jobs::add);
                cursor = page.next();
            } while (cursor.isPresent() && jobs.size() < MAX_JOBS);
        }
        return jobs;
    }

    private static CiJob job(TrackedJob row) {
        var facts = row.facts();
        var progress = row.progress();
        return new CiJob(
                row.id().server(),
                facts.projectId(),
                row.id().number(),
                facts.tags(),
                facts.protectedRef(),
                progress.status() == CiJobStatus.RUNNING,
                progress.pendingSince(),
                progress.runnerId(),
                Optional.empty(),
                Optional.empty());
    }
}
