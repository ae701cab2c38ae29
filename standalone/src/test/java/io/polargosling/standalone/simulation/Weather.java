package io.polargosling.standalone.simulation;

import io.polargosling.domain.egg.EggName;
import java.util.HashMap;
import java.util.Map;

/** Which troubles there are at a time, and until when the promises about eggs are not to be held against anyone. */
final class Weather {

    private final Loop loop;
    private final Map<EggName, Long> roughUntil = new HashMap<>();
    private final Map<EggName, Long> troubledUntil = new HashMap<>();
    private final Map<EggName, Long> saturatedUntil = new HashMap<>();
    private long allTroubledUntil;
    private long gitlabAwayUntil;
    private long tooManyCallsUntil;
    private long staleUntil;

    Weather(Loop loop) {
        this.loop = loop;
    }

    /** Something from outside harms every egg until {@code until}. */
    void troubleAll(long until) {
        allTroubledUntil = Math.max(allTroubledUntil, until);
    }

    /** Something from outside harms the egg until {@code until}. */
    void trouble(EggName egg, long until) {
        troubledUntil.merge(egg, until, Math::max);
    }

    /** The egg waits until {@code until} for a reason of our own making, such as an open breaker. */
    void rough(EggName egg, long until) {
        roughUntil.merge(egg, until, Math::max);
    }

    /** All that the egg may have is in use. */
    void saturated(EggName egg) {
        saturatedUntil.put(egg, loop.now());
    }

    /** When it last had no room for another runner. */
    long roomSince(EggName egg) {
        return saturatedUntil.getOrDefault(egg, 0L);
    }

    /** When the last trouble from outside ended, or will. */
    long troubleEnded(EggName egg) {
        return Math.max(allTroubledUntil, troubledUntil.getOrDefault(egg, 0L));
    }

    /** When there was last any reason to wait, or will be. */
    long calmSince(EggName egg) {
        return Math.max(Math.max(troubleEnded(egg), roomSince(egg)), roughUntil.getOrDefault(egg, 0L));
    }

    /** When the last trouble from outside that harms all eggs ended, or will. */
    long allTroubleEnded() {
        return allTroubledUntil;
    }

    void gitlabAway(long until) {
        gitlabAwayUntil = until;
        troubleAll(until);
    }

    boolean isGitlabAway() {
        return loop.now() < gitlabAwayUntil;
    }

    void tooManyCalls(long until) {
        tooManyCallsUntil = until;
        // The longest wait that GitLab asks for.
        troubleAll(until + 60_000);
    }

    boolean isTooManyCalls() {
        return loop.now() < tooManyCallsUntil;
    }

    void stale(long until) {
        staleUntil = until;
        troubleAll(until + 60_000);
    }

    boolean isStale() {
        return loop.now() < staleUntil;
    }
}
