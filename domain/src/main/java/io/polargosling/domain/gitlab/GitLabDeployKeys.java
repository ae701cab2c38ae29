package io.polargosling.domain.gitlab;

import java.util.List;

/** SSH keys that may read or write a project's repository. */
public interface GitLabDeployKeys {

    /** All deploy keys of the project. */
    List<GitLabDeployKey> list(GitLabAccess access, long projectId);

    /**
     * Adds a key.
     *
     * @param publicKey as in an authorized-keys file
     * @param canPush whether it may write
     */
    GitLabDeployKey add(GitLabAccess access, long projectId, String title, String publicKey, boolean canPush);

    /** Takes the key from the project; one that is gone already counts as deleted. */
    void delete(GitLabAccess access, long projectId, long keyId);
}
