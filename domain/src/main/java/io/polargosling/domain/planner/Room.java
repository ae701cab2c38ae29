package io.polargosling.domain.planner;

import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.runner.Runner;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The slots of an egg that are free, those given away by the decision under way taken off. A runner between Apex and
 * Nadir counts in both, and one that is being ended counts to its end.
 */
final class Room {

    private final int most;
    private final int held;
    private final int inApex;
    private final int mostInApex;
    private final int failed;
    private int apex;
    private int nadir;
    private int all;

    Room(PlannerInput input) {
        var live = input.fleet().live();
        var limits = input.policy().limits();
        // One run of a self-management job at a time.
        this.most =
                input.egg().name().isOfJob() ? 1 : input.egg().config().runner().maxRunners();
        this.inApex = count(live, runner -> holds(runner, Pool.APEX));
        int inNadir = count(live, runner -> holds(runner, Pool.NADIR));
        this.held = inApex + count(live, runner -> holds(runner, Pool.SERVERLESS) || holds(runner, Pool.JOB));
        this.failed = count(
                live, runner -> !runner.state().wantsMachine() && runner.slot().isEmpty());
        this.mostInApex = Math.min(limits.apex().max(), most);
        this.apex = mostInApex - inApex;
        this.nadir = limits.nadir().max() - inNadir;
        this.all = most - held;
    }

    private static int count(Iterable<Runner> live, Predicate<Runner> which) {
        int count = 0;
        for (var runner : live) {
            count += which.test(runner) ? 1 : 0;
        }
        return count;
    }

    private static boolean holds(Runner runner, Pool pool) {
        return runner.slots().contains(pool);
    }

    /** True when one more of {@code kind} has a slot. */
    boolean hasFor(RunnerKind kind) {
        return all > 0 && (kind == RunnerKind.SERVERLESS || apex > 0);
    }

    /** Gives a slot away for one more of {@code kind}. */
    void take(RunnerKind kind) {
        all--;
        if (kind == RunnerKind.VM) {
            apex--;
        }
    }

    boolean hasInNadir() {
        return nadir > 0;
    }

    void takeInNadir() {
        nadir--;
    }

    /** True when so many failed runners are not destroyed yet that no more may be made. */
    boolean isFullOfFailed() {
        return failed >= most;
    }

    /** True when no runner of any kind has a slot left outside Nadir. */
    boolean isFull() {
        return all <= 0;
    }

    /** How many runners outside Nadir there may be. */
    int most() {
        return most;
    }

    /** The counts that keep one more of {@code kind} from having a slot. */
    Map<String, String> limit(RunnerKind kind) {
        boolean byPool = kind == RunnerKind.VM && !isFull();
        return Map.of(
                "used", String.valueOf(byPool ? inApex : held),
                "max", String.valueOf(byPool ? mostInApex : most));
    }
}
