package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.FLAG;
import static io.polargosling.storage.jdbc.Table.Type.NUMBER;
import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanBinding;
import io.polargosling.domain.plan.PlanChanges;
import io.polargosling.domain.plan.PlanInputs;
import io.polargosling.domain.plan.PlanKind;
import io.polargosling.domain.plan.PlanOrigin;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.plan.PlanStore;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Plan rows. */
final class JdbcPlanStore implements PlanStore {

    static final Table TABLE = Table.of("deployment_plans")
            .key(TEXT, "id")
            .with(
                    TEXT,
                    "egg_name",
                    "config_hash",
                    "git_commit",
                    "module_version",
                    "tofu_version",
                    "inputs",
                    "changes",
                    "status")
            .with(TEXT, "plan_sha256", "variables_sha256", "error", "plan_type", "rollback_plan_id")
            .with(NUMBER, "revision", "state_serial")
            .with(FLAG, "is_open")
            .with(TIME, "created_at", "applied_at");

    private static final NewestFirst<Plan> NEWEST = new NewestFirst<>(
            "created_at",
            JdbcPlanStore::plan,
            plan -> new Cursor.TimeAndId(plan.progress().createdAt(), plan.id().toString()));

    private final Database database;

    JdbcPlanStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Plan> find(UUID id) {
        return database.read("reading plan " + id, db -> db.find(byId(id), JdbcPlanStore::plan));
    }

    @Override
    public Page<Plan> ofEgg(EggName egg, PageRequest page) {
        var rows = TABLE.select().by("deployment_plans_newest").where("egg_name", egg.value());
        return database.read("listing the plans of egg \"" + egg + "\"", db -> NEWEST.page(db, rows, page));
    }

    @Override
    public List<Plan> open(EggName egg) {
        return database.read(
                "listing the open plans of egg \"" + egg + "\"",
                db -> db.list(
                        TABLE.select()
                                .by("deployment_plans_open")
                                .where("egg_name", egg.value())
                                .where("is_open", true)
                                .rising("created_at", "id"),
                        JdbcPlanStore::plan));
    }

    @Override
    public Plan save(Plan plan, Fence fence) {
        return database.write("writing plan " + plan.id(), db -> {
            Fences.hold(db, fence);
            return save(db, plan);
        });
    }

    /** Writes the plan in the transaction under way. */
    static Plan save(Session db, Plan plan) {
        var row = row(plan);
        var stored = db.find(byId(plan.id()).lock(), JdbcPlanStore::plan);
        long version = stored.map(Plan::version).orElse(0L);
        if (version != plan.version()) {
            throw new ConflictException("writing plan " + plan.id() + " at version " + plan.version()
                    + ": it has changed (stored: " + version + "; read it again)");
        }
        if (stored.isEmpty()) {
            db.insert(row);
        } else {
            check(stored.get().status(), plan);
            db.update(row);
        }
        return plan.withVersion(version + 1);
    }

    private static void check(PlanStatus from, Plan plan) {
        if (!from.mayBecome(plan.status())) {
            throw new ConflictException("moving plan " + plan.id() + " from " + from.word() + " to "
                    + plan.status().word() + ": not a legal move");
        }
    }

    private static Select byId(UUID id) {
        return TABLE.select().where("id", id.toString());
    }

    private static Row row(Plan plan) {
        var inputs = plan.inputs();
        return TABLE.row()
                .set("id", plan.id())
                .set("egg_name", plan.egg().value())
                .set("revision", inputs.revision())
                .set("config_hash", inputs.configHash())
                .set("git_commit", inputs.commit().value())
                .set("module_version", inputs.moduleVersion())
                .set("tofu_version", inputs.tofuVersion())
                .set("inputs", inputs.variables())
                .set("changes", Json.write(plan.changes()))
                .set("status", plan.status().word())
                .set("is_open", plan.status() == PlanStatus.PENDING || plan.status() == PlanStatus.APPLYING)
                .set("plan_sha256", plan.binding().fileHash())
                .set("variables_sha256", plan.binding().variablesHash())
                .set("state_serial", plan.binding().stateSerial())
                .set("plan_type", plan.origin().kind().word())
                .set("rollback_plan_id", plan.origin().rollbackPlan().map(UUID::toString))
                .set("error", plan.error())
                .set("created_at", plan.progress().createdAt())
                .set("applied_at", plan.progress().appliedAt());
    }

    /** The {@code limit} newest plans of the egg. */
    static Select newestOf(EggName egg, int limit) {
        return TABLE.select()
                .by("deployment_plans_newest")
                .where("egg_name", egg.value())
                .falling("created_at", "id")
                .limit(limit);
    }

    static Plan plan(Cells cells) throws SQLException {
        var inputs = new PlanInputs(
                cells.number("revision"),
                cells.text("config_hash"),
                CommitId.of(cells.text("git_commit")),
                cells.text("module_version"),
                cells.text("tofu_version"),
                cells.text("inputs"));
        var progress = new Plan.PlanProgress(
                PlanStatus.of(cells.text("status")), cells.time("created_at"), cells.optionalTime("applied_at"));
        return new Plan(
                cells.id("id"),
                EggName.of(cells.text("egg_name")),
                origin(cells),
                inputs,
                Json.read(cells.text("changes"), PlanChanges.class),
                progress,
                binding(cells),
                cells.optionalText("error"),
                cells.number("row_version"));
    }

    /** Rows written before there were kinds are of the one kind there was. */
    private static PlanOrigin origin(Cells cells) throws SQLException {
        return new PlanOrigin(
                cells.optionalText("plan_type").map(PlanKind::of).orElse(PlanKind.RECONCILE),
                cells.optionalText("rollback_plan_id").map(UUID::fromString));
    }

    private static PlanBinding binding(Cells cells) throws SQLException {
        return new PlanBinding(
                cells.text("plan_sha256"),
                cells.optionalText("variables_sha256").orElse(""),
                cells.optionalNumber("state_serial"));
    }

    @Override
    public int forgetBefore(EggName egg, Instant limit, int kept, int atMost) {
        return database.write("forgetting old plans of egg \"" + egg + "\"", db -> {
            var rows = TABLE.select()
                    .only("id", "created_at")
                    .by("deployment_plans_newest")
                    .where("egg_name", egg.value())
                    .falling("created_at", "id");
            if (kept > 0) {
                var newest = db.list(rows.limit(kept), JdbcPlanStore::place);
                if (newest.size() < kept) {
                    return 0;
                }
                rows.beneath(
                        "created_at",
                        newest.getLast().time(),
                        "id",
                        newest.getLast().id());
            }
            rows.below("created_at", limit).where("is_open", false);
            return Expiry.delete(db, rows, atMost, cells -> TABLE.row().set("id", cells.text("id")));
        });
    }

    private static Cursor.TimeAndId place(Cells cells) throws SQLException {
        return new Cursor.TimeAndId(cells.time("created_at"), cells.text("id"));
    }
}
