package io.polargosling.worker.demand;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.demand.CiJobId;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.store.Storage;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One look at the open jobs of a project: what GitLab lists goes into rows, and rows of jobs that it lists no more are
 * closed with what became of them.
 *
 * <p>GitLab lists the newest jobs first. Every look reads the newest page; where there are more, it goes on where the
 * look before ended, a few pages a minute, until the oldest job is reached.
 */
public final class ProjectLook {

    private final Storage storage;
    private final GitLab gitlab;
    private final InstantSource clock;
    private final ListingPlaces places = new ListingPlaces();

    /** Looks at {@code gitlab} and writes into {@code storage}. */
    public ProjectLook(Storage storage, GitLab gitlab, InstantSource clock) {
        this.storage = storage;
        this.gitlab = gitlab;
        this.clock = clock;
    }

    /**
     * What a look found.
     *
     * @param changed whether any row changed
     * @param others open jobs that were listed and are none of the egg's, such as those with other tags
     * @param over jobs of which the egg has an open row but which GitLab lists no more
     */
    public record Seen(boolean changed, List<CiJob> others, Set<CiJobId> over) {

        public Seen {
            others = List.copyOf(others);
            over = Set.copyOf(over);
        }
    }

    /**
     * Looks at the project for {@code egg}.
     *
     * @throws io.polargosling.domain.problem.GoslingException when GitLab or the store does not answer; what was read
     *     before is written
     */
    public Seen look(Egg egg, GitLabAccess access, long projectId) {
        var now = clock.instant();
        // Rows before the listing: one that another look writes meanwhile must not seem to be missing from it.
        var rows = new ProjectRows(storage, gitlab, egg, access, projectId, now);
        var newest = gitlab.jobs().open(access, projectId, Optional.empty(), 1);
        var covered = Covered.by(newest, Long.MAX_VALUE);
        rows.take(covered);
        var key = new ListingPlaces.Key(access.server(), projectId);
        if (newest.next().isEmpty()) {
            places.forget(key);
        } else {
            int pages = places.takePages(key, now);
            if (pages > 0) {
                var from = places.position(key)
                        .orElseGet(
                                () -> new ListingPlaces.Position(newest.next().orElseThrow(), covered.from()));
                rows.take(readOn(access, key, from, pages));
            }
        }
        rows.close();
        return rows.seen();
    }

    private Covered readOn(GitLabAccess access, ListingPlaces.Key key, ListingPlaces.Position from, int pages) {
        try {
            var older = gitlab.jobs().open(access, key.projectId(), Optional.of(from.cursor()), pages);
            var covered = Covered.by(older, from.below());
            places.endedAt(key, older.next().map(cursor -> new ListingPlaces.Position(cursor, covered.from())));
            return covered;
        } catch (InvalidException e) {
            // GitLab knows the place no more: the next look begins behind the newest page.
            places.endedAt(key, Optional.empty());
            return new Covered(from.below(), from.below(), List.of());
        }
    }
}
