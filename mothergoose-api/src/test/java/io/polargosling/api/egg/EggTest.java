package io.polargosling.api.egg;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.domain.demand.CiJobFacts;
import io.polargosling.domain.demand.CiJobId;
import io.polargosling.domain.demand.CiJobProgress;
import io.polargosling.domain.demand.Decision;
import io.polargosling.domain.demand.TrackedJob;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanBinding;
import io.polargosling.domain.plan.PlanChanges;
import io.polargosling.domain.plan.PlanInputs;
import io.polargosling.domain.plan.PlanKind;
import io.polargosling.domain.plan.PlanOrigin;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.token.TokenHash;
import io.polargosling.testkit.gen.Samples;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EggTest {

    private final RunningApi api = RunningApi.get();

    @Test
    void egg_stored_isShownWithMaskedSecrets() {
        var egg = Fixtures.egg("shown");

        var reply = api.admin().get("/eggs/" + egg.name());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("ETag")).contains("\"" + "a".repeat(64) + "\"");
        var body = reply.json();
        assertThat(body.path("name").asString()).isEqualTo(egg.name().value());
        assertThat(body.path("kind").asString()).isEqualTo("egg");
        assertThat(body.path("origin").asString()).isEqualTo("nest");
        assertThat(body.path("state").asString()).isEqualTo("active");
        assertThat(body.path("git_commit").asString()).isEqualTo(Fixtures.COMMIT.value());
        var config = body.path("config");
        assertThat(config.path("gitlab").path("project_id").asLong()).isEqualTo(egg.projectId());
        assertThat(config.path("gitlab").path("api_token").asString()).isEqualTo("local://***MASKED***");
        assertThat(config.path("environment").path("GREETING").asString()).isEqualTo("hello");
        assertThat(config.path("environment").path("DEPLOY").asString()).isEqualTo("local://***MASKED***");
        assertThat(reply.text()).doesNotContain("plain-but-secret");
    }

    @Test
    void bucket_stored_isShownWithItsReposEverywhere() {
        var bucket = Samples.bucketConfig("bucket-shown", 3);
        api.storage()
                .eggs()
                .apply(
                        bucket,
                        "b".repeat(64),
                        Fixtures.COMMIT,
                        Instant.now(),
                        Samples.audit("egg/bucket-shown"),
                        Fixtures.fence());

        var body = api.admin().get("/eggs/bucket-shown");
        var status = api.admin().get("/eggs/bucket-shown/status").json();
        var listed = api.admin()
                .get("/eggs?limit=500")
                .json()
                .path("items")
                .valueStream()
                .filter(item -> item.path("name").asString().equals("bucket-shown"))
                .findFirst()
                .orElseThrow();

        assertThat(body.json().path("kind").asString()).isEqualTo("bucket");
        var config = body.json().path("config");
        assertThat(config.path("gitlab").isNull()).isTrue();
        assertThat(config.path("repositories").size()).isEqualTo(3);
        var repo = config.path("repositories").path(2);
        assertThat(repo.path("name").asString()).isEqualTo("repo-3");
        assertThat(repo.path("gitlab").path("group_id").asLong()).isEqualTo(3);
        assertThat(repo.path("gitlab").path("webhook_secret").asString()).isEqualTo("local://***MASKED***");
        assertThat(repo.path("environment").path("REPO").asString()).isEqualTo("repo-3");
        assertThat(status.path("kind").asString()).isEqualTo("bucket");
        assertThat(status.path("repos").size()).isEqualTo(3);
        assertThat(listed.path("kind").asString()).isEqualTo("bucket");
        assertThat(listed.path("gitlab_server").asString()).isEqualTo(Samples.SERVER.host());
        assertThat(listed.path("repos").path(0).asString()).isEqualTo("repo-1");
    }

    @Test
    void eggs_moreThanOnePage_areAllListedOnce() {
        var wanted = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            wanted.add(Fixtures.egg("paged").name().value());
        }

        var seen = new ArrayList<String>();
        String cursor = "";
        do {
            var body = api.admin().get("/eggs?limit=2" + cursor).json();
            assertThat(body.path("items").size()).isBetween(1, 2);
            assertThat(body.path("total").isNull()).isTrue();
            body.path("items").forEach(item -> seen.add(item.path("name").asString()));
            var next = body.path("next_cursor");
            cursor = next.isNull() ? "" : "&cursor=" + URLEncoder.encode(next.asString(), StandardCharsets.UTF_8);
        } while (!cursor.isEmpty());

        assertThat(seen).containsAll(wanted).doesNotHaveDuplicates();
    }

    @Test
    void status_freshEgg_isEmptyButComplete() {
        var egg = Fixtures.egg("fresh");

        var body = api.admin().get("/eggs/" + egg.name() + "/status").json();

        assertThat(body.path("egg_name").asString()).isEqualTo(egg.name().value());
        assertThat(body.path("dirty").asBoolean()).isTrue();
        assertThat(body.path("latest_plan").isNull()).isTrue();
        assertThat(body.path("deployment_history").size()).isZero();
        assertThat(body.path("active_runners").size()).isZero();
        assertThat(body.path("pools").path("serverless").path("used").asInt()).isZero();
        assertThat(body.path("pools").path("serverless").path("maximum").asInt())
                .isEqualTo(10);
        assertThat(body.path("demand").isNull()).isTrue();
    }

    @Test
    void status_eggAtWork_showsRunnersPlansAndReasons() {
        var egg = Fixtures.egg("atwork");
        var runner = Fixtures.runner(egg, RunnerKind.SERVERLESS, TokenHash.newToken());
        var failed = Fixtures.runner(egg, RunnerKind.SERVERLESS, TokenHash.newToken());
        Fixtures.move(failed.id(), RunnerState.FAILED);
        var inputs = new PlanInputs(1, "b".repeat(64), Fixtures.COMMIT, "m1", "1.12.6", "{}");
        var plan = Plan.pending(
                UUID.randomUUID(),
                egg.name(),
                PlanOrigin.of(PlanKind.RECONCILE),
                inputs,
                new PlanChanges(List.of(runner.id()), List.of()),
                new PlanBinding("c".repeat(64), "d".repeat(64), OptionalLong.of(1)),
                Instant.now());
        api.storage().plans().save(plan, Fixtures.fence());
        api.storage()
                .decisions()
                .record(
                        new Decision(egg.name(), 1, Instant.now(), 3, 2, List.of("create: jobs-waiting")),
                        Fixtures.fence());

        var body = api.admin().get("/eggs/" + egg.name() + "/status").json();

        assertThat(body.path("latest_plan").path("id").asString())
                .isEqualTo(plan.id().toString());
        assertThat(body.path("latest_plan").path("changes").path("add").asInt()).isEqualTo(1);
        assertThat(body.path("active_runners").size()).isEqualTo(1);
        assertThat(body.path("active_runners").path(0).path("id").asString())
                .isEqualTo(runner.id().value());
        assertThat(body.path("pools").path("serverless").path("used").asInt()).isEqualTo(1);
        assertThat(body.path("demand").path("pending").asInt()).isEqualTo(3);
        assertThat(body.path("demand").path("reasons").path(0).asString()).isEqualTo("create: jobs-waiting");
    }

    @Test
    void revisions_all_areListedNewestFirst() {
        var egg = Fixtures.egg("revisions").name();

        var body = api.admin().get("/eggs/" + egg + "/revisions").json().path("items");

        assertThat(body.size()).isEqualTo(1);
        assertThat(body.path(0).path("revision").asInt()).isEqualTo(1);
        assertThat(body.path(0).path("active").asBoolean()).isTrue();
        assertThat(body.path(0)
                        .path("config")
                        .path("runner")
                        .path("max_runners")
                        .asInt())
                .isEqualTo(10);
        assertThat(body.toString()).doesNotContain("plain-but-secret");
        assertThat(api.admin().get("/eggs/nobody/revisions").status()).isEqualTo(404);
    }

    @Test
    void preview_aJobWaits_showsTheRunnerThatWouldBeMade() {
        var egg = Fixtures.egg("preview").name();
        var id = new CiJobId(Fixtures.SERVER, System.nanoTime());
        var facts = new CiJobFacts(7, OptionalLong.empty(), "build", "main", false, Set.of("linux"));
        var pending = CiJobProgress.pending(Instant.now());
        api.storage().ciJobs().observe(new TrackedJob(id, Optional.of(egg), facts, pending, List.of()), Instant.now());

        var body = api.admin().get("/eggs/" + egg + "/preview").json();

        assertThat(body.path("demand").path("pending").asInt()).isEqualTo(1);
        assertThat(body.path("actions").path(0).path("action").asString()).isEqualTo("create");
        assertThat(body.path("actions").path(0).path("kind").asString()).isEqualTo("serverless");
        assertThat(body.path("jobs_seen_at").isNull()).isTrue();
        assertThat(body.path("revision").asInt()).isEqualTo(1);
        assertThat(api.storage().runners().ofEgg(egg)).isEmpty();
    }
}
