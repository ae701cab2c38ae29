package io.polargosling.uglyfox.evaluate;

import static io.polargosling.domain.runner.PendingOrder.Kind.DEMOTE;
import static io.polargosling.domain.runner.PendingOrder.Kind.PROMOTE;
import static io.polargosling.domain.runner.PendingOrder.Kind.TERMINATE;

import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One evaluation of one egg, check by check; a runner is done with at its first hit. */
final class EggEvaluation {

    static final String HEARTBEAT_LOST = "heartbeat_lost";
    private static final String HEARTBEAT_BACK = "heartbeat_back";
    private static final Duration RULES_FROM_AGE = Duration.ofMinutes(2);
    private static final int GUARD_LEAST = 2;
    private static final int GUARD_SHARE = 5;

    private static final Comparator<Runner> OLDEST_FIRST = Comparator.<Runner, Instant>comparing(
                    runner -> runner.origin().createdAt())
            .thenComparing(Runner::id);

    private final EggFleet fleet;
    private final PruningPolicy policy;
    private final RuleBook book;
    private final HeartbeatLoss heartbeats;
    private final boolean suspect;
    private final Instant now;
    private final PoolCount pools;
    private final List<Ruling> rulings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<Runner> done = new HashSet<>();
    private int guarded;

    EggEvaluation(
            EggFleet fleet,
            PruningPolicy policy,
            RuleBook book,
            HeartbeatLoss heartbeats,
            boolean suspect,
            Instant now) {
        this.fleet = fleet;
        this.policy = policy;
        this.book = book;
        this.heartbeats = heartbeats;
        this.suspect = suspect;
        this.now = now;
        this.pools = new PoolCount(fleet, runner -> heartbeats.isDead(runner, now));
    }

    Judgement judge() {
        var oldestFirst = fleet.runners().stream().sorted(OLDEST_FIRST).toList();
        oldestFirst.forEach(this::checkHealth);
        if (!suspect) {
            oldestFirst.stream().filter(this::isOpen).forEach(this::checkFailures);
            oldestFirst.stream().filter(this::isOpen).forEach(this::checkAge);
            oldestFirst.stream().filter(this::isOpen).forEach(this::checkRules);
            oldestFirst.stream()
                    .sorted(Comparator.comparing(this::idleTime).reversed())
                    .filter(this::isOpen)
                    .forEach(this::checkPool);
        }
        return new Judgement(rulings, notes);
    }

    private boolean isOpen(Runner runner) {
        return !done.contains(runner)
                && runner.status().order().isEmpty()
                && switch (runner.state()) {
                    case ACTIVE, IDLE, BUSY, DORMANT -> true;
                    case PROVISIONING, DRAINING, DEMOTING, PROMOTING, FAILED, TERMINATING, TERMINATED -> false;
                };
    }

    /** What is broken or dead; an order that waits for a dead runner would wait for ever, so it is replaced. */
    private void checkHealth(Runner runner) {
        var order = runner.status().order();
        boolean orderedAsLost =
                order.filter(o -> HEARTBEAT_LOST.equals(o.reason())).isPresent();
        if (runner.state() == RunnerState.FAILED && order.isEmpty()) {
            order(
                    runner,
                    TERMINATE,
                    "failed",
                    Map.of("cause", runner.status().cause().orElse("")));
        } else if (heartbeats.isDead(runner, now) && !orderedAsLost) {
            if (suspect) {
                return;
            }
            order(runner, TERMINATE, HEARTBEAT_LOST, limit(heartbeats.limit()));
        } else if (orderedAsLost && isHeardAgain(runner)) {
            done.add(runner);
            rulings.add(new Ruling.Withdrawal(runner, HEARTBEAT_BACK, RunnerFacts.values(runner, now)));
        }
    }

    private boolean isHeardAgain(Runner runner) {
        return switch (runner.state()) {
            case ACTIVE, IDLE, BUSY -> !heartbeats.isDead(runner, now);
            case PROVISIONING, DRAINING, DEMOTING, DORMANT, PROMOTING, FAILED, TERMINATING, TERMINATED -> false;
        };
    }

    private void checkFailures(Runner runner) {
        if (runner.pulse().failures() >= policy.failedThreshold()) {
            guarded(
                    runner,
                    TERMINATE,
                    "max_failures",
                    Map.of("failed_threshold", String.valueOf(policy.failedThreshold())));
        }
    }

    private void checkAge(Runner runner) {
        if (RunnerFacts.age(runner, now).compareTo(policy.maxAge()) > 0) {
            guarded(runner, TERMINATE, "max_age", limit(policy.maxAge()));
        }
    }

