package io.polargosling.api.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.DeployRequest;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanBinding;
import io.polargosling.domain.plan.PlanChanges;
import io.polargosling.domain.plan.PlanInputs;
import io.polargosling.domain.plan.PlanKind;
import io.polargosling.domain.plan.PlanOrigin;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.token.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {

    private final RunningApi api = RunningApi.get();

    @Test
    void plans_filtered_areThoseOfTheEggNewestFirst() {
        var egg = Fixtures.egg("plans").name();
        var first = plan(egg, 1, PlanKind.RECONCILE, PlanStatus.APPLIED);
        var second = plan(egg, 1, PlanKind.ROLLBACK, PlanStatus.PENDING);
        plan(Fixtures.egg("plans").name(), 1, PlanKind.RECONCILE, PlanStatus.PENDING);

        var all = api.admin().get("/eggs/" + egg + "/plans").json().path("items");
        var applied =
                api.admin().get("/eggs/" + egg + "/plans?status=applied").json().path("items");
        var rollbacks =
                api.admin().get("/eggs/" + egg + "/plans?type=rollback").json().path("items");

        assertThat(all.size()).isEqualTo(2);
        assertThat(all.path(0).path("id").asString()).isEqualTo(second.id().toString());
        assertThat(applied.path(0).path("id").asString()).isEqualTo(first.id().toString());
        assertThat(applied.path(0).path("applied_at").asString()).isNotEmpty();
        assertThat(rollbacks.path(0).path("kind").asString()).isEqualTo("rollback");
        assertThat(rollbacks.size()).isEqualTo(1);
    }

    @Test
    void plans_unknownWordOrEgg_isRefused() {
        var egg = Fixtures.egg("plans").name();

        assertThat(api.admin().get("/eggs/" + egg + "/plans?status=done").status())
                .isEqualTo(422);
        assertThat(api.admin().get("/eggs/" + egg + "/plans?type=big").status()).isEqualTo(422);
        assertThat(api.admin().get("/eggs/nobody/plans").status()).isEqualTo(404);
    }

    @Test
    void plan_ofAnotherEgg_isNotFound() {
        var egg = Fixtures.egg("plans").name();
        var plan = plan(egg, 1, PlanKind.RECONCILE, PlanStatus.APPLIED);
        var other = Fixtures.egg("plans").name();

        assertThat(api.admin().get("/eggs/" + egg + "/plans/" + plan.id()).status())
                .isEqualTo(200);
        assertThat(api.admin().get("/eggs/" + other + "/plans/" + plan.id()).status())
                .isEqualTo(404);
        assertThat(api.admin().get("/eggs/" + egg + "/plans/none").status()).isEqualTo(404);
    }

    @Test
    void deploy_everyWish_isSentAsACommand() {
        var egg = Fixtures.egg("deploy").name();

        var reply = api.admin()
                .post(
                        "/eggs/" + egg + "/deploy",
                        "{\"commit\":\"" + Fixtures.COMMIT
                                + "\",\"dry_run\":true,\"replace_idle\":true,\"prewarm\":true,\"unpin\":true}");

        assertThat(reply.status()).isEqualTo(202);
        var id = UUID.fromString(reply.json().path("operation_id").asString());
        assertThat(reply.header("Location")).contains("/operations/" + id);
        api.awaitCommand(
                new Command.Deploy(egg, new DeployRequest(Optional.of(Fixtures.COMMIT), true, true, true, true), id));
        assertThat(api.admin().get("/operations/" + id).json().path("type").asString())
                .isEqualTo("deploy-dry-run");
    }

    @Test
    void deploy_withoutABody_asksForTheHead() {
        var egg = Fixtures.egg("deploy").name();

        var reply = api.admin().post("/eggs/" + egg + "/deploy", "{}");

        assertThat(reply.status()).isEqualTo(202);
        api.awaitCommand(new Command.Deploy(
                egg,
                new DeployRequest(Optional.empty(), false, false, false, false),
                UUID.fromString(reply.json().path("operation_id").asString())));
    }

    @Test
    void deploy_disabledEgg_conflicts() {
        var scope = new TargetScope.Project(77_001);
        var egg = Fixtures.declared("disabled", Fixtures.SERVER, scope, RunnerKind.VM, false)
                .name();

        var reply = api.admin().post("/eggs/" + egg + "/deploy", "{}");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.problem()).isEqualTo("egg-disabled");
    }

    @Test
    void deploy_pinnedEgg_conflictsUnlessUnpinned() {
        var egg = twoRevisions();
        activate(egg, 1);

        var reply = api.admin().post("/eggs/" + egg + "/deploy", "{}");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.problem()).isEqualTo("pinned");
        assertThat(api.admin()
                        .post("/eggs/" + egg + "/deploy", "{\"unpin\":true}")
                        .status())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "deploy|{\"commit\":\"main\"}|/commit",
                "deploy|{\"speed\":1}|/speed",
                "deploy|{\"dry_run\":\"perhaps\"}|/dry_run",
                "rollback|{\"to\":\"yesterday\"}|/to"
            })
    void change_askedWrongly_isInvalid(String act, String body, String pointer) {
        var reply = api.admin().post("/eggs/" + Fixtures.egg("wrong").name() + "/" + act, body);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("errors").path(0).path("pointer").asString())
                .isEqualTo(pointer);
    }

    @Test
    void rollback_withoutTarget_namesTheNewestAppliedPlanOfAnEarlierRevision() {
        var egg = twoRevisions();
        plan(egg, 1, PlanKind.RECONCILE, PlanStatus.APPLIED);
        var wanted = plan(egg, 1, PlanKind.RECONCILE, PlanStatus.APPLIED);
        plan(egg, 1, PlanKind.RECONCILE, PlanStatus.FAILED);
        plan(egg, 2, PlanKind.RECONCILE, PlanStatus.APPLIED);

        var reply = api.admin().post("/eggs/" + egg + "/rollback", "{}");

        assertThat(reply.status()).isEqualTo(202);
        api.awaitCommand(new Command.Rollback(
                egg,
                Optional.of(wanted.id().toString()),
                false,
                UUID.fromString(reply.json().path("operation_id").asString())));
    }

    @Test
    void rollback_toARevision_isSentWithItsNumber() {
        var egg = twoRevisions();

        var reply = api.admin().post("/eggs/" + egg + "/rollback", "{\"to\":\"1\",\"dry_run\":true}");

        assertThat(reply.status()).isEqualTo(202);
        api.awaitCommand(new Command.Rollback(
                egg,
                Optional.of("1"),
                true,
                UUID.fromString(reply.json().path("operation_id").asString())));
    }

    @Test
    void rollback_nothingEarlier_conflicts() {
        var egg = Fixtures.egg("rollback").name();

        assertThat(api.admin().post("/eggs/" + egg + "/rollback", "{}").problem())
                .isEqualTo("nothing-to-roll-back");
        assertThat(api.admin()
                        .post("/eggs/" + egg + "/rollback", "{\"to\":\"1\"}")
                        .problem())
                .isEqualTo("nothing-to-roll-back");
    }

    @Test
    void rollback_unknownTarget_isNotFound() {
        var egg = Fixtures.egg("rollback").name();
        var foreign = plan(Fixtures.egg("rollback").name(), 1, PlanKind.RECONCILE, PlanStatus.APPLIED);

        for (String to : List.of("7", foreign.id().toString(), "f".repeat(40))) {
            assertThat(api.admin()
                            .post("/eggs/" + egg + "/rollback", "{\"to\":\"" + to + "\"}")
                            .status())
                    .as(to)
                    .isEqualTo(404);
        }
    }

    @Test
    void change_byAViewer_isForbidden() {
        var viewer =
                api.anonymous().with(Fixtures.token(Role.VIEWER, Instant.now().plus(Duration.ofHours(1))));
        var egg = Fixtures.egg("viewer").name();

        assertThat(viewer.post("/eggs/" + egg + "/deploy", "{}").status()).isEqualTo(403);
        assertThat(viewer.post("/eggs/" + egg + "/rollback", "{}").status()).isEqualTo(403);
        assertThat(viewer.get("/eggs/" + egg + "/plans").status()).isEqualTo(200);
    }

    @Test
    void operation_withAResult_showsIt() {
        var operation = Operation.queued(UUID.randomUUID(), "deploy", "test", Instant.now())
                .succeeded("{\"revision\":3}", Instant.now());
        api.storage().operations().save(operation);

        var body = api.admin().get("/operations/" + operation.id()).json();

        assertThat(body.path("result").path("revision").asInt()).isEqualTo(3);
    }

    /** An egg whose second revision is active. */
    private EggName twoRevisions() {
        var scope = new TargetScope.Project(System.nanoTime() % 900_000_000 + 1);
        var config = Fixtures.declared("two", Fixtures.SERVER, scope, RunnerKind.VM, true);
        api.storage()
                .eggs()
                .apply(
                        config,
                        "b".repeat(64),
                        Fixtures.COMMIT,
                        Instant.now(),
                        Fixtures.audit("egg/" + config.name()),
                        Fixtures.fence());
        return config.name();
    }

    private void activate(EggName egg, long revision) {
        api.storage()
                .eggs()
                .activate(egg, revision, Optional.of("b".repeat(64)), Fixtures.audit("egg/" + egg), Fixtures.fence());
    }

    private Plan plan(EggName egg, long revision, PlanKind kind, PlanStatus status) {
        var inputs = new PlanInputs(revision, "a".repeat(64), Fixtures.COMMIT, "d".repeat(64), "1.12.6", "{}");
        var plan = Plan.pending(
                UUID.randomUUID(),
                egg,
                PlanOrigin.of(kind),
                inputs,
                new PlanChanges(List.of(), List.of()),
                new PlanBinding("c".repeat(64), "d".repeat(64), OptionalLong.of(1)),
                Instant.now());
        var steps = Map.of(
                PlanStatus.PENDING, List.<PlanStatus>of(),
                PlanStatus.APPLIED, List.of(PlanStatus.APPLYING, PlanStatus.APPLIED),
                PlanStatus.FAILED, List.of(PlanStatus.APPLYING, PlanStatus.FAILED));
        plan = api.storage().plans().save(plan, Fixtures.fence());
        for (var step : steps.getOrDefault(status, List.of())) {
            plan = api.storage().plans().save(plan.moveTo(step, Instant.now(), Optional.empty()), Fixtures.fence());
        }
        return plan;
    }
}
