package io.polargosling.nest;

import io.polargosling.domain.job.JobName;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The self-management jobs of a Nest. A job is either in {@code jobs} or in {@code broken}; one that is in neither is not
 * declared.
 *
 * @param jobs those without an error
 * @param broken names with files that are there but not usable; what is stored under these names stays
 */
public record NestJobs(SortedMap<JobName, NestJob> jobs, SortedSet<JobName> broken) {

    public NestJobs {
        jobs = Collections.unmodifiableSortedMap(new TreeMap<>((Map<JobName, NestJob>) jobs));
        broken = Collections.unmodifiableSortedSet(new TreeSet<>((Collection<JobName>) broken));
    }
}
