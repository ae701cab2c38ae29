package io.polargosling.worker.demand;

import io.polargosling.domain.demand.CiJobId;
import io.polargosling.domain.demand.TrackedJob;
import io.polargosling.domain.gitlab.GitLabJob;
import io.polargosling.domain.gitlab.OpenJobs;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A stretch of a project's jobs of which all open ones were listed.
 *
 * @param from the smallest number in it
 * @param below the smallest number beyond it
 */
record Covered(long from, long below, List<GitLabJob> jobs) {

    /** What {@code listed} covers of the numbers below {@code below}. */
    static Covered by(OpenJobs listed, long below) {
        long from = listed.next().isEmpty()
                ? 0
                : listed.jobs().stream()
                        .mapToLong(job -> job.id().number())
                        .min()
                        .orElse(below);
        return new Covered(from, below, listed.jobs());
    }

    /** Those of {@code rows} that lie in the stretch and were not listed. */
    List<TrackedJob> missing(List<TrackedJob> rows) {
        Set<CiJobId> listed = jobs.stream().map(GitLabJob::id).collect(Collectors.toSet());
        return rows.stream()
                .filter(row -> row.id().number() >= from && row.id().number() < below)
                .filter(row -> !listed.contains(row.id()))
                .toList();
    }
}
