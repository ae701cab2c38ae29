package io.polargosling.worker.reconcile;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.plan.PlanChanges;
import io.polargosling.domain.plan.PlanOrigin;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.token.TokenHash;
import io.polargosling.worker.deploy.RunnerOrders;
import io.polargosling.worker.inventory.LocalHost;
import io.polargosling.worker.lease.HeldLease;
import io.polargosling.worker.lifecycle.RunnerMoves;
import io.polargosling.worker.observe.EggFacts;
import io.polargosling.worker.tofu.ApplyRequest;
import io.polargosling.worker.tofu.Machine;
import io.polargosling.worker.tofu.TofuResult;
import io.polargosling.worker.tofu.TofuRuns;
import io.polargosling.worker.tofu.VariantCalls;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings machines to what the rows say, with one run of OpenTofu, and the rows to what came of it. */
final class MachineRun {

    private static final Logger log = LoggerFactory.getLogger(MachineRun.class);

    private static final String STRAY = "stray";

    /** How many runners one run makes or removes. */
    static final int MAX_CHANGES = 40;

    private static final Duration RETIRED_AGAIN = Duration.ofMinutes(5);

    private final Storage storage;
    private final RunnerMoves moves;
    private final TofuRuns tofu;
    private final LocalHost host;
    private final RunnerOrders orders;
    private final Settlement settlement;
    private final InstantSource clock;
    /** When to try again to remove what is shared: only this process's tries, so another worker tries once itself. */
    private final Map<EggName, Instant> retiredNext = new ConcurrentHashMap<>();

    /** What each egg was when nothing but what it needs was in its state: whoever makes a run then leaves no more. */
    private final Map<EggName, Looked> clean = new ConcurrentHashMap<>();

    private record Looked(long revision, boolean removed) {}

    MachineRun(
            Storage storage,
            RunnerMoves moves,
            TofuRuns tofu,
            LocalHost host,
            Settlement settlement,
            InstantSource clock) {
        this.storage = storage;
        this.moves = moves;
        this.tofu = tofu;
        this.host = host;
        this.orders = new RunnerOrders(storage.runners(), clock);
        this.settlement = settlement;
        this.clock = clock;
    }

    /**
     * True when the rows ask, now, for machines that may not be there, or for the end of some that may be; or when what
     * the egg's runners shared is to go.
     */
    boolean isNeeded(Egg egg, List<Runner> fleet) {
        return fleet.stream().anyMatch(runner -> (isUnmade(runner) && isDue(runner)) || isEnding(runner))
                || (hasLeftovers(egg, fleet)
                        && retiredNext.getOrDefault(egg.name(), Instant.MIN).isBefore(clock.instant()));
    }

    /** When what the egg's runners shared is to be removed again; empty when nothing of it is left. */
    Optional<Instant> retiresAt(Egg egg) {
        return hasLeftovers(egg, storage.runners().ofEgg(egg.name()))
                ? Optional.of(retiredNext.getOrDefault(egg.name(), clock.instant()))
                : Optional.empty();
    }

    private boolean hasLeftovers(Egg egg, List<Runner> fleet) {
        var looked = new Looked(egg.active().number(), egg.state() == EggState.REMOVED);
        if (looked.equals(clean.get(egg.name()))) {
            return false;
        }
        var variants = variants(egg, fleet);
        if (variants.lasting().containsAll(variants.left())) {
            clean.put(egg.name(), looked);
        }
        return !variants.forgotten(fleet).isEmpty();
    }

    private VariantCalls variants(Egg egg, List<Runner> fleet) {
        var plans = storage.plans().ofEgg(egg.name(), PageRequest.first(VariantCalls.PLANS));
        return VariantCalls.of(egg, plans.items(), fleet);
    }

    /**
     * Makes the run and writes its results.
     *
     * @param origin why it is made
     */
    void carryOut(EggFacts facts, PlanOrigin origin, HeldLease lease) {
        var egg = facts.egg();
        var fleet = storage.runners().ofEgg(egg.name());
        var chosen = chosen(fleet);
        var unmade = chosen.stream().filter(MachineRun::isUnmade).collect(byId());
        var listed = facts.machines().stream().map(CloudResource::runner).collect(Collectors.toSet());
        var leaving = leaving(fleet, chosen, listed);
        var tokens = unmade.keySet().stream().collect(Collectors.toMap(Function.identity(), _ -> TokenHash.newToken()));
        var request = new ApplyRequest(
                egg.active(),
                origin,
                machines(fleet, leaving, tokens),
                unmade.keySet(),
                leaving,
                listed,
                variants(egg, fleet));
        var result = run(request, unmade.keySet(), changes -> prepare(changes, unmade, tokens, lease), lease);
        // Preparing wrote some of these rows, and heartbeats may have.
        var current = storage.runners().ofEgg(egg.name()).stream().collect(byId());
        settlement.unmade(pick(current, unmade.keySet()), result, facts, lease);
        var ending = pick(current, leaving).stream()
                .filter(runner -> runner.state() == RunnerState.TERMINATING)
                .toList();
        settlement.ending(ending, result, facts, lease);
        if (hasLeftovers(egg, storage.runners().ofEgg(egg.name()))) {
            log.warn("shared things not removed yet egg={} again_in={}", egg.name(), RETIRED_AGAIN);
            retiredNext.put(egg.name(), clock.instant().plus(RETIRED_AGAIN));
        }
    }