    private void checkRules(Runner runner) {
        if (RunnerFacts.age(runner, now).compareTo(RULES_FROM_AGE) <= 0) {
            return;
        }
        var hit = book.firstTrue(RunnerFacts.of(runner, fleet.egg(), now));
        if (hit.isPresent()) {
            var rule = hit.get();
            var values =
                    Map.of("rule", rule.name(), "condition", rule.condition().text());
            switch (rule.action()) {
                case TERMINATE -> end(runner, TERMINATE, rule, values);
                case DEMOTE_TO_NADIR -> end(runner, canDemote(runner) ? DEMOTE : TERMINATE, rule, values);
                case PROMOTE_TO_APEX -> promote(runner, rule, values);
            }
        }
    }

    private void end(Runner runner, PendingOrder.Kind kind, RuleBook.Rule rule, Map<String, String> values) {
        if (runner.state() == RunnerState.DORMANT && rule.action() == PruningPolicy.Action.DEMOTE_TO_NADIR) {
            return;
        }
        if (!pools.canSpare(runner)) {
            notes.add(note("at-minimum", runner) + ": rule \"" + rule.name() + "\" would leave Apex below "
                    + fleet.limits().apex().min());
            return;
        }
        guarded(runner, kind, "rule:" + rule.name(), values);
    }

    private void promote(Runner runner, RuleBook.Rule rule, Map<String, String> values) {
        if (runner.state() != RunnerState.DORMANT) {
            return;
        }
        if (!pools.apexHasRoom()) {
            notes.add(note("apex-full", runner) + ": rule \"" + rule.name() + "\" asks for a promotion");
            return;
        }
        guarded(runner, PROMOTE, "rule:" + rule.name(), values);
    }

    private void checkPool(Runner runner) {
        if (runner.state() == RunnerState.DORMANT) {
            if (pools.isUnderMinimum()) {
                order(runner, PROMOTE, "under_min", Map.of());
            }
            return;
        }
        if (runner.state() != RunnerState.IDLE || RunnerFacts.isBusy(runner)) {
            return;
        }
        if (runner.slot().filter(Pool.APEX::equals).isPresent() && pools.isOverMaximum()) {
            order(runner, canDemote(runner) ? DEMOTE : TERMINATE, "over_max", Map.of());
            return;
        }
        var timeout = pools.hasNadirFor(runner)
                ? fleet.limits().idleTimeout()
                : fleet.egg().config().runner().idleTimeout();
        if (idleTime(runner).compareTo(timeout) < 0) {
            return;
        }
        if (fleet.pending() > 0) {
            notes.add(note("jobs-pending", runner) + ": idle past its timeout, but " + fleet.pending()
                    + " jobs of the egg wait");
        } else if (!pools.canSpare(runner)) {
            notes.add(note("at-minimum", runner) + ": idle past its timeout, but Apex would fall below "
                    + fleet.limits().apex().min());
        } else {
            order(runner, canDemote(runner) ? DEMOTE : TERMINATE, "idle_timeout", limit(timeout));
        }
    }

    private boolean canDemote(Runner runner) {
        return pools.hasNadirFor(runner) && pools.nadirHasRoom();
    }

    private Duration idleTime(Runner runner) {
        return RunnerFacts.idleTime(runner, now).orElse(Duration.ZERO);
    }

    /** Orders within the share of the egg that one evaluation may end for failures, age and rules. */
    private void guarded(Runner runner, PendingOrder.Kind kind, String reason, Map<String, String> values) {
        if (guarded >= Math.max(GUARD_LEAST, fleet.runners().size() / GUARD_SHARE)) {
            done.add(runner);
            notes.add(note("deferred", runner) + ": " + kind.word() + " for " + reason + ", since " + guarded + " of "
                    + fleet.runners().size() + " runners were ordered already");
            return;
        }
        guarded++;
        order(runner, kind, reason, values);
    }

    private void order(Runner runner, PendingOrder.Kind kind, String reason, Map<String, String> values) {
        done.add(runner);
        pools.ordered(runner, kind);
        var all = new TreeMap<>(RunnerFacts.values(runner, now));
        all.putAll(values);
        rulings.add(new Ruling.Order(runner, kind, reason, all));
    }

    private String note(String code, Runner runner) {
        return code + " egg=" + runner.egg() + " runner=" + runner.id();
    }

    private static Map<String, String> limit(Duration limit) {
        return Map.of("limit", limit.toString());
    }
}
