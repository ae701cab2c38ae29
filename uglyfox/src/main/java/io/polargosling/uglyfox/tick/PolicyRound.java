package io.polargosling.uglyfox.tick;

import io.polargosling.domain.demand.Decision;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.pool.PoolLimits;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.sync.NestHead;
import io.polargosling.uglyfox.act.Orders;
import io.polargosling.uglyfox.evaluate.EggFleet;
import io.polargosling.uglyfox.evaluate.Evaluator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One round: read all runners, judge them, write the orders. Any number of rounds may run at once. */
public final class PolicyRound {

    private static final Logger log = LoggerFactory.getLogger(PolicyRound.class);
    private static final int PAGE = 100;

    private final Storage storage;
    private final Evaluator evaluator;
    private final Orders orders;
    private final InstantSource clock;

    /** Judges what {@code storage} holds. */
    public PolicyRound(Storage storage, Evaluator evaluator, Orders orders, InstantSource clock) {
        this.storage = storage;
        this.evaluator = evaluator;
        this.orders = orders;
        this.clock = clock;
    }

    /**
     * Does one round.
     *
     * @return how many orders were written
     */
    public int run() {
        var stored = storage.policies().current();
        var policy = stored.orElseGet(PruningPolicy::defaults);
        // The time before the rows: a runner that reports in between seems younger than it is, never older.
        var now = clock.instant();
        var judgement = evaluator.judge(fleets(policy), policy, now);
        judgement.notes().forEach(note -> log.debug("not ordered {}", note));
        var commit = stored.flatMap(policyOfNest -> storage.syncs().head()).map(NestHead::commit);
        return orders.place(judgement.rulings(), commit);
    }

    /** How often a round is due. */
    public Duration interval() {
        return storage.policies().current().orElseGet(PruningPolicy::defaults).checkInterval();
    }

    private List<EggFleet> fleets(PruningPolicy policy) {
        var fleets = new ArrayList<EggFleet>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<Egg> page = storage.eggs().list(new PageRequest(PAGE, cursor));
            page.items().forEach(egg -> fleet(egg, policy).ifPresent(fleets::add));
            cursor = page.next();
        } while (cursor.isPresent());
        return fleets;
    }

    private Optional<EggFleet> fleet(Egg egg, PruningPolicy policy) {
        var runners = storage.runners().ofEgg(egg.name());
        if (runners.isEmpty()) {
            return Optional.empty();
        }
        var limits = egg.config()
                .options()
                .pools()
                .or(() -> policy.limitsFor(egg.name()))
                .orElseGet(() -> PoolLimits.defaults(egg.config().runner().maxRunners()));
        int pending = storage.decisions().newest(egg.name(), 1).stream()
                .mapToInt(Decision::pending)
                .sum();
        return Optional.of(new EggFleet(egg, runners, limits, pending));
    }
}
