package io.polargosling.worker.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.command.DeployRequest;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.plan.PlanKind;
import io.polargosling.domain.plan.PlanOrigin;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.planner.Planner;
import io.polargosling.domain.planner.RunnerChange;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

class DeployPropertyTest {

    private static final Map<String, List<RunnerState>> LIVES = Map.of(
            "starting", List.of(),
            "active", List.of(RunnerState.ACTIVE),
            "idle", List.of(RunnerState.ACTIVE, RunnerState.IDLE),
            "busy", List.of(RunnerState.ACTIVE, RunnerState.BUSY),
            "failed", List.of(RunnerState.ACTIVE, RunnerState.FAILED),
            "ending", List.of(RunnerState.FAILED, RunnerState.TERMINATING));

    private static @Nullable DeployBench bench;

    /** Rows of one table that a dry run may add to. */
    private static final List<String> WRITTEN = List.of("DEPLOYMENT_PLANS", "AUDIT_LOGS", "OPERATIONS");

    @BeforeContainer
    static void open() {
        bench = new DeployBench();
    }

    @AfterContainer
    static void close() {
        bench().close();
    }

    private static DeployBench bench() {
        if (bench == null) {
            throw new IllegalStateException("not opened");
        }
        return bench;
    }

    /** What stands around an egg: how many jobs wait, and which runners of which revision it has. */
    private static List<Runner> fleet(EggName egg, List<Integer> lives, int jobs) {
        var words = LIVES.keySet().stream().sorted().toList();
        var fleet = new ArrayList<Runner>();
        for (int life : lives) {
            var steps = LIVES.getOrDefault(words.get(life % words.size()), List.of());
            fleet.add(bench().runner(egg, life / words.size() % 2 + 1, steps.toArray(RunnerState[]::new)));
        }
        bench().pending(egg, jobs);
        return fleet;
    }

    @Property(tries = 100)
    void P24_dryRun_ofAnything_writesPlanOperationAndAuditRowOnly(
            @ForAll @Size(max = 6) List<@IntRange(max = 11) Integer> lives,
            @ForAll @IntRange(max = 8) int jobs,
            @ForAll boolean rollback,
            @ForAll boolean replaceIdle,
            @ForAll boolean prewarm,
            @ForAll boolean pinned)
            throws SQLException {
        var egg = bench().egg(3, jobs % 2 == 0 ? RunnerKind.VM : RunnerKind.SERVERLESS);
        if (pinned) {
            bench().rollBack(egg, "2", false);
        }
        fleet(egg, lives, jobs);
        bench().queue.clear();
        var before = tables();

        var operation = rollback
                ? bench().rollBack(egg, "1", true)
                : bench().deploy(egg, DeployBench.dry(replaceIdle, prewarm, pinned));

        var after = tables();
        assertThat(operation.status()).as(operation.toString()).isEqualTo(Operation.Status.SUCCEEDED);
        before.forEach((table, rows) -> {
            if (WRITTEN.contains(table)) {
                assertThat(after.get(table)).as(table).containsAll(rows).hasSize(rows.size() + 1);
            } else {
                assertThat(after.get(table)).as(table).isEqualTo(rows);
            }
        });
        assertThat(bench().tofu.mutatingCalls).isZero();
        assertThat(bench().queue.all()).isEmpty();
        assertThat(bench().storage.plans().open(egg)).isEmpty();
    }

