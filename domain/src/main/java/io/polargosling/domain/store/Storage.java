package io.polargosling.domain.store;

import io.polargosling.domain.audit.AuditLog;
import io.polargosling.domain.binary.BinaryStore;
import io.polargosling.domain.breaker.BreakerStore;
import io.polargosling.domain.demand.CiJobStore;
import io.polargosling.domain.demand.DecisionStore;
import io.polargosling.domain.egg.EggStore;
import io.polargosling.domain.egg.TargetStore;
import io.polargosling.domain.gitlab.ProjectStore;
import io.polargosling.domain.idempotency.IdempotencyStore;
import io.polargosling.domain.infrastructure.InfrastructureStore;
import io.polargosling.domain.job.JobRunStore;
import io.polargosling.domain.job.JobStore;
import io.polargosling.domain.lease.LeaseStore;
import io.polargosling.domain.operation.OperationStore;
import io.polargosling.domain.plan.PlanStore;
import io.polargosling.domain.policy.PolicyStore;
import io.polargosling.domain.problem.FindingStore;
import io.polargosling.domain.run.TofuRunStore;
import io.polargosling.domain.runner.RunnerMetricsStore;
import io.polargosling.domain.runner.RunnerStore;
import io.polargosling.domain.status.EggStatusReader;
import io.polargosling.domain.sync.SyncStore;
import io.polargosling.domain.token.ApiTokenStore;
import io.polargosling.domain.webhook.DeliveryStore;

/** The stores of one database. Making one does no I/O that can fail for good; {@link #check()} tells how it is. */
public interface Storage extends AutoCloseable {

    /** Eggs, revisions, targets. */
    EggStore eggs();

    /** Runners and capacity. */
    RunnerStore runners();

    /** Plans. */
    PlanStore plans();

    /** Run records of OpenTofu. */
    TofuRunStore runs();

    /** Leases and duties. */
    LeaseStore leases();

    /** Nest head and sync history. */
    SyncStore syncs();

    /** UglyFox's policy. */
    PolicyStore policies();

    /** Reconcile decisions. */
    DecisionStore decisions();

    /** Webhook deliveries. */
    DeliveryStore deliveries();

    /** API tokens. */
    ApiTokenStore tokens();

    /** Operations. */
    OperationStore operations();

    /** The audit record. */
    AuditLog audit();

    /** What is known of targets at GitLab. */
    TargetStore targets();

    /** CI jobs. */
    CiJobStore ciJobs();

    /** Projects of groups. */
    ProjectStore projects();

    /** Self-management jobs. */
    JobStore jobs();

    /** Runs of self-management jobs. */
    JobRunStore jobRuns();

    /** MotherGoose's configuration. */
    InfrastructureStore infrastructure();

    /** What runners measured. */
    RunnerMetricsStore metrics();

    /** Stored programs. */
    BinaryStore binaries();

    /** Findings that stand. */
    FindingStore findings();

    /** Breakers. */
    BreakerStore breakers();

    /** Keys of requests that are answered once. */
    IdempotencyStore requests();

    /** The status of eggs. */
    EggStatusReader statuses();

    /**
     * Does a cheap read.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when the database does not answer
     */
    void check();

    @Override
    void close();
}
