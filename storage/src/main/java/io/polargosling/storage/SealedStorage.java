package io.polargosling.storage;

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
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.sync.SyncStore;
import io.polargosling.domain.token.ApiTokenStore;
import io.polargosling.domain.webhook.DeliveryStore;
import io.polargosling.storage.envelope.Envelope;
import java.util.Optional;

/**
 * A storage whose sensitive parts are sealed, whatever database it is on: the variables of plans. UglyFox, which has no
 * secrets, can use the rest.
 */
final class SealedStorage implements Storage {

    private final Storage storage;
    private final Optional<Envelope> envelope;

    SealedStorage(Storage storage, Optional<Envelope> envelope) {
        this.storage = storage;
        this.envelope = envelope;
    }

    private SealedPlans sealedPlans() {
        return new SealedPlans(storage.plans(), envelope);
    }

    @Override
    public PlanStore plans() {
        return sealedPlans();
    }

    @Override
    public RunnerStore runners() {
        return new SealedRunners(storage.runners(), sealedPlans());
    }

    @Override
    public EggStatusReader statuses() {
        var reader = storage.statuses();
        var plans = sealedPlans();
        return egg -> reader.of(egg)
                .map(status -> status.withPlans(
                        status.plans().stream().map(plans::opened).toList()));
    }

    @Override
    public EggStore eggs() {
        return storage.eggs();
    }

    @Override
    public TofuRunStore runs() {
        return storage.runs();
    }

    @Override
    public LeaseStore leases() {
        return storage.leases();
    }

    @Override
    public SyncStore syncs() {
        return storage.syncs();
    }

    @Override
    public PolicyStore policies() {
        return storage.policies();
    }

    @Override
    public DecisionStore decisions() {
        return storage.decisions();
    }

    @Override
    public DeliveryStore deliveries() {
        return storage.deliveries();
    }

    @Override
    public ApiTokenStore tokens() {
        return storage.tokens();
    }

    @Override
    public OperationStore operations() {
        return storage.operations();
    }

    @Override
    public AuditLog audit() {
        return storage.audit();
    }

    @Override
    public TargetStore targets() {
        return storage.targets();
    }

    @Override
    public CiJobStore ciJobs() {
        return storage.ciJobs();
    }

    @Override
    public ProjectStore projects() {
        return storage.projects();
    }

    @Override
    public JobStore jobs() {
        return storage.jobs();
    }

    @Override
    public JobRunStore jobRuns() {
        return storage.jobRuns();
    }

    @Override
    public InfrastructureStore infrastructure() {
        return storage.infrastructure();
    }

    @Override
    public RunnerMetricsStore metrics() {
        return storage.metrics();
    }

    @Override
    public BinaryStore binaries() {
        return storage.binaries();
    }

    @Override
    public FindingStore findings() {
        return storage.findings();
    }

    @Override
    public BreakerStore breakers() {
        return storage.breakers();
    }

    @Override
    public IdempotencyStore requests() {
        return storage.requests();
    }

    @Override
    public void check() {
        storage.check();
    }

    @Override
    public void close() {
        storage.close();
    }
}
