package io.polargosling.storage.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.lease.Lease;
import io.polargosling.domain.pool.CapacityDrift;
import io.polargosling.domain.pool.CapacityUse;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.ReserveOutcome;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerOrigin;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.webhook.Delivery;
import io.polargosling.testkit.gen.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** How many calls things take, and what becomes of a call that goes wrong. */
class CallsTest {

    private static final EggName EGG = EggName.of("web");

    private final Random random = new Random(3);
    private final Line line = new Line();
    private final DynamoDbStorage.Options options = LocalDynamoDb.newTable();
    private final Storage storage = LocalDynamoDb.open(options, line);
    private Fence fence = new Fence("", 0);

    /** What every call passes: it is counted, and goes wrong where a test says so. */
    private static final class Line implements ExecutionInterceptor {

        private final List<SdkRequest> calls = new ArrayList<>();
        private final AtomicInteger sent = new AtomicInteger();
        private int conflicts;
        private boolean losesTransactions;
        private Optional<Map<String, AttributeValue>> old = Optional.empty();

        @Override
        public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
            calls.add(context.request());
        }

        @Override
        public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
            sent.incrementAndGet();
            if (conflicts > 0) {
                conflicts--;
                throw TransactionCanceledException.builder()
                        .statusCode(400)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode("TransactionCanceledException")
                                .build())
                        .cancellationReasons(
                                CancellationReason.builder().code("None").build(),
                                CancellationReason.builder()
                                        .code("TransactionConflict")
                                        .build())
                        .build();
            }
        }

        @Override
        public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
            if (losesTransactions && context.request() instanceof TransactWriteItemsRequest) {
                losesTransactions = false;
                throw RetryableException.create("the answer was lost", new IOException("reset"));
            }
        }

        @Override
        public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
            if (old.isPresent() && context.response() instanceof BatchGetItemResponse answer) {
                var stale = old.get();
                old = Optional.empty();
                return answer.toBuilder().responses(replaced(answer, stale)).build();
            }
            return context.response();
        }

        private static Map<String, List<Map<String, AttributeValue>>> replaced(
                BatchGetItemResponse answer, Map<String, AttributeValue> stale) {
            var table = answer.responses().entrySet().iterator().next();
            var rows = table.getValue().stream()
                    .map(row -> Key.of(row).equals(Key.of(stale)) ? stale : row)
                    .toList();
            return Map.of(table.getKey(), rows);
        }
    }

    @BeforeEach
    void takeLease() {
        fence = storage.leases()
                .take("egg:web", "me", Optional.empty(), Samples.NOW)
                .map(Lease::fence)
                .orElseThrow();
        line.calls.clear();
        line.sent.set(0);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private List<Runner> reserved(int count, AuditEntry... audit) {
        var fresh =
                Stream.generate(() -> Samples.runner(EGG, random)).limit(count).toList();
        return switch (storage.runners().reserve(fresh, SlotLimits.of(1000), List.of(audit), fence)) {
            case ReserveOutcome.Reserved done -> done.runners();
            case ReserveOutcome.Exhausted none -> throw new AssertionError("no room: " + none);
        };
    }

    private void applyEgg() {
        var _ = storage.eggs()
                .apply(
                        Samples.eggConfig("web"),
                        Samples.hash('a'),
                        Samples.COMMIT,
                        Samples.NOW,
                        Samples.audit("egg/web"),
                        fence);
    }

    @Test
    void statusOfAnEgg_upToAHundredRunners_takesThreeCalls() {
        applyEgg();
        for (int i = 0; i < 12; i++) {
            reserved(8);
            storage.plans().save(Samples.plan(EGG, Samples.NOW.plusSeconds(i)), fence);
            storage.plans().save(Samples.plan(EGG, Samples.NOW.plusSeconds(i)), fence);
        }
        line.calls.clear();

        var status = storage.statuses().of(EGG).orElseThrow();

        assertThat(status.runners()).hasSize(96);
        assertThat(status.plans()).hasSize(20);
        assertThat(line.calls).hasSize(3);

        reserved(8);
        line.calls.clear();
        assertThat(storage.statuses().of(EGG).orElseThrow().runners()).hasSize(104);
        assertThat(line.calls).as("one more for the second hundred").hasSize(4);
    }

    @Test
    void write_runnerOfAnotherEgg_isRefused() {
        var runner = reserved(1).getFirst();
        var origin = runner.origin();
        var stolen = runner.withOrigin(new RunnerOrigin(
                EggName.of("api"),
                origin.repo(),
                origin.kind(),
                origin.platform(),
                origin.placement(),
                origin.revision(),
                origin.commit(),
                origin.createdAt()));

        assertThatThrownBy(() -> storage.runners().write(RunnerWrite.fenced(fence, stolen)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("\"api\"")
                .hasMessageContaining("\"web\"");
        assertThat(storage.runners().find(runner.id())).contains(runner);
    }

    @Test
    void write_runner_takesOneReadAndOneTransaction() {
        applyEgg();
        var runner = reserved(1).getFirst();
        line.calls.clear();

        storage.runners().write(RunnerWrite.unfenced(runner.attemptedAgain(), Samples.audit("runner/x")));

        assertThat(line.calls).hasSize(2);
        assertThat(line.calls.getFirst()).isInstanceOf(BatchGetItemRequest.class);
        assertThat(line.calls.getLast()).isInstanceOf(TransactWriteItemsRequest.class);
    }

    @Test
    void write_asLargeAsMayBe_staysWithinTwentyFiveActions() {
        applyEgg();
        var failed = storage.runners()
                .write(write(
                        reserved(8).stream()
                                .map(r -> r.moveTo(RunnerState.FAILED, Samples.NOW, Optional.empty()))
                                .toList(),
                        Optional.empty()));
        var going = storage.runners()
                .write(write(
                        failed.stream()
                                .map(r -> r.moveTo(RunnerState.TERMINATING, Samples.NOW, Optional.empty()))
                                .toList(),
                        Optional.empty()));
        line.calls.clear();

        storage.runners()
                .write(write(
                        going.stream()
                                .map(r -> r.moveTo(RunnerState.TERMINATED, Samples.NOW, Optional.empty()))
                                .toList(),
                        Optional.of(1)));

        assertThat(line.calls.getLast())
                .isInstanceOfSatisfying(
                        TransactWriteItemsRequest.class,
                        // Runners, audit rows, the plan and its id, the fleet, the egg, the lease.
                        write -> assertThat(write.transactItems()).hasSize(8 + 8 + 2 + 1 + 1 + 1));
        assertThat(storage.runners().ofEgg(EGG)).isEmpty();
    }

    private RunnerWrite write(List<Runner> runners, Optional<Integer> plans) {
        var audit = Stream.generate(() -> Samples.audit("runner/x")).limit(8).toList();
        return new RunnerWrite(
                runners, audit, plans.map(_ -> Samples.plan(EGG, Samples.NOW)), Optional.of(fence), plans.isPresent());
    }

    @Test
    void list_cursorExpiredMeanwhile_isAtItsEnd() {
        for (int i = 0; i < 2; i++) {
            var at = Samples.NOW.plusSeconds(i);
            storage.deliveries()
                    .recordAll(
                            List.of(new Delivery("key-" + i, Samples.SERVER, "project/1", "build", "queued", "", at)));
        }
        var first = storage.deliveries().ofTarget(Samples.SERVER, "project/1", Samples.NOW, PageRequest.first(1));
        var later = Samples.NOW.plus(Delivery.KEPT).plusSeconds(60);

        var rest = storage.deliveries().ofTarget(Samples.SERVER, "project/1", later, new PageRequest(1, first.next()));

        assertThat(first.next()).isPresent();
        assertThat(rest.items()).isEmpty();
        assertThat(rest.next()).isEmpty();
    }

    @Test
    void keys_longestTexts_areTaken() {
        var text = "гусь-🪿".repeat(200);
        var finding = new Finding(Severity.ERROR, "c" + text, Place.ofFile("x"), text, "m", Optional.empty());
        var audit = AuditEntry.of(Samples.NOW, text, "a", text, Map.of());

        var standing = storage.findings().report(finding, Samples.NOW);
        storage.runners().write(new RunnerWrite(List.of(), List.of(audit), Optional.empty(), Optional.empty(), false));

        assertThat(storage.findings().ofResource(text, PageRequest.first(9)).items())
                .containsExactly(standing);
        assertThat(storage.findings()
                        .ofSeverity(Severity.ERROR, PageRequest.first(9))
                        .items())
                .containsExactly(standing);
        assertThat(storage.audit().ofResource(text, PageRequest.first(9)).items())
                .containsExactly(audit);
        assertThat(storage.audit().ofActor(text, PageRequest.first(9)).items()).containsExactly(audit);
    }

    @Test
    void transaction_answerLost_isSentAgainAndCountsOnce() {
        var runner = reserved(1).getFirst();
        var write = RunnerWrite.fenced(fence, runner.attemptedAgain(), Samples.audit("runner/x"));
        line.losesTransactions = true;

        var written = storage.runners().write(write);

        assertThat(written).containsExactly(runner.attemptedAgain().withVersion(2));
        assertThat(storage.runners().find(runner.id())).contains(written.getFirst());
        assertThat(line.losesTransactions).as("an answer is still to be lost").isFalse();
    }

    @Test
    void reservation_answerLost_takesItsSlotsOnce() {
        line.losesTransactions = true;

        var rows = reserved(2);

        assertThat(storage.runners().ofEgg(EGG)).containsExactlyInAnyOrderElementsOf(rows);
        assertThat(storage.runners().capacity(EGG)).containsExactly(new CapacityUse(Pool.APEX, 2, 1000));
    }

    @Test
    void recount_countersThatDriftedOrAreMissing_areCorrectedAndToldOnce() {
        reserved(2);
        changeFleet("SET used_apex = :n REMOVE used_all", 4);

        assertThat(storage.runners().recount(EGG, fence))
                .containsExactly(new CapacityDrift(CapacityDrift.ALL, 2, 4), new CapacityDrift("apex", 2, 4));

        assertThat(storage.runners().recount(EGG, fence)).isEmpty();
        assertThat(storage.runners().capacity(EGG)).containsExactly(new CapacityUse(Pool.APEX, 2, 1000));
    }

    @Test
    void reserve_counterOfBothKindsNeverWritten_beginsWithWhatThePoolsSay() {
        reserved(2);
        changeFleet("SET row_version = row_version + :n REMOVE used_all", 1);
        var one = List.of(Samples.runner(EGG, random));

        assertThat(storage.runners().reserve(one, SlotLimits.of(9).withAll(2), List.of(), fence))
                .isEqualTo(new ReserveOutcome.Exhausted(new CapacityUse(Pool.APEX, 2, 2), true));
        assertThat(storage.runners().reserve(one, SlotLimits.of(9).withAll(3), List.of(), fence))
                .isInstanceOf(ReserveOutcome.Reserved.class);
        assertThat(storage.runners().recount(EGG, fence)).isEmpty();
    }

    private void changeFleet(String update, int number) {
        try (var client = Clients.configured(options).build()) {
            client.updateItem(r -> r.tableName(options.table())
                    .key(Keys.fleet(EGG).attributes())
                    .updateExpression(update)
                    .expressionAttributeValues(Map.of(":n", Value.number(number))));
        }
    }

    @Test
    void lease_answerOfTheTakingLost_isHeld() {
        line.losesTransactions = true;

        var lease = storage.leases().take("other", "me", Optional.empty(), Samples.NOW);

        assertThat(lease).contains(new Lease("other", "me", 1));
    }

    @Test
    void transaction_conflictsFiveTimes_getsThroughAtTheSixth() {
        var runner = reserved(1).getFirst();
        line.sent.set(0);
        line.conflicts = 5;

        var lease = storage.leases().take("other", "me", Optional.empty(), Samples.NOW);

        assertThat(lease).isPresent();
        assertThat(line.sent).hasValue(6);
        assertThat(storage.runners().find(runner.id())).contains(runner);
    }

    @Test
    void transaction_conflictsOn_isUnavailable() {
        line.conflicts = 6;

        assertThatThrownBy(() -> storage.leases().take("other", "me", Optional.empty(), Samples.NOW))
                .isInstanceOf(UnavailableException.class)
                .hasCauseInstanceOf(TransactionCanceledException.class);
        assertThat(line.sent).hasValue(6);
        assertThat(storage.leases().find("other")).isEmpty();
    }

    @Test
    void ofEgg_oneRowReadBeforeATransactionAndOneAfter_looksAgain() {
        var rows = reserved(2);
        var old = read(rows.getFirst());
        var changed = storage.runners()
                .write(new RunnerWrite(
                        rows.stream().map(Runner::attemptedAgain).toList(),
                        List.of(),
                        Optional.empty(),
                        Optional.of(fence),
                        false));
        line.old = Optional.of(old);
        line.calls.clear();

        assertThat(storage.runners().ofEgg(EGG)).containsExactlyInAnyOrderElementsOf(changed);
        assertThat(line.calls).as("two looks of two calls").hasSize(4);
    }

    private Map<String, AttributeValue> read(Runner runner) {
        try (var client = Clients.configured(options).build()) {
            var key = Keys.runner(runner.id()).attributes();
            return client.getItem(r -> r.tableName(options.table()).key(key)).item();
        }
    }
}
