package io.polargosling.api.webhook;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.webhook.Delivery;
import io.polargosling.domain.webhook.DeliveryStore;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts what deliveries ask for on the queue, each once.
 *
 * <p>Sent first, recorded after: dying in between costs a harmless repetition, the other order would lose the delivery.
 */
final class Ingress {

    private static final Logger LOG = LoggerFactory.getLogger(Ingress.class);

    private final CommandQueue queue;
    private final DeliveryStore deliveries;

    Ingress(CommandQueue queue, DeliveryStore deliveries) {
        this.queue = queue;
        this.deliveries = deliveries;
    }

    /**
     * Takes the delivery; when this returns true, the command survives the death of this process.
     *
     * @return false when it is the repetition of a known one
     * @throws UnavailableException when store or queue did not answer; then it may be sent again
     */
    boolean take(Optional<Command> command, Delivery delivery) {
        if (deliveries.isKnown(delivery.key(), delivery.receivedAt())) {
            return false;
        }
        command.ifPresent(queue::send);
        try {
            deliveries.record(delivery);
        } catch (UnavailableException e) {
            LOG.warn("delivery not recorded target={} cause={}", delivery.target(), e.getMessage());
        }
        return true;
    }
}
