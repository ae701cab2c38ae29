package io.polargosling.gitlab;

import io.polargosling.testkit.clock.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only when somebody waits, and remembers the waits. */
final class VirtualTime implements GitLabClient.Pause {

    final MutableClock clock = MutableClock.at(Instant.parse("2026-03-01T10:00:00Z"));
    final List<Duration> waits = new ArrayList<>();

    @Override
    public void of(Duration wait) {
        waits.add(wait);
        clock.advance(wait);
    }

    GitLabClient.Options options() {
        return GitLabClient.Options.defaults().withClock(clock, this);
    }
}
