package io.polargosling.domain.demand;

import io.polargosling.domain.egg.GitLabServer;

/**
 * A CI job's identity.
 *
 * @param number GitLab's id of the job, unique on its server
 */
public record CiJobId(GitLabServer server, long number) {

    @Override
    public String toString() {
        return server + "/" + number;
    }
}
