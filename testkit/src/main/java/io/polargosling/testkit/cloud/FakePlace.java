package io.polargosling.testkit.cloud;

import io.polargosling.domain.egg.Placement;
import java.util.Optional;

/** A region or zone, as far as the fake cloud tells them apart. */
public record FakePlace(Optional<String> region, Optional<String> zone) {

    /** Where {@code placement} is. */
    public static FakePlace of(Placement placement) {
        return new FakePlace(placement.region(), placement.zone());
    }
}
