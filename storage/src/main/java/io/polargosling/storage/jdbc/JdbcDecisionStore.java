package io.polargosling.storage.jdbc;

import io.polargosling.domain.demand.Decision;
import io.polargosling.domain.demand.DecisionStore;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.store.Fence;
import io.polargosling.storage.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.core.type.TypeReference;

/** Reconcile decisions; writing one forgets those beyond the newest 50 of its egg. */
final class JdbcDecisionStore implements DecisionStore {

    private static final int KEPT = 50;
    private static final TypeReference<List<String>> REASONS = new TypeReference<>() {};

    private final Database database;

    JdbcDecisionStore(Database database) {
        this.database = database;
    }

    private record Demand(int pending, int running) {}

    @Override
    public void record(Decision decision, Fence fence) {
        database.change("recording a decision about egg \"" + decision.egg() + "\"", db -> {
            Fences.hold(db, fence);
            Row.of("reconcile_decisions")
                    .key("egg_name", decision.egg().value())
                    .key("generation", decision.generation())
                    .set("at", decision.at())
                    .set("demand", Json.write(new Demand(decision.pending(), decision.running())))
                    .set("reasons", Json.write(decision.reasons()))
                    .save(db);
            forgetOld(db, decision.egg());
        });
    }

    @Override
    public List<Decision> newest(EggName egg, int limit) {
        return database.read(
                "reading the decisions about egg \"" + egg + "\"",
                db -> db.sql("SELECT * FROM reconcile_decisions WHERE egg_name = ? ORDER BY generation DESC LIMIT ?")
                        .params(egg.value(), limit)
                        .query(JdbcDecisionStore::decision)
                        .list());
    }

    private static void forgetOld(JdbcClient db, EggName egg) {
        var newest = db.sql("SELECT generation FROM reconcile_decisions WHERE egg_name = ?"
                        + " ORDER BY generation DESC LIMIT ?")
                .params(egg.value(), KEPT + 1)
                .query(Long.class)
                .list();
        if (newest.size() > KEPT) {
            int _ = db.sql("DELETE FROM reconcile_decisions WHERE egg_name = ? AND generation <= ?")
                    .params(egg.value(), newest.getLast())
                    .update();
        }
    }

    private static Decision decision(ResultSet row, int number) throws SQLException {
        var cells = new Cells(row);
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
