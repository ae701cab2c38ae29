package io.polargosling.worker.demand;

import io.polargosling.domain.egg.GitLabServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the listing of a project's jobs ended that is too long for one look, and how many pages of it may be read now.
 * Kept in memory: a process that does not know begins anew, behind the newest jobs.
 */
final class ListingPlaces {

    /** Pages a minute and project beyond the newest one, which every look reads. */
    static final int DEEPER_PAGES = 4;

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Map<Key, Place> places = new ConcurrentHashMap<>();

    /** A project of a server. */
    record Key(GitLabServer server, long projectId) {}

    /**
     * Where to go on.
     *
     * @param cursor GitLab's, opaque
     * @param below jobs with smaller numbers than this one are not read yet
     */
    record Position(String cursor, long below) {}

    /** @param position empty when the oldest job was reached */
    private record Place(Optional<Position> position, Instant windowBegan, int used) {}

    /** Where the last listing ended, unless it came to its end. */
    Optional<Position> position(Key key) {
        return Optional.ofNullable(places.get(key)).flatMap(Place::position);
    }

    /** Takes what is left of this minute's pages. */
    int takePages(Key key, Instant now) {
        int[] taken = {0};
        places.compute(key, (same, place) -> {
            boolean fresh = place == null || !now.isBefore(place.windowBegan().plus(WINDOW));
            taken[0] = fresh ? DEEPER_PAGES : DEEPER_PAGES - place.used();
            return new Place(
                    place == null ? Optional.empty() : place.position(),
                    fresh ? now : place.windowBegan(),
                    DEEPER_PAGES);
        });
        return taken[0];
    }

    /** The listing ended at {@code position}; empty when it came to its end. */
    void endedAt(Key key, Optional<Position> position) {
        places.computeIfPresent(key, (same, place) -> new Place(position, place.windowBegan(), place.used()));
    }

    /** The project has no more jobs than every look reads. */
    void forget(Key key) {
        places.remove(key);
    }
}