    @Property(tries = 100)
    void P25_rollback_afterAFailedDeployment_makesRunnersOfTheFormerRevisionAndServesDemand(
            @ForAll @Size(max = 6) List<@IntRange(max = 11) Integer> lives,
            @ForAll @IntRange(min = 1, max = 8) int jobs) {
        var egg = bench().egg(2);
        bench().plan(bench().stored(egg), 1, PlanOrigin.of(PlanKind.RECONCILE), PlanStatus.APPLIED);
        bench().plan(bench().stored(egg), 2, PlanOrigin.of(PlanKind.RECONCILE), PlanStatus.FAILED);
        var fleet = fleet(egg, lives, jobs);

        var operation = bench().rollBack(egg, "", false);

        assertThat(operation.status()).isEqualTo(Operation.Status.SUCCEEDED);
        var row = bench().stored(egg);
        assertThat(row.active().number()).isEqualTo(1);
        fleet.forEach(runner -> bench().end(runner.id()));
        // What came to nothing is not tried again at once.
        bench().clock.advance(Duration.ofMinutes(11));
        var input = bench().facts.of(row, bench().clock.instant());
        long created = Planner.plan(input).changes().stream()
                .filter(RunnerChange.Create.class::isInstance)
                .count();
        // Who can take a job: busy ones whose job ends, and those of the former revision that come up or are free.
        long serving = fleet.stream()
                .map(runner -> bench().stored(runner.id()))
                .filter(runner -> runner.status().order().isEmpty())
                .filter(runner -> switch (runner.state()) {
                    case PROVISIONING, ACTIVE, IDLE, BUSY -> true;
                    default -> false;
                })
                .count();
        long held = bench().storage.runners().ofEgg(egg).stream()
                .filter(runner -> runner.slot().isPresent())
                .count();
        assertThat(created + serving).isGreaterThanOrEqualTo(Math.min(jobs, serving + 10 - held));
        var made = bench().makeRunners(egg, 1);
        if (made.status() == Operation.Status.SUCCEEDED) {
            assertThat(newest(egg).origin().revision()).isEqualTo(1);
        }
        assertThat(fleet)
                .map(runner -> bench().stored(runner.id()))
                .filteredOn(runner -> runner.state() == RunnerState.BUSY)
                .allSatisfy(runner -> assertThat(runner.status().order()).isEmpty());
    }

    @Property(tries = 100)
    void P28_reserve_afterAnUpdate_usesTheNewRevision(
            @ForAll @Size(max = 5) List<@IntRange(max = 11) Integer> lives,
            @ForAll @IntRange(min = 1, max = 3) int runners,
            @ForAll boolean prewarm) {
        var egg = bench().egg(2);
        var before = fleet(egg, lives, 0).stream().map(Runner::id).collect(Collectors.toSet());
        bench().declare(bench().config(egg), 3);

        var operation = prewarm
                ? bench().deploy(egg, new DeployRequest(Optional.empty(), false, true, true, false))
                : bench().makeRunners(egg, runners);

        assertThat(operation.status()).isEqualTo(Operation.Status.SUCCEEDED);
        assertThat(bench().storage.runners().ofEgg(egg))
                .filteredOn(runner -> !before.contains(runner.id()))
                .hasSize(prewarm ? 1 : runners)
                .allSatisfy(runner -> {
                    assertThat(runner.origin().revision()).isEqualTo(3);
                    assertThat(runner.origin().commit()).isEqualTo(DeployBench.commit(3));
                });
    }

    private static Runner newest(EggName egg) {
        return bench().storage.runners().ofEgg(egg).getLast();
    }

    /** Every row of every table, as text. */
    private static Map<String, List<String>> tables() throws SQLException {
        var tables = new TreeMap<String, List<String>>();
        try (var connection = DriverManager.getConnection(bench().url);
                var found =
                        connection.getMetaData().getTables(null, "PUBLIC", "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (found.next()) {
                var table = found.getString("TABLE_NAME");
                try (var statement = connection.createStatement();
                        var rows = statement.executeQuery("select * from \"" + table + "\"")) {
                    var texts = new ArrayList<String>();
                    int columns = rows.getMetaData().getColumnCount();
                    while (rows.next()) {
                        var text = new StringBuilder();
                        for (int i = 1; i <= columns; i++) {
                            text.append(rows.getString(i)).append('|');
                        }
                        texts.add(text.toString());
                    }
                    texts.sort(null);
                    tables.put(table.toUpperCase(java.util.Locale.ROOT), texts);
                }
            }
        }
        return tables;
    }
}
