package io.polargosling.api.webhook;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.command.SendOutcome;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.webhook.Delivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what a group of deliveries asks for on the queue, each thing once: one read for those known before, one request
 * per queue; the rows are written behind.
 *
 * <p>Sent first, recorded after: dying in between costs a harmless repetition, the other order would lose deliveries.
 */
final class HintGroup {

    private static final Logger LOG = LoggerFactory.getLogger(HintGroup.class);

    private final CommandQueue queue;
    private final DeliveryRows deliveries;
    private final EventMarks marks;

    HintGroup(CommandQueue queue, DeliveryRows deliveries, EventMarks marks) {
        this.queue = queue;
        this.deliveries = deliveries;
        this.marks = marks;
    }

    /**
     * Takes the hints. The command of each that is {@link Hint.Fate#TAKEN} survives the death of this process. Hints
     * with equal keys have one fate.
     *
     * @return what became of each, in the order given
     * @throws UnavailableException when it cannot be found out which are known; then none was taken
     */
    List<Hint.Fate> take(List<Hint> hints, Instant now) {
        var byKey = new LinkedHashMap<String, Hint>();
        hints.forEach(hint -> byKey.putIfAbsent(hint.row().key(), hint));
        var known = deliveries.known(byKey.keySet(), now);
        var fresh = byKey.values().stream()
                .filter(hint -> !known.contains(hint.row().key()))
                .toList();
        var unsent = send(fresh);
        var fates = new HashMap<String, Hint.Fate>();
        known.forEach(key -> fates.put(key, Hint.Fate.KNOWN));
        for (var hint : fresh) {
            boolean failed = hint.command().filter(unsent::contains).isPresent();
            fates.put(hint.row().key(), failed ? Hint.Fate.FAILED : Hint.Fate.TAKEN);
        }
        record(fresh, fates);
        return hints.stream()
                .map(hint -> fates.getOrDefault(hint.row().key(), Hint.Fate.FAILED))
                .toList();
    }

    /** Sends each command once; those that failed. */
    private Set<Command> send(List<Hint> fresh) {
        var commands = fresh.stream()
                .flatMap(hint -> hint.command().stream())
                .distinct()
                .toList();
        var unsent = new HashSet<Command>();
        if (!commands.isEmpty()) {
            var outcomes = queue.sendAll(commands);
            for (int i = 0; i < commands.size(); i++) {
                if (outcomes.get(i) instanceof SendOutcome.Failed failed) {
                    unsent.add(commands.get(i));
                    LOG.debug("command not sent cause={}", failed.reason());
                }
            }
        }
        if (!unsent.isEmpty()) {
            LOG.warn("commands not sent count={} of={}", unsent.size(), commands.size());
        }
        return unsent;
    }

    private void record(List<Hint> fresh, Map<String, Hint.Fate> fates) {
        var rows = new ArrayList<Delivery>();
        for (var hint : fresh) {
            boolean taken = fates.get(hint.row().key()) == Hint.Fate.TAKEN;
            rows.add(taken ? hint.row() : failed(hint.row()));
        }
        deliveries.add(rows);
        fresh.forEach(hint ->
                hint.target().ifPresent(target -> marks.mark(target, hint.row().receivedAt())));
    }

    /** Under another key, so that its repetition is not taken for known. */
    private static Delivery failed(Delivery row) {
        return new Delivery(
                row.key() + "#failed", row.server(), row.target(), row.kind(), "failed", "queue", row.receivedAt());
    }
}
