package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.NUMBER;
import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.demand.Decision;
import io.polargosling.domain.demand.DecisionStore;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.store.Fence;
import java.sql.SQLException;
import java.util.List;
import tools.jackson.core.type.TypeReference;

/** Reconcile decisions; writing one forgets those beyond the newest 50 of its egg. */
final class JdbcDecisionStore implements DecisionStore {

    private static final int KEPT = 50;
    /** More than the one that is too many each time, should a write ever have kept too much. */
    private static final int FORGOTTEN_AT_ONCE = 10;

    private static final TypeReference<List<String>> REASONS = new TypeReference<>() {};

    static final Table TABLE = Table.of("reconcile_decisions")
            .key(TEXT, "egg_name")
            .key(NUMBER, "generation")
            .with(TIME, "at")
            .with(TEXT, "demand", "reasons");

    private final Database database;

    JdbcDecisionStore(Database database) {
        this.database = database;
    }

    private record Demand(int pending, int running) {}

    @Override
    public void record(Decision decision, Fence fence) {
        database.change("recording a decision about egg \"" + decision.egg() + "\"", db -> {
            Fences.hold(db, fence);
            db.save(row(decision.egg(), decision.generation())
                    .set("at", decision.at())
                    .set("demand", Json.write(new Demand(decision.pending(), decision.running())))
                    .set("reasons", Json.write(decision.reasons())));
            forgetOld(db, decision.egg());
        });
    }

    @Override
    public List<Decision> newest(EggName egg, int limit) {
        return database.read(
                "reading the decisions about egg \"" + egg + "\"",
                db -> db.list(newestOf(egg).limit(limit), JdbcDecisionStore::decision));
    }

    private static void forgetOld(Session db, EggName egg) {
        db
                .list(
                        newestOf(egg).only("generation").limit(KEPT + FORGOTTEN_AT_ONCE),
                        cells -> cells.number("generation"))
                .stream()
                .skip(KEPT)
                .forEach(generation -> db.delete(row(egg, generation)));
    }

    static Select newestOf(EggName egg) {
        return TABLE.select().where("egg_name", egg.value()).falling("generation");
    }

    private static Row row(EggName egg, long generation) {
        return TABLE.row().set("egg_name", egg.value()).set("generation", generation);
    }

    static Decision decision(Cells cells) throws SQLException {
        var demand = Json.read(cells.text("demand"), Demand.class);
        return new Decision(
                EggName.of(cells.text("egg_name")),
                cells.number("generation"),
                cells.time("at"),
                demand.pending(),
                demand.running(),
                Json.read(cells.text("reasons"), REASONS));
    }
}
