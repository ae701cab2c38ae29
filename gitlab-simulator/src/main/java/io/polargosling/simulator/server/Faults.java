package io.polargosling.simulator.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The disturbances still to happen. All methods are called under the lock of {@link World}. */
final class Faults {

    private final List<Pending> pending = new ArrayList<>();

    private static final class Pending {
        final Fault fault;
        int left;

        Pending(Fault fault) {
            this.fault = fault;
            this.left = fault.times();
        }
    }

    void add(Fault fault) {
        pending.add(new Pending(fault));
    }

    void clear() {
        pending.clear();
    }

    /** The fault this request is to suffer, counted as used. */
    Optional<Fault> take(String method, String path) {
        for (Pending entry : pending) {
            Fault fault = entry.fault;
            if (entry.left > 0
                    && path.startsWith(fault.pathPrefix())
                    && fault.method().map(method::equals).orElse(true)) {
                entry.left--;
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }
}