    /**
     * A runner that was heard from though its machine is in no state would keep every run of its egg from changing
     * anything: it is left out, which changes nothing for it, and ordered to end as soon as it has no job, since until
     * then each run takes two plans. Once it has ended it is removed by its id.
     */
    private TofuResult run(
            ApplyRequest request, Set<RunnerId> unmade, Consumer<PlanChanges> beforeApply, HeldLease lease) {
        var result = tofu.run(request, lease, beforeApply);
        if (!(result instanceof TofuResult.Strays(Set<RunnerId> strays)) || unmade.containsAll(strays)) {
            return result;
        }
        var egg = request.revision().egg();
        log.warn("machines in no state egg={} runners={}", egg, strays);
        var live = RunnerOrders.wanted(strays).and(runner -> !unmade.contains(runner.id()));
        orders.order(egg, live, new PendingOrder(PendingOrder.Kind.TERMINATE, STRAY, "worker"), lease.fence());
        return tofu.run(request.without(strays, unmade), lease, beforeApply);
    }

    /** Those that may exist already come first: leaving them out would be to remove them. */
    private List<Runner> chosen(List<Runner> fleet) {
        return Stream.of(
                        fleet.stream().filter(MachineRun::mayExist),
                        fleet.stream().filter(this::isEnding),
                        fleet.stream().filter(runner -> isUnmade(runner) && !mayExist(runner) && isDue(runner)))
                .flatMap(Function.identity())
                .limit(MAX_CHANGES)
                .toList();
    }

    /** Its machine may have been made by a run whose end nobody saw. */
    private static boolean mayExist(Runner runner) {
        return isUnmade(runner) && runner.status().phase() == Phase.APPLYING;
    }

    private static boolean isUnmade(Runner runner) {
        return runner.state() == RunnerState.PROVISIONING && runner.status().phase() != Phase.BOOTING;
    }

    private boolean isEnding(Runner runner) {
        return runner.state() == RunnerState.TERMINATING && isDue(runner);
    }

    private boolean isDue(Runner runner) {
        return runner.schedule().nextAction().filter(clock.instant()::isBefore).isEmpty();
    }

    /**
     * Those that are ended, whether or not it is their turn: one that was removed by a run whose end nobody saw would else
     * be made again, and those whose end failed are tried together. Only where there are more than one run removes do some
     * stay, of which it is known that their machine exists.
     */
    private Set<RunnerId> leaving(List<Runner> fleet, List<Runner> chosen, Set<RunnerId> listed) {
        var turns = chosen.stream().map(Runner::id).collect(Collectors.toSet());
        return fleet.stream()
                .filter(runner -> !runner.state().wantsMachine())
                .filter(runner -> turns.contains(runner.id()) || !isEnding(runner) || !listed.contains(runner.id()))
                .map(Runner::id)
                .collect(Collectors.toSet());
    }

    /** All that are to exist after the run: those that stay and those to be made; what only has its slot is in no state. */
    private List<Machine> machines(List<Runner> fleet, Set<RunnerId> leaving, Map<RunnerId, String> tokens) {
        return fleet.stream()
                .filter(runner -> !leaving.contains(runner.id()))
                .filter(runner -> !isUnmade(runner) || tokens.containsKey(runner.id()))
                .map(runner -> Machine.of(
                        runner,
                        reservedFor(runner),
                        Optional.ofNullable(tokens.get(runner.id())).map(SecretValue::of)))
                .toList();
    }

    private EggRevision reservedFor(Runner runner) {
        return storage.eggs()
                .revision(runner.egg(), runner.origin().revision())
                .orElseThrow(
                        () -> new InternalException("making runner " + runner.id() + ": its revision is not stored"));
    }

    /** Gives each machine that is about to be made its one-time token, and says on the row that it may exist now. */
    private void prepare(
            PlanChanges changes, Map<RunnerId, Runner> unmade, Map<RunnerId, String> tokens, HeldLease lease) {
        for (var id : changes.created()) {
            var runner = unmade.get(id);
            var token = tokens.get(id);
            if (runner != null && token != null) {
                if (runner.origin().placement().provider() == CloudProvider.LOCAL) {
                    host.writeEnrolmentToken(id, token);
                }
                var prepared = runner.inPhase(Phase.APPLYING)
                        .withIdentity(runner.identity().withEnrolment(Optional.of(TokenHash.of(token))));
                moves.write(runner, prepared, "applying", lease.fence());
            }
        }
    }

    private static List<Runner> pick(Map<RunnerId, Runner> current, Set<RunnerId> ids) {
        return ids.stream()
                .sorted()
                .map(current::get)
                .filter(java.util.Objects::nonNull)
                .toList();
    }

    private static Collector<Runner, ?, Map<RunnerId, Runner>> byId() {
        return Collectors.toMap(Runner::id, Function.identity());
    }
}
