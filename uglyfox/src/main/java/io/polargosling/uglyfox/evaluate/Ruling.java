package io.polargosling.uglyfox.evaluate;

import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is to be written on a runner's row. */
public sealed interface Ruling {

    /** Who orders. */
    String AUTHOR = "uglyfox";

    /** The runner as it was read. */
    Runner runner();

    /** Why, a stable code; {@code rule:NAME} for a rule. */
    String reason();

    /** The values it rests on; never a secret. */
    Map<String, String> values();

    /** The order on the row after it. */
    Optional<PendingOrder> order();

    /** The word of the audit row, such as {@code runner.order.terminate}. */
    String action();

    /** Something is to happen to the runner. */
    record Order(Runner runner, PendingOrder.Kind kind, String reason, Map<String, String> values) implements Ruling {

        public Order {
            values = Collections.unmodifiableMap(new TreeMap<>(values));
        }

        @Override
        public Optional<PendingOrder> order() {
            return Optional.of(new PendingOrder(kind, reason, AUTHOR));
        }

        @Override
        public String action() {
            return "runner.order." + kind.word();
        }
    }

    /** The order that stands on the runner no longer holds. */
    record Withdrawal(Runner runner, String reason, Map<String, String> values) implements Ruling {

        public Withdrawal {
            values = Collections.unmodifiableMap(new TreeMap<>(values));
        }

        @Override
        public Optional<PendingOrder> order() {
            return Optional.empty();
        }

        @Override
        public String action() {
            return "runner.order.withdraw";
        }
    }
}
