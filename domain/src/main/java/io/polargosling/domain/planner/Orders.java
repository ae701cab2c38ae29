package io.polargosling.domain.planner;

import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import java.util.Optional;

/** What an order that stands on a row asks for now. */
final class Orders {

    /** The reason of a runner that gives way to one of the present revision. */
    static final String REPLACED = "replaced";

    private static final String HEARTBEAT_LOST = "heartbeat_lost";
    private static final String IDLE_TIMEOUT = "idle_timeout";
    private static final String OVER_MAX = "over_max";

    private Orders() {}

    /** The reason of an order that ends {@code runner}; empty when none does. */
    static Optional<String> end(Runner runner, Egg egg) {
        return runner.status().order().flatMap(order -> switch (order.kind()) {
            case TERMINATE -> Optional.of(order.reason());
            case UPDATE -> isOutdated(runner, egg) ? Optional.of(REPLACED) : Optional.empty();
            case DEMOTE, PROMOTE -> Optional.empty();
        });
    }

    /** The reason of an order of {@code kind}. */
    static Optional<String> of(Runner runner, PendingOrder.Kind kind) {
        return runner.status().order().filter(order -> order.kind() == kind).map(PendingOrder::reason);
    }

    /** The reason of an order that takes a runner out of service, for good or for a while. */
    static Optional<String> ending(Runner runner, Egg egg) {
        return end(runner, egg).or(() -> of(runner, PendingOrder.Kind.DEMOTE));
    }

    /**
     * True when the order was given only because there are more runners than are needed, which no longer holds when
     * jobs wait. Above a maximum there are too many whatever waits.
     */
    static boolean isForWantOfWork(Runner runner) {
        return runner.status()
                .order()
                .filter(order -> switch (order.kind()) {
                    case TERMINATE -> order.reason().equals(IDLE_TIMEOUT);
                    case DEMOTE -> !order.reason().equals(OVER_MAX);
                    case PROMOTE, UPDATE -> false;
                })
                .isPresent();
    }

    /** True when it was ordered to end because it fell silent. */
    static boolean isForDead(Runner runner) {
        return runner.status()
                .order()
                .filter(order -> HEARTBEAT_LOST.equals(order.reason()))
                .isPresent();
    }

    /** True when it was made from an older revision than the egg has. */
    static boolean isOutdated(Runner runner, Egg egg) {
        return runner.origin().revision() != egg.active().number();
    }
}
