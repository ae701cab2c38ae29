package io.polargosling.domain.demand;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.JobFilter;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether an egg's runners may take a job, and why not, in the same words everywhere. */
public final class JobFit {

    private JobFit() {}

    /** Why runners of {@code filter} are not given such a job; empty when they may be. */
    public static Optional<ReasonCode> refusal(JobFilter filter, Set<String> jobTags, boolean protectedRef) {
        if (filter.accepts(jobTags, protectedRef)) {
            return Optional.empty();
        }
        if (filter.accepts(jobTags, true)) {
            return Optional.of(ReasonCode.PROTECTED_REF);
        }
        return Optional.of(jobTags.isEmpty() ? ReasonCode.UNTAGGED_REFUSED : ReasonCode.NO_MATCHING_TAGS);
    }

    /** What a refusal was judged by. */
    public static Map<String, String> inputs(EggName egg, JobFilter filter, Set<String> jobTags) {
        return Map.of(
                "egg", egg.value(),
                "job_tags", String.join(",", jobTags),
                "runner_tags", String.join(",", filter.tags()));
    }
}
