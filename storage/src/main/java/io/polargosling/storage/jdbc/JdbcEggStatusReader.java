package io.polargosling.storage.jdbc;

import io.polargosling.domain.breaker.BreakerScope;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.status.EggStatus;
import io.polargosling.domain.status.EggStatusReader;
import java.util.Comparator;
import java.util.Optional;

/** The status of eggs: one look with three statements, for the egg, its runners, and all that stands around them. */
final class JdbcEggStatusReader implements EggStatusReader {

    private static final Comparator<Plan> NEWEST_FIRST = Comparator.comparing(
                    (Plan plan) -> plan.progress().createdAt())
            .thenComparing(plan -> plan.id().toString())
            .reversed();

    private final Database database;

    JdbcEggStatusReader(Database database) {
        this.database = database;
    }

    @Override
    public Optional<EggStatus> of(EggName egg) {
        return database.look(
                "reading the status of egg \"" + egg + "\"",
                db -> EggRows.find(db, egg).map(stored -> status(db, stored)));
    }

    private static EggStatus status(Session db, Egg egg) {
        var plans = new Union.Part<>(JdbcPlanStore.newestOf(egg.name(), EggStatus.MAX_PLANS), JdbcPlanStore::plan);
        var decision = new Union.Part<>(JdbcDecisionStore.newestOf(egg.name()).limit(1), JdbcDecisionStore::decision);
        var breaker =
                new Union.Part<>(JdbcBreakerStore.ofScope(BreakerScope.of(egg.name())), JdbcBreakerStore::breaker);
        var findings = new Union.Part<>(
                JdbcFindingStore.ofResource("egg/" + egg.name()).limit(EggStatus.MAX_FINDINGS),
                JdbcFindingStore::finding);
        Union.read(db, plans, decision, breaker, findings);
        return new EggStatus(
                egg,
                RunnerRows.live(db, egg.name()),
                plans.rows().stream().sorted(NEWEST_FIRST).toList(),
                decision.rows().stream().findFirst(),
                breaker.rows().stream().findFirst(),
                findings.rows().stream()
                        .sorted(Comparator.comparing(
                                standing -> standing.finding().code()))
                        .toList());
    }
}
