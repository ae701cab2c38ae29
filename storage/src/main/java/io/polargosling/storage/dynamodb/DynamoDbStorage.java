package io.polargosling.storage.dynamodb;

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
import java.net.URI;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/**
 * The stores on one table of DynamoDB.
 *
 * <p>Opening does no I/O. The first use looks for the table, and makes it where that is allowed; while DynamoDB does not
 * answer, every use throws {@link io.polargosling.domain.problem.UnavailableException}.
 */
public final class DynamoDbStorage implements Storage {

    private final Table table;

    private DynamoDbStorage(Table table) {
        this.table = table;
    }

    /**
     * Which table is used, and whether it may be made.
     *
     * @param prefix of the table's name, which is {@code PREFIXgosling}; may be empty
     * @param connections at once, 1 to 1000
     * @param makesTable true to make the table at first use when there is none; it is billed by request then
     * @param endpoint a stand-in on this machine; empty for what the SDK finds by itself, as it does region and
     *     credentials
     */
    public record Options(String prefix, int connections, boolean makesTable, Optional<URI> endpoint) {

        private static final int MAX_CONNECTIONS = 1000;
        private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_.-]{0,200}");
        private static final Pattern LOOPBACK =
                Pattern.compile("localhost|127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}|\\[::1]");

        /** @throws InvalidException when the prefix cannot be in a table's name, or the endpoint is another machine */
        public Options {
            if (!PREFIX.matcher(prefix).matches()) {
                throw new InvalidException("DynamoDB table prefix \"" + prefix
                        + "\" (expected: at most 200 letters, digits, '_', '.' or '-')");
            }
            if (connections < 1 || connections > MAX_CONNECTIONS) {
                throw new InvalidException(
                        "DynamoDB with " + connections + " connections (expected: 1 to " + MAX_CONNECTIONS + ")");
            }
            endpoint.ifPresent(place -> {
                String host = String.valueOf(place.getHost());
                if (!LOOPBACK.matcher(host).matches()) {
                    throw new InvalidException("DynamoDB endpoint on \"" + host
                            + "\" (expected: this machine's loopback; elsewhere let the SDK find it)");
                }
            });
        }

        /** DynamoDB as the SDK finds it, with a table that is made where the credentials allow it. */
        public static Options of(String prefix, int connections) {
            return new Options(prefix, connections, true, Optional.empty());
        }

        String table() {
            return prefix + "gosling";
        }
    }

    /** The storage in the table of {@code options}. */
    public static Storage open(Options options) {
        return open(options, builder -> builder);
    }

    /** As {@link #open(Options)}, with a client that tests have their hands in. */
    static Storage open(Options options, UnaryOperator<DynamoDbClientBuilder> tampering) {
        return new DynamoDbStorage(new Table(
                options.table(),
                options.makesTable(),
                () -> tampering.apply(Clients.configured(options)).build()));
    }

    @Override
    public EggStore eggs() {
        return new DynamoDbEggStore(table);
    }

    @Override
    public RunnerStore runners() {
        return new DynamoDbRunnerStore(table);
    }

    @Override
    public PlanStore plans() {
        return new DynamoDbPlanStore(table);
    }

    @Override
    public TofuRunStore runs() {
        return new DynamoDbTofuRunStore(table);
    }

    @Override
    public LeaseStore leases() {
        return new DynamoDbLeaseStore(table);
    }

    @Override
    public SyncStore syncs() {
        return new DynamoDbSyncStore(table);
    }

    @Override
    public PolicyStore policies() {
        return new DynamoDbPolicyStore(table);
    }

    @Override
    public DecisionStore decisions() {
        return new DynamoDbDecisionStore(table);
    }

    @Override
    public DeliveryStore deliveries() {
        return new DynamoDbDeliveryStore(table);
    }

    @Override
    public ApiTokenStore tokens() {
        return new DynamoDbApiTokenStore(table);
    }

    @Override
    public OperationStore operations() {
        return new DynamoDbOperationStore(table);
    }

    @Override
    public AuditLog audit() {
        return new DynamoDbAuditLog(table);
    }

    @Override
    public TargetStore targets() {
        return new DynamoDbTargetStore(table);
    }

    @Override
    public CiJobStore ciJobs() {
        return new DynamoDbCiJobStore(table);
    }

    @Override
    public ProjectStore projects() {
        return new DynamoDbProjectStore(table);
    }

    @Override
    public JobStore jobs() {
        return new DynamoDbJobStore(table);
    }

    @Override
    public JobRunStore jobRuns() {
        return new DynamoDbJobRunStore(table);
    }

    @Override
    public InfrastructureStore infrastructure() {
        return new DynamoDbInfrastructureStore(table);
    }

    @Override
    public RunnerMetricsStore metrics() {
        return new DynamoDbRunnerMetricsStore(table);
    }

    @Override
    public BinaryStore binaries() {
        return new DynamoDbBinaryStore(table);
    }

    @Override
    public FindingStore findings() {
        return new DynamoDbFindingStore(table);
    }

    @Override
    public BreakerStore breakers() {
        return new DynamoDbBreakerStore(table);
    }

    @Override
    public IdempotencyStore requests() {
        return new DynamoDbIdempotencyStore(table);
    }

    @Override
    public EggStatusReader statuses() {
        return new DynamoDbEggStatusReader(table);
    }

    @Override
    public void check() {
        var _ = table.get("checking the database", Schema.ROW);
    }

    @Override
    public void close() {
        table.close();
    }
}
