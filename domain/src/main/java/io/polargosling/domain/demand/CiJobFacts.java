package io.polargosling.domain.demand;

import java.util.Collections;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * What GitLab says of a CI job that does not change while it runs.
 *
 * @param pipelineId empty while only the job itself is known
 * @param ref branch or tag
 * @param protectedRef whether the ref is protected
 */
public record CiJobFacts(
        long projectId, OptionalLong pipelineId, String name, String ref, boolean protectedRef, Set<String> tags) {

    public CiJobFacts {
        tags = Collections.unmodifiableSet(new TreeSet<>(tags));
    }
}
