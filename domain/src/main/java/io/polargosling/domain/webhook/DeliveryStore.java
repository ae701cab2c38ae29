package io.polargosling.domain.webhook;

import java.time.Instant;

/** Deliveries of the last 24 hours. */
public interface DeliveryStore {

    /** True when a delivery with this key was recorded. */
    boolean isKnown(String key);

    /**
     * Records a delivery.
     *
     * @return false when one with this key was there already; nothing is changed then
     */
    boolean record(Delivery delivery);

    /** Forgets what was received before {@code limit}. */
    int forgetBefore(Instant limit);
}
