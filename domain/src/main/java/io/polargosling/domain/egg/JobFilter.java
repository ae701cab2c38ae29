package io.polargosling.domain.egg;

import java.util.Set;
import java.util.TreeSet;

/**
 * Which jobs GitLab may give to a runner.
 *
 * @param tags the runner's tags; empty only with {@code runUntagged}
 * @param runUntagged whether jobs without tags are taken
 * @param protectedOnly whether only jobs of protected refs are taken
 */
public record JobFilter(Set<String> tags, boolean runUntagged, boolean protectedOnly) {

    public JobFilter {
        tags = java.util.Collections.unmodifiableSet(new TreeSet<>(tags));
    }

    /** GitLab's own rule: every tag of the job is among the runner's, a job without tags needs {@code runUntagged}. */
    public boolean accepts(Set<String> jobTags, boolean protectedRef) {
        if (protectedOnly && !protectedRef) {
            return false;
        }
        return jobTags.isEmpty() ? runUntagged : tags.containsAll(jobTags);
    }
}
