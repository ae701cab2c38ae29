package io.polargosling.domain.breaker;

import io.polargosling.domain.egg.EggName;

/** What a breaker guards, such as {@code egg:web}. */
public record BreakerScope(String value) {

    /** An egg's. */
    public static BreakerScope of(EggName egg) {
        return new BreakerScope("egg:" + egg);
    }

    /** That of a shape of machine in a zone of a cloud. */
    public static BreakerScope ofPlace(String cloud, String zone, String shape) {
        return new BreakerScope("place:" + cloud + "/" + zone + "/" + shape);
    }

    @Override
    public String toString() {
        return value;
    }
}
