package io.polargosling.api.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.Fixtures;
import io.polargosling.api.RunningApi;
import io.polargosling.domain.demand.CiJobFacts;
import io.polargosling.domain.demand.CiJobId;
import io.polargosling.domain.demand.CiJobProgress;
import io.polargosling.domain.demand.CiJobStatus;
import io.polargosling.domain.demand.Decision;
import io.polargosling.domain.demand.JobReason;
import io.polargosling.domain.demand.TrackedJob;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.token.TokenHash;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class WhyTest {

    private static final AtomicLong NEXT = new AtomicLong(500);

    private final RunningApi api = RunningApi.get();
    private final Instant since = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(600);

    @Test
    void why_pendingWithReasons_tellsTheNewestAndTheWholeStory() {
        var egg = Fixtures.egg("why").name();
        long job = job(Optional.of(egg), CiJobProgress.pending(since));
        explain(job, new JobReason(since.plusSeconds(10), "runner-starting", Map.of()));
        explain(job, new JobReason(since.plusSeconds(60), "no-capacity", Map.of("zone", "a")));
        api.storage()
                .decisions()
                .record(
                        new Decision(egg, 7, since.plusSeconds(20), 1, 0, List.of("create vm: jobs-waiting")),
                        Fixtures.fence());

        var body = byUrl(job);

        assertThat(body.path("blocking").path("code").asString()).isEqualTo("no-capacity");
        assertThat(body.path("blocking").path("outlook").asString()).isEqualTo("held-back");
        assertThat(body.path("blocking").path("sentence").asString()).endsWith(".");
        assertThat(body.path("blocking").path("inputs").path("zone").asString()).isEqualTo("a");
        assertThat(body.path("egg_name").asString()).isEqualTo(egg.value());
        assertThat(events(body))
                .containsExactly("job.pending", "reason.runner-starting", "egg.looked-at", "reason.no-capacity");
    }

    @Test
    void why_byNumbers_isTheSame() {
        long job = job(Optional.of(Fixtures.egg("why").name()), CiJobProgress.pending(since));

        var body = api.admin()
                .get("/why?server=" + Fixtures.SERVER + "&project_id=4711&job_id=" + job)
                .json();

        var byUrl = byUrl(job);
        assertThat(body.path("job")).isEqualTo(byUrl.path("job"));
        assertThat(body.path("timeline")).isEqualTo(byUrl.path("timeline"));
        // No look has said anything yet, so it is what the next one would decide.
        assertThat(body.path("blocking").path("code").asString()).isEqualTo("runner-planned");
        assertThat(api.admin()
                        .get("/why?server=" + Fixtures.SERVER + "&project_id=4712&job_id=" + job)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void why_eggRemovedSince_countsBeforeWhatWasSaid() {
        var egg = Fixtures.egg("why").name();
        long job = job(Optional.of(egg), CiJobProgress.pending(since));
        explain(job, new JobReason(since.plusSeconds(10), "runner-starting", Map.of()));
        api.storage()
                .eggs()
                .changeState(
                        egg, EggState.REMOVED, Optional.of("gone"), Fixtures.audit("egg/" + egg), Fixtures.fence());

        assertThat(byUrl(job).path("blocking").path("code").asString()).isEqualTo("egg-removed");
    }

    @Test
    void why_noEgg_isNotOurProject() {
        long job = job(Optional.empty(), CiJobProgress.pending(since));

        assertThat(byUrl(job).path("blocking").path("code").asString()).isEqualTo("not-our-project");
    }

    @Test
    void why_codeOfAnotherVersion_isShownAsItIs() {
        long job = job(Optional.of(Fixtures.egg("why").name()), CiJobProgress.pending(since));
        explain(job, new JobReason(since.plusSeconds(1), "moon-phase", Map.of()));

        var blocking = byUrl(job).path("blocking");

        assertThat(blocking.path("code").asString()).isEqualTo("moon-phase");
        assertThat(blocking.path("outlook").isNull()).isTrue();
    }

    @Test
    void why_finished_blocksNothingAndNamesItsRunner() {
        var stored = Fixtures.egg("why");
        var runner = Fixtures.runner(stored, RunnerKind.VM, TokenHash.newToken());
        long gitlabId = 40_000 + NEXT.incrementAndGet();
        api.storage()
                .runners()
                .write(RunnerWrite.unfenced(
                        runner.withIdentity(runner.identity().enrolled(TokenHash.of(TokenHash.newToken()), gitlabId))));
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        long job = job(
                Optional.of(stored.name()),
                new CiJobProgress(
                        CiJobStatus.FINISHED,
                        since,
                        Optional.of(now),
                        Optional.of(now.plusSeconds(1)),
                        OptionalLong.of(gitlabId),
                        Optional.of("success")));

        var body = byUrl(job);

        assertThat(body.path("blocking").isNull()).isTrue();
        assertThat(events(body)).startsWith("job.pending").endsWith("job.running", "job.finished");
        assertThat(body.path("timeline")
                        .valueStream()
                        .filter(event ->
                                "job.running".equals(event.path("event").asString()))
                        .findFirst()
                        .orElseThrow()
                        .path("details")
                        .path("runner")
                        .asString())
                .isEqualTo(runner.id().value());
    }

    @Test
    void why_neverSeen_isNotFound() {
        assertThat(api.admin()
                        .get("/why?url=https://" + Fixtures.SERVER + "/a/b/-/jobs/999999999")
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?url=https://gitlab.acme.test/a/b/-/pipelines/5",
                "?url=nonsense",
                "?url=https://gitlab.acme.test/-/jobs/x",
                "?server=gitlab.acme.test&job_id=5",
                "?server=gitlab.acme.test&project_id=5",
                "?server=a%20b&project_id=5&job_id=5",
                "?server=gitlab.acme.test&project_id=0&job_id=5"
            })
    void why_askedWrongly_isInvalid(String query) {
        assertThat(api.admin().get("/why" + query).status()).isEqualTo(422);
    }

    private JsonNode byUrl(long job) {
        return api.admin()
                .get("/why?url=https://" + Fixtures.SERVER + "/group/project/-/jobs/" + job)
                .json();
    }

    private static List<String> events(JsonNode body) {
        var events = new ArrayList<String>();
        body.path("timeline").forEach(event -> events.add(event.path("event").asString()));
        return events;
    }

    private long job(Optional<EggName> egg, CiJobProgress progress) {
        var id = new CiJobId(Fixtures.SERVER, NEXT.incrementAndGet());
        var facts = new CiJobFacts(4711, OptionalLong.of(3), "build", "main", false, Set.of("linux"));
        api.storage().ciJobs().observe(new TrackedJob(id, egg, facts, progress, List.of()), Instant.now());
        return id.number();
    }

    private void explain(long job, JobReason reason) {
        assertThat(api.storage().ciJobs().explain(new CiJobId(Fixtures.SERVER, job), reason, Instant.now()))
                .isPresent();
    }
}
