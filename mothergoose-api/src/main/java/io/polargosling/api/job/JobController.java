package io.polargosling.api.job;

import io.polargosling.api.http.PageBody;
import io.polargosling.api.operation.OperationAccepted;
import io.polargosling.api.operation.QueuedWork;
import io.polargosling.api.problem.Parameters;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.api.problem.ProblemKind;
import io.polargosling.api.security.Caller;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.job.JobName;
import io.polargosling.domain.job.JobRow;
import io.polargosling.domain.job.JobRun;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Self-management jobs. */
@RestController
final class JobController {

    private static final Logger LOG = LoggerFactory.getLogger(JobController.class);
    private static final int LATEST = 20;

    private final Storage storage;
    private final QueuedWork work;

    JobController(Storage storage, QueuedWork work) {
        this.storage = storage;
        this.work = work;
    }

    @GetMapping("/jobs")
    PageBody<JobBody> list(
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return PageBody.of(storage.jobs().list(Parameters.page(limit, cursor)), JobBody::of);
    }

    @GetMapping("/jobs/{name}")
    JobBody job(@PathVariable String name) {
        return JobBody.of(find(name));
    }

    @GetMapping("/jobs/{name}/runs")
    PageBody<JobRunBody> runs(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        var job = find(name).name();
        return PageBody.of(storage.jobRuns().ofJob(job, Parameters.page(limit, cursor)), JobRunBody::of);
    }

    @PostMapping("/jobs/{name}/trigger")
    ResponseEntity<OperationAccepted> trigger(
            @PathVariable String name, @RequestBody(required = false) @Nullable TriggerJobBody body, Caller caller) {
        if (body != null) {
            body.check();
        }
        var row = find(name);
        if (!row.enabled()) {
            throw new ProblemException(ProblemKind.JOB_DISABLED, "job \"" + row.name() + "\" is disabled in the Nest");
        }
        if (isRunning(row.name())) {
            throw new ProblemException(ProblemKind.JOB_RUNNING, "a run of job \"" + row.name() + "\" is not over");
        }
        LOG.info(
                "job start asked for job={} caller={} reason={}",
                row.name(),
                caller.getPrincipal(),
                body == null || body.reason() == null ? "none" : "given");
        return work.begin(
                "job-trigger", caller.getPrincipal(), operation -> new Command.TriggerJob(row.name(), operation));
    }

    private boolean isRunning(JobName job) {
        return storage.jobRuns().ofJob(job, PageRequest.first(LATEST)).items().stream()
                .anyMatch(JobRun::isOpen);
    }

    private JobRow find(String name) {
        if (!JobName.isValid(name)) {
            throw ProblemException.notFound("no job can have this name");
        }
        return storage.jobs()
                .find(JobName.of(name))
                .orElseThrow(() -> ProblemException.notFound("there is no job \"" + name + "\""));
    }
}
