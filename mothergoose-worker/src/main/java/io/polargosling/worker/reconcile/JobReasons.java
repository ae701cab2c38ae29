package io.polargosling.worker.reconcile;

import io.polargosling.domain.demand.CiJobId;
import io.polargosling.domain.demand.CiJobStore;
import io.polargosling.domain.demand.JobReason;
import io.polargosling.domain.planner.JobVerdict;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what a decision means into the rows of the jobs it is about, where it says something new. */
final class JobReasons {

    /** The longest waiting ones tell enough of a long queue. */
    private static final int AT_ONCE = 100;

    private static final int REMEMBERED = 10_000;

    private final CiJobStore jobs;
    private final Map<CiJobId, JobReason> said = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CiJobId, JobReason> eldest) {
            return size() > REMEMBERED;
        }
    };

    JobReasons(CiJobStore jobs) {
        this.jobs = jobs;
    }

    /** Tells the first of {@code verdicts}; those that were told by this process already cost nothing. */
    void tell(List<JobVerdict> verdicts, Instant now) {
        verdicts.stream().limit(AT_ONCE).forEach(verdict -> {
            var job = new CiJobId(verdict.job().server(), verdict.job().id());
            var reason = new JobReason(now, verdict.code(), verdict.inputs());
            if (isNew(job, reason)) {
                var _ = jobs.explain(job, reason, now);
            }
        });
    }

    private synchronized boolean isNew(CiJobId job, JobReason reason) {
        var before = said.put(job, reason);
        return before == null || !before.saysTheSameAs(reason);
    }
}
