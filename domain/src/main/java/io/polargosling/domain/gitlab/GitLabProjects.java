package io.polargosling.domain.gitlab;

import java.util.List;
import java.util.Optional;

/** Projects and groups, and the server itself. */
public interface GitLabProjects {

    /** All projects of the group and the groups below it, by id; neither archived ones nor those shared with it. */
    List<GitLabProject> ofGroup(GitLabAccess access, long groupId);

    /** The project; empty when there is none, or none for this token. */
    Optional<GitLabProject> find(GitLabAccess access, long projectId);

    /** The group; empty when there is none, or none for this token. */
    Optional<GitLabGroup> group(GitLabAccess access, long groupId);

    /** The version of the server. */
    GitLabVersion version(GitLabAccess access);
}
