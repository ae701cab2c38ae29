package io.polargosling.storage.jdbc;

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
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.run.TofuRunStore;
import io.polargosling.domain.runner.RunnerMetricsStore;
import io.polargosling.domain.runner.RunnerStore;
import io.polargosling.domain.status.EggStatusReader;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.sync.SyncStore;
import io.polargosling.domain.token.ApiTokenStore;
import io.polargosling.domain.webhook.DeliveryStore;
import io.polargosling.embedded.H2File;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * The stores on one SQL database.
 *
 * <p>Opening does no I/O. The first use makes or updates the tables; when the database is down it throws
 * {@link io.polargosling.domain.problem.UnavailableException}, and so does every later use until the database is back.
 */
public final class JdbcStorage implements Storage {

    private static final int CONNECTIONS = 10;

    private final Database database;

    private JdbcStorage(Connections connections) {
        database = new Database(connections);
    }

    /**
     * The storage behind {@code jdbcUrl}, with 10 connections.
     *
     * @param jdbcUrl such as {@code jdbc:postgresql://host/gosling?user=gosling} or
     *     {@code jdbc:h2:file:/var/lib/gosling/store}; what makes commits durable is added to it
     * @throws InvalidException when no such database is supported, or the URL has credentials before the host
     */
    public static Storage open(String jdbcUrl) {
        return open(jdbcUrl, CONNECTIONS);
    }

    /**
     * As above.
     *
     * @param connections how many at once, at least 2
     */
    public static Storage open(String jdbcUrl, int connections) {
        var _ = Dialect.of(jdbcUrl);
        var _ = Address.parse(jdbcUrl);
        return open(() -> jdbcUrl, connections);
    }

    /**
     * As above, for a URL that is to be fetched, such as a secret; a wrong one is found out at the first use.
     *
     * @param jdbcUrl asked once, or until the database could be opened
     */
    public static Storage open(Supplier<String> jdbcUrl, int connections) {
        return over(new Connections(jdbcUrl, connections, pool -> pool));
    }

    static Storage over(Connections connections) {
        return new JdbcStorage(connections);
    }

    /**
     * The embedded database: the file {@code store.mv.db} in {@code dataFolder}. One process at a time can have it.
     *
     * @throws InvalidException when the path has a semicolon, which would end the file's name
     */
    public static Storage embedded(Path dataFolder) {
        return embedded(dataFolder, CONNECTIONS);
    }

    /** As above, with as many connections at once. */
    public static Storage embedded(Path dataFolder, int connections) {
        return open(H2File.of(dataFolder.resolve("store")).url(), connections);
    }

    @Override
    public EggStore eggs() {
        return new JdbcEggStore(database);
    }

    @Override
    public RunnerStore runners() {
        return new JdbcRunnerStore(database);
    }

    @Override
    public PlanStore plans() {
        return new JdbcPlanStore(database);
    }

    @Override
    public TofuRunStore runs() {
        return new JdbcTofuRunStore(database);
    }

    @Override
    public LeaseStore leases() {
        return new JdbcLeaseStore(database);
    }

    @Override
    public SyncStore syncs() {
        return new JdbcSyncStore(database);
    }

    @Override
    public PolicyStore policies() {
        return new JdbcPolicyStore(database);
    }

    @Override
    public DecisionStore decisions() {
        return new JdbcDecisionStore(database);
    }

    @Override
    public DeliveryStore deliveries() {
        return new JdbcDeliveryStore(database);
    }

    @Override
    public ApiTokenStore tokens() {
        return new JdbcApiTokenStore(database);
    }

    @Override
    public OperationStore operations() {
        return new JdbcOperationStore(database);
    }

    @Override
    public AuditLog audit() {
        return new JdbcAuditLog(database);
    }

    @Override
    public void check() {
        Object _ = database.read(
                "checking the database",
                db -> db.find(
                        JdbcSyncStore.HEAD.select().only("id").rising("id").limit(1), cells -> cells.text("id")));
    }

    @Override
    public void close() {
        database.close();
    }

    @Override
    public TargetStore targets() {
        return new JdbcTargetStore(database);
    }

    @Override
    public CiJobStore ciJobs() {
        return new JdbcCiJobStore(database);
    }

    @Override
    public ProjectStore projects() {
        return new JdbcProjectStore(database);
    }

    @Override
    public JobStore jobs() {
        return new JdbcJobStore(database);
    }

    @Override
    public JobRunStore jobRuns() {
        return new JdbcJobRunStore(database);
    }

    @Override
    public InfrastructureStore infrastructure() {
        return new JdbcInfrastructureStore(database);
    }

    @Override
    public RunnerMetricsStore metrics() {
        return new JdbcRunnerMetricsStore(database);
    }

    @Override
    public BinaryStore binaries() {
        return new JdbcBinaryStore(database);
    }

    @Override
    public FindingStore findings() {
        return new JdbcFindingStore(database);
    }

    @Override
    public BreakerStore breakers() {
        return new JdbcBreakerStore(database);
    }

    @Override
    public IdempotencyStore requests() {
        return new JdbcIdempotencyStore(database);
    }

    @Override
    public EggStatusReader statuses() {
        return new JdbcEggStatusReader(database);
    }
}
