package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.COUNT;
import static io.polargosling.storage.jdbc.Table.Type.FLAG;
import static io.polargosling.storage.jdbc.Table.Type.NUMBER;
import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerIdentity;
import io.polargosling.domain.runner.RunnerOrigin;
import io.polargosling.domain.runner.RunnerPlatform;
import io.polargosling.domain.runner.RunnerPulse;
import io.polargosling.domain.runner.RunnerSchedule;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerStatus;
import io.polargosling.domain.token.TokenHash;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.type.TypeReference;

/** The rows of runners, inside a transaction of the caller. */
final class RunnerRows {

    private static final TypeReference<List<Long>> JOBS = new TypeReference<>() {};

    static final Table TABLE = Table.of("runners")
            .key(TEXT, "id")
            .with(TEXT, "egg_name", "type", "platform", "placement", "deployed_from_commit", "state", "phase")
            .with(
                    TEXT,
                    "cause",
                    "pending_order",
                    "running_jobs",
                    "enrolment_hash",
                    "runner_hash",
                    "cloud_id",
                    "slot",
                    "repo")
            .with(TEXT, "boot_phase")
            .with(NUMBER, "revision", "heartbeat_seq", "gitlab_runner_id")
            .with(COUNT, "attempt", "failure_count")
            .with(FLAG, "live", "finished", "shares_entity")
            .with(TIME, "created_at", "state_since", "deadline_at", "next_action_at", "idle_since", "proof_since")
            .with(TIME, "expires_at", "last_heartbeat");

    private RunnerRows() {}

    /** The egg's runners that are not terminated, oldest first. */
    static List<Runner> live(Session db, EggName egg) {
        return db.list(
                TABLE.select()
                        .by("runners_live")
                        .where("egg_name", egg.value())
                        .where("live", true)
                        .rising("created_at", "id"),
                RunnerRows::runner);
    }

    /** The runner, kept from others until the transaction ends. */
    static Optional<Runner> lock(Session db, RunnerId id) {
        return db.find(TABLE.select().where("id", id.value()).lock(), RunnerRows::runner);
    }

    static void insert(Session db, Runner runner) {
        var origin = runner.origin();
        db.insert(changeable(runner)
                .set("egg_name", origin.egg().value())
                .set("repo", origin.repo())
                .set("type", origin.kind().word())
                .set("platform", origin.platform().word())
                .set("placement", Json.write(origin.placement()))
                .set("revision", origin.revision())
                .set("deployed_from_commit", origin.commit().value())
                .set("created_at", origin.createdAt()));
    }

    /** Changes the row, which the caller has locked and checked. */
    static void update(Session db, Runner runner) {
        db.update(changeable(runner));
    }

    private static Row changeable(Runner runner) {
        var status = runner.status();
        var schedule = runner.schedule();
        var pulse = runner.pulse();
        var identity = runner.identity();
        return TABLE.row()
                .set("id", runner.id().value())
                .set("state", status.state().word())
                .set("live", status.state() != RunnerState.TERMINATED)
                .set("phase", status.phase().word())
                .set("cause", status.cause())
                .set("pending_order", status.order().map(Json::write))
                .set("state_since", status.since())
                .set("attempt", status.attempt())
                .set("deadline_at", schedule.deadline())
                .set("next_action_at", schedule.nextAction())
                .set("idle_since", schedule.idleSince())
                .set("proof_since", schedule.proofSince())
                .set("expires_at", schedule.lifetimeEnd())
                .set("last_heartbeat", pulse.lastHeartbeat())
                .set("heartbeat_seq", pulse.sequence())
                .set("running_jobs", Json.write(pulse.runningJobs()))
                .set("boot_phase", pulse.bootPhase())
                .set("finished", pulse.finished())
                .set("failure_count", pulse.failures())
                .set("enrolment_hash", identity.enrolmentHash().map(TokenHash::value))
                .set("runner_hash", identity.runnerHash().map(TokenHash::value))
                .set("gitlab_runner_id", identity.gitlabRunnerId())
                .set("shares_entity", identity.sharesEntity())
                .set("cloud_id", identity.cloudId())
                .set("slot", runner.slot().map(Pool::word));
    }

    static Runner runner(Cells cells) throws SQLException {
        return new Runner(
                RunnerId.of(cells.text("id")),
                origin(cells),
                status(cells),
                schedule(cells),
                pulse(cells),
                identity(cells),
                cells.optionalText("slot").map(Pool::of),
                cells.number("row_version"));
    }

    private static RunnerOrigin origin(Cells cells) throws SQLException {
        String kind = cells.text("type");
        return new RunnerOrigin(
                EggName.of(cells.text("egg_name")),
                cells.optionalText("repo"),
                RunnerKind.parse(kind)
                        .orElseThrow(() -> new InternalException(
                                "reading a runner: kind \"" + kind + "\" (expected: vm or serverless)")),
                RunnerPlatform.of(cells.text("platform")),
                Json.read(cells.text("placement"), Placement.class),
                cells.number("revision"),
                CommitId.of(cells.text("deployed_from_commit")),
                cells.time("created_at"));
    }

    private static RunnerStatus status(Cells cells) throws SQLException {
        return new RunnerStatus(
                RunnerState.of(cells.text("state")),
                Phase.of(cells.text("phase")),
                cells.optionalText("cause"),
                cells.optionalText("pending_order").map(text -> Json.read(text, PendingOrder.class)),
                cells.time("state_since"),
                cells.count("attempt"));
    }

    private static RunnerSchedule schedule(Cells cells) throws SQLException {
        return new RunnerSchedule(
                cells.optionalTime("deadline_at"),
                cells.optionalTime("next_action_at"),
                cells.optionalTime("idle_since"),
                cells.optionalTime("proof_since"),
                cells.optionalTime("expires_at"));
    }

    private static RunnerPulse pulse(Cells cells) throws SQLException {
        return new RunnerPulse(
                cells.optionalTime("last_heartbeat"),
                cells.number("heartbeat_seq"),
                Json.read(cells.text("running_jobs"), JOBS),
                cells.flag("finished"),
                cells.optionalText("boot_phase"),
                cells.count("failure_count"));
    }

    private static RunnerIdentity identity(Cells cells) throws SQLException {
        return new RunnerIdentity(
                cells.optionalText("enrolment_hash").map(TokenHash::new),
                cells.optionalText("runner_hash").map(TokenHash::new),
                cells.optionalNumber("gitlab_runner_id"),
                cells.flag("shares_entity"),
                cells.optionalText("cloud_id"));
    }
}
