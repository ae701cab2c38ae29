package io.polargosling.domain.gitlab;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The projects of groups, as discovery last saw them.
 *
 * <p>Every method may throw {@link io.polargosling.domain.problem.UnavailableException}.
 */
public interface ProjectStore {

    /** The project {@code id} of {@code server}. */
    Optional<KnownProject> find(GitLabServer server, long id);

    /** The group's projects, by id. */
    Page<KnownProject> ofGroup(GitLabServer server, long groupId, PageRequest page);

    /** Writes each project, new or changed; one that was seen later than given stays as it is. Not atomic as a whole. */
    void save(List<KnownProject> projects);

    /**
     * Deletes the group's projects that were last seen before {@code limit}.
     *
     * @param atMost 1 to 500
     * @return how many; there may be more when it is {@code atMost}
     */
    int forgetUnseen(GitLabServer server, long groupId, Instant limit, int atMost);
}
