package io.polargosling.worker.job;

import io.polargosling.domain.job.JobName;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.store.Storage;
import java.time.InstantSource;
import java.util.Optional;

/** What stands against jobs in operation. */
record JobFindings(Storage storage, InstantSource clock) {

    /** GitLab does not let its schedule be what it should be. */
    static final String REFUSED = "schedule-refused";
    /** It was due and no pipeline came. */
    static final String MISSED = "missed-run";
    /** It was due while a run of it was not over. */
    static final String OVERLAP = "job-overlap";

    void report(JobName job, String code, String message, String advice) {
        var finding = new Finding(
                Severity.WARNING,
                code,
                Place.ofFile("Jobs/" + job + ".fly"),
                subject(job),
                message,
                Optional.of(advice));
        storage.findings().report(finding, clock.instant());
    }

    void clear(JobName job, String code) {
        storage.findings().clear(subject(job), code);
    }

    private static String subject(JobName job) {
        return "job/" + job;
    }
}
