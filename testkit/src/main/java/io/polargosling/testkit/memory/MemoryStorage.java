package io.polargosling.testkit.memory;

import io.polargosling.domain.audit.AuditLog;
import io.polargosling.domain.binary.BinaryStore;
import io.polargosling.domain.breaker.BreakerScope;
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
import io.polargosling.domain.status.EggStatus;
import io.polargosling.domain.status.EggStatusReader;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.sync.SyncStore;
import io.polargosling.domain.token.ApiTokenStore;
import io.polargosling.domain.webhook.DeliveryStore;
import java.util.function.BooleanSupplier;

/**
 * All stores in maps under one lock: every write is atomic, a call takes microseconds, and nothing outlives the JVM.
 *
 * <pre>
 * leases   egg:web -> owner, token, renewals        every fenced write begins by looking here
 * eggs     web -> row; revisions 1, 2, 3            raised by runner writes, seen by the release of a lease
 * runners  abc123def456 -> row                      slots counted in (web, apex) -> used, maximum
 * </pre>
 */
public final class MemoryStorage implements Storage {

    private final Rows rows;
    private final MemoryAudit audit;
    private final MemoryTargets targets;
    private final MemoryEggs eggs;
    private final MemoryLeases leases;
    private final MemoryPlans plans;
    private final MemoryRunners runners;
    private final MemoryRuns runs;
    private final MemorySyncs syncs;
    private final MemorySingles.Policies policies;
    private final MemoryDecisions decisions;
    private final MemoryDeliveries deliveries;
    private final MemorySingles.Tokens tokens;
    private final MemorySingles.Operations operations;
    private final MemoryCiJobs ciJobs;
    private final MemoryProjects projects;
    private final MemoryJobs jobs;
    private final MemoryJobRuns jobRuns;
    private final MemorySingles.Infrastructures infrastructure;
    private final MemoryMetrics metrics;
    private final MemoryBinaries binaries;
    private final MemoryFindings findings;
    private final MemoryBreakers breakers;
    private final MemoryRequests requests;

    private MemoryStorage(BooleanSupplier cut) {
        rows = new Rows(cut);
        audit = new MemoryAudit(rows);
        targets = new MemoryTargets(rows);
        eggs = new MemoryEggs(rows, audit, targets);
        leases = eggs.leases();
        plans = new MemoryPlans(rows, leases);
        runners = new MemoryRunners(rows, eggs, plans, audit);
        runs = new MemoryRuns(rows, leases);
        syncs = new MemorySyncs(rows, leases);
        policies = MemorySingles.Policies.in(rows, leases);
        decisions = new MemoryDecisions(rows, leases);
        deliveries = new MemoryDeliveries(rows);
        tokens = MemorySingles.Tokens.in(rows);
        operations = MemorySingles.Operations.in(rows);
        ciJobs = new MemoryCiJobs(rows);
        projects = new MemoryProjects(rows);
        jobs = new MemoryJobs(rows, leases, audit);
        jobRuns = new MemoryJobRuns(rows, leases);
        infrastructure = MemorySingles.Infrastructures.in(rows, leases);
        metrics = new MemoryMetrics(rows);
        binaries = new MemoryBinaries(rows, audit);
        findings = new MemoryFindings(rows);
        breakers = new MemoryBreakers(rows);
        requests = new MemoryRequests(rows);
    }

    /** A new, empty storage. */
    public static MemoryStorage empty() {
        return new MemoryStorage(() -> false);
    }

    /**
     * A new, empty storage whose connection can be cut.
     *
     * @param cut asked before each row that is written and before and after each commit; true cuts the write there
     */
    public static MemoryStorage cutBy(BooleanSupplier cut) {
        return new MemoryStorage(cut);
    }

    /** Makes every call fail as unavailable, or lets them through again; the rows stay. */
    public void reachable(boolean now) {
        rows.reachable(now);
    }

    @Override
    public EggStore eggs() {
        return eggs;
    }

    @Override
    public RunnerStore runners() {
        return runners;
    }

    @Override
    public PlanStore plans() {
        return plans;
    }

    @Override
    public TofuRunStore runs() {
        return runs;
    }

    @Override
    public LeaseStore leases() {
        return leases;
    }

    @Override
    public SyncStore syncs() {
        return syncs;
    }

    @Override
    public PolicyStore policies() {
        return policies;
    }

    @Override
    public DecisionStore decisions() {
        return decisions;
    }

    @Override
    public DeliveryStore deliveries() {
        return deliveries;
    }

    @Override
    public ApiTokenStore tokens() {
        return tokens;
    }

    @Override
    public OperationStore operations() {
        return operations;
    }

    @Override
    public AuditLog audit() {
        return audit;
    }

    @Override
    public TargetStore targets() {
        return targets;
    }

    @Override
    public CiJobStore ciJobs() {
        return ciJobs;
    }

    @Override
    public ProjectStore projects() {
        return projects;
    }

    @Override
    public JobStore jobs() {
        return jobs;
    }

    @Override
    public JobRunStore jobRuns() {
        return jobRuns;
    }

    @Override
    public InfrastructureStore infrastructure() {
        return infrastructure;
    }

    @Override
    public RunnerMetricsStore metrics() {
        return metrics;
    }

    @Override
    public BinaryStore binaries() {
        return binaries;
    }

    @Override
    public FindingStore findings() {
        return findings;
    }

    @Override
    public BreakerStore breakers() {
        return breakers;
    }

    @Override
    public IdempotencyStore requests() {
        return requests;
    }

    @Override
    public EggStatusReader statuses() {
        return egg -> rows.read(() -> eggs.find(egg)
                .map(stored -> new EggStatus(
                        stored,
                        runners.ofEgg(egg),
                        plans.newest(egg).limit(EggStatus.MAX_PLANS).toList(),
                        decisions.newest(egg, 1).stream().findFirst(),
                        breakers.find(BreakerScope.of(egg)),
                        findings.sorted("egg/" + egg)
                                .limit(EggStatus.MAX_FINDINGS)
                                .toList())));
    }

    @Override
    public void check() {
        Object _ = rows.read(() -> true);
    }

    @Override
    public void close() {
        // What the memory holds goes with it.
    }
}
