package io.polargosling.api.http;

import java.time.Instant;
import java.time.InstantSource;

/** The clock of this API; wrapped, so that a process with several clocks as beans has no doubt which is meant. */
public record ApiClock(InstantSource source) {

    /** Now. */
    public Instant now() {
        return source.instant();
    }
}
