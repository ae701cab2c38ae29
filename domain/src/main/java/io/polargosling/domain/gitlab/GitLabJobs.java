package io.polargosling.domain.gitlab;

import java.util.List;
import java.util.Optional;

/** Jobs of a project's pipelines. */
public interface GitLabJobs {

    /** How many jobs a page holds at most. */
    int PAGE_SIZE = 100;

    /**
     * Jobs of the project that are pending or running. GitLab lists the newest first and no other way, so a project
     * with more pages than asked for has its oldest jobs only in the last answer.
     *
     * @param from {@link OpenJobs#next} of an earlier answer for this project; empty to begin with the newest
     * @param pages how many pages are asked for at most, from 1
     */
    OpenJobs open(GitLabAccess access, long projectId, Optional<String> from, int pages);

    /** The job; empty when there is none, or when it does not wait for a runner yet. */
    Optional<GitLabJob> find(GitLabAccess access, long projectId, long jobId);

    /**
     * Jobs of the pipeline, retried ones included, oldest first, without those that do not wait for a runner yet; the
     * newest ones when there are more than {@code pages} hold. None when there is no such pipeline.
     *
     * @param pages how many pages are asked for at most, from 1
     */
    List<GitLabJob> ofPipeline(GitLabAccess access, long projectId, long pipelineId, int pages);
}
