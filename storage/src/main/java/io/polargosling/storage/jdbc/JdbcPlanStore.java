package io.polargosling.storage.jdbc;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanChanges;
import io.polargosling.domain.plan.PlanInputs;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.plan.PlanStore;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Plan rows. */
final class JdbcPlanStore implements PlanStore {

    private static final NewestFirst<Plan> NEWEST = new NewestFirst<>(
            "deployment_plans",
            "created_at",
            JdbcPlanStore::plan,
            plan -> new Cursor.TimeAndId(plan.progress().createdAt(), plan.id().toString()));

    private final Database database;

    JdbcPlanStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Plan> find(UUID id) {
        return database.read("reading plan " + id, db -> select(db, id, ""));
    }

    @Override
    public Page<Plan> ofEgg(EggName egg, PageRequest page) {
        var conditions = List.of(new NewestFirst.Equal("egg_name", egg.value()));
        return database.read("listing the plans of egg \"" + egg + "\"", db -> NEWEST.page(db, conditions, page));
    }

    @Override
    public List<Plan> open(EggName egg) {
        return database.read(
                "listing the open plans of egg \"" + egg + "\"",
                db -> db.sql("SELECT * FROM deployment_plans WHERE egg_name = ? AND status IN ('pending', 'applying')"
                                + " ORDER BY created_at, id")
                        .params(egg.value())
                        .query(JdbcPlanStore::plan)
                        .list());
    }

    @Override
    public Plan save(Plan plan, Fence fence) {
        return database.write("writing plan " + plan.id(), db -> {
            Fences.hold(db, fence);
            return save(db, plan);
        });
    }

    /** Writes the plan in the transaction under way. */
    static Plan save(JdbcClient db, Plan plan) {
        var row = row(plan);
        var stored = select(db, plan.id(), " FOR UPDATE");
        long version = stored.map(Plan::version).orElse(0L);
        if (version != plan.version()) {
            throw new ConflictException("writing plan " + plan.id() + " at version " + plan.version()
                    + ": it has changed (stored: " + version + "; read it again)");
        }
        if (stored.isEmpty()) {
            row.insert(db);
        } else {
            check(stored.get().status(), plan);
            boolean _ = row.updateAt(db, version);
        }
        return plan.withVersion(version + 1);
    }

    private static void check(PlanStatus from, Plan plan) {
        if (!from.mayBecome(plan.status())) {
            throw new ConflictException("moving plan " + plan.id() + " from " + from.word() + " to "
                    + plan.status().word() + ": not a legal move");
        }
    }

    private static Optional<Plan> select(JdbcClient db, UUID id, String lock) {
        return db.sql("SELECT * FROM deployment_plans WHERE id = ?" + lock)
                .params(id.toString())
                .query(JdbcPlanStore::plan)
                .optional();
    }

    private static Row row(Plan plan) {
        var inputs = plan.inputs();
        return Row.of("deployment_plans")
                .key("id", plan.id())
                .set("egg_name", plan.egg().value())
                .set("revision", inputs.revision())
                .set("config_hash", inputs.configHash())
                .set("git_commit", inputs.commit().value())
                .set("module_version", inputs.moduleVersion())
                .set("tofu_version", inputs.tofuVersion())
                .set("changes", Json.write(plan.changes()))
                .set("status", plan.status().word())
                .set("plan_sha256", plan.fileHash())
                .set("error", plan.error())
                .set("created_at", plan.progress().createdAt())
                .set("applied_at", plan.progress().appliedAt());
    }

    private static Plan plan(ResultSet row, int number) throws SQLException {
        var cells = new Cells(row);
        var inputs = new PlanInputs(
                cells.number("revision"),
                cells.text("config_hash"),
                CommitId.of(cells.text("git_commit")),
                cells.text("module_version"),
                cells.text("tofu_version"));
        var progress = new Plan.PlanProgress(
                PlanStatus.of(cells.text("status")), cells.time("created_at"), cells.optionalTime("applied_at"));
        return new Plan(
                cells.id("id"),
                EggName.of(cells.text("egg_name")),
                inputs,
                Json.read(cells.text("changes"), PlanChanges.class),
                progress,
                cells.text("plan_sha256"),
                cells.optionalText("error"),
                cells.number("row_version"));
    }

    @Override
    public int forgetBefore(EggName egg, Instant limit, int kept, int atMost) {
        throw new UnsupportedOperationException("comes with the stores of the other tables");
    }
}
