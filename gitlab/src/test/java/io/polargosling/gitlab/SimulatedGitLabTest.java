package io.polargosling.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.polargosling.domain.demand.CiJobStatus;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.JobFilter;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.CreatedGitLabRunner;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabHook;
import io.polargosling.domain.gitlab.GitLabJob;
import io.polargosling.domain.gitlab.GitLabProject;
import io.polargosling.domain.gitlab.GitLabRunner;
import io.polargosling.domain.gitlab.GitLabRunnerHost;
import io.polargosling.domain.gitlab.HookSecret;
import io.polargosling.domain.gitlab.HookTrigger;
import io.polargosling.domain.gitlab.NewGitLabRunner;
import io.polargosling.domain.gitlab.WantedHook;
import io.polargosling.domain.gitlab.WantedSchedule;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.simulator.server.Fault;
import io.polargosling.simulator.server.GitLabSimulator;
import io.polargosling.simulator.server.JobSpec;
import io.polargosling.simulator.server.PushEvent;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against the stand-in, both on one virtual clock. */
class SimulatedGitLabTest {

    private static final long OVEN = 5;
    private static final TargetScope PROJECT = new TargetScope.Project(OVEN);
    private static final SecretValue SIGNING = SecretValue.of("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
    private static final SecretValue PLAIN = SecretValue.of("plain-token");

    private final VirtualTime time = new VirtualTime();
    private final StubServer receiver = new StubServer();
    private final GitLab gitlab = GitLabClient.open(time.options());
    private GitLabSimulator simulator;
    private GitLabAccess access;
    private TargetScope bakery;

    @BeforeEach
    void start() throws IOException {
        simulator = GitLabSimulator.start(GitLabSimulator.Options.defaults().withClock(time.clock));
        simulator.createProject(OVEN, "bakery/oven");
        simulator.setAccessToken("secret");
        access = new GitLabAccess(GitLabServer.ofUrl(simulator.url()), SecretValue.of("secret"));
        bakery = new TargetScope.Group(simulator.groupId("bakery"));
    }

    @AfterEach
    void stop() {
        simulator.close();
        receiver.close();
    }

    private WantedHook wanted(SecretValue secret) {
        return new WantedHook(
                URI.create(receiver.access().server().url() + "/webhooks/gitlab"), HookSecret.of(secret), false);
    }

    @Test
    void jobs_moreThanAsked_areReachedInTurnsFromTheNewest() {
        var made = new ArrayList<Long>();
        for (int i = 0; i < 250; i++) {
            made.add(simulator.enqueueJobSilently(
                    JobSpec.of(OVEN, "job-" + i, "true").withTags("rye")));
        }

        var newest = gitlab.jobs().open(access, OVEN, Optional.empty(), 1);
        long later = simulator.enqueueJobSilently(JobSpec.of(OVEN, "later", "true"));
        var rest = gitlab.jobs().open(access, OVEN, newest.next(), 5);

        assertThat(numbers(newest.jobs())).containsExactlyElementsOf(made.subList(150, 250));
        assertThat(numbers(rest.jobs()))
                .containsExactlyElementsOf(made.subList(0, 150))
                .doesNotContain(later);
        assertThat(rest.next()).isEmpty();
        assertThat(newest.jobs().getFirst().demand().tags()).containsExactly("rye");
    }

    @Test
    void job_itsWholeLife_isTold() throws Exception {
        long waiting =
                simulator.enqueueJobSilently(JobSpec.of(OVEN, "bake", "true").withTags("rye"));
        var pending = gitlab.jobs().find(access, OVEN, waiting).orElseThrow();
        var runner = runner();
        time.clock.advance(Duration.ofSeconds(30));
        requestJob(runner.token());
        var running = gitlab.jobs().find(access, OVEN, waiting).orElseThrow();
        simulator.cancelJob(waiting);
        var ended = gitlab.jobs()
                .ofPipeline(access, OVEN, pending.facts().pipelineId().orElseThrow(), 5);

        assertThat(pending.progress().status()).isEqualTo(CiJobStatus.PENDING);
        assertThat(pending.facts().name()).isEqualTo("bake");
        assertThat(running.progress().status()).isEqualTo(CiJobStatus.RUNNING);
        assertThat(running.progress().runnerId()).hasValue(runner.id());
        assertThat(running.progress().pendingSince())
                .isEqualTo(pending.progress().pendingSince());
        assertThat(ended).singleElement().satisfies(job -> {
            assertThat(job.progress().status()).isEqualTo(CiJobStatus.FINISHED);
            assertThat(job.progress().outcome()).contains("canceled");
        });
        assertThat(gitlab.jobs().find(access, OVEN, 1)).isEmpty();
        assertThat(gitlab.jobs().ofPipeline(access, OVEN, 1, 1)).isEmpty();
    }

    @Test
    void runners_listedFoundAndTheirManagers_areToldApart() throws Exception {
        var mine = runner();
        simulator.createProject(6, "bakery/till");
        var grouped = gitlab.runners()
                .createRunner(
                        access,
                        new NewGitLabRunner(
                                bakery, "g-1", new JobFilter(Set.of("rye"), false, false), Optional.empty()));
        long job = simulator.enqueueJobSilently(JobSpec.of(OVEN, "bake", "true").withTags("rye"));
        requestJob(mine.token());

        assertThat(gitlab.runners().list(access, PROJECT))
                .extracting(GitLabRunner::id)
                .containsExactly(mine.id());
        assertThat(gitlab.runners().list(access, bakery))
                .extracting(GitLabRunner::id)
                .containsExactly(grouped.id());
        assertThat(gitlab.runners().note(access, grouped.id())).contains("made by Polar Gosling for its runner g-1");
        assertThat(gitlab.runners().note(access, 987_654)).isEmpty();
        gitlab.runners().setPaused(access, mine.id(), true);
        assertThat(gitlab.runners().find(access, mine.id())).hasValueSatisfying(found -> {
            assertThat(found.paused()).isTrue();
            assertThat(found.busy()).isTrue();
            assertThat(found.contactedAt()).contains(time.clock.instant());
        });
        assertThat(gitlab.runners().managers(access, mine.id()))
                .extracting(GitLabRunnerHost::systemId)
                .containsExactly("s_1");
        assertThat(gitlab.runners().runningJobs(access, mine.id(), "s_1")).containsExactly(job);
        assertThat(gitlab.runners().runningJobs(access, mine.id(), "s_2")).isEmpty();
        gitlab.runners().deleteManager(access.server(), mine.token(), "s_1");
        assertThat(gitlab.runners().managers(access, mine.id())).isEmpty();
        assertThat(gitlab.runners().verify(access.server(), mine.token(), "r_2"))
                .hasValue(mine.id());
        assertThat(gitlab.runners().managers(access, mine.id()))
                .extracting(GitLabRunnerHost::systemId)
                .containsExactly("r_2");
        assertThat(gitlab.runners().verify(access.server(), SecretValue.of("glrt-unknown"), "r_2"))
                .isEmpty();
        gitlab.runners().deleteRunner(access, mine.id());
        gitlab.runners().deleteManager(access.server(), mine.token(), "s_1");
        assertThat(gitlab.runners().find(access, mine.id())).isEmpty();
    }

    @Test
    void hook_made_sendsWhatIsWantedAndNothingElse() {
        var made = gitlab.hooks().create(access, PROJECT, wanted(SIGNING));

        assertThat(made.shape().events().entrySet().stream()
                        .filter(event -> event.getValue())
                        .map(event -> event.getKey()))
                .containsExactlyInAnyOrder(
                        "push_events", "tag_push_events", "merge_requests_events", "pipeline_events", "job_events");
        assertThat(wanted(SIGNING).isMetBy(made, PROJECT)).isTrue();
        assertThat(gitlab.hooks().list(access, PROJECT)).containsExactly(made);
    }

    @Test
    void hook_movedAndGivenAnotherKindOfSecret_hasJustThat() {
        var made = gitlab.hooks().create(access, PROJECT, wanted(PLAIN));
        var elsewhere =
                new WantedHook(URI.create(receiver.access().server().url() + "/new"), HookSecret.of(SIGNING), false);

        var changed = gitlab.hooks().update(access, PROJECT, made.id(), elsewhere);

        assertThat(elsewhere.isMetBy(made, PROJECT)).isFalse();
        assertThat(elsewhere.isMetBy(changed, PROJECT)).isTrue();
        assertThat(changed.tokenPresent()).isFalse();
        gitlab.hooks().delete(access, PROJECT, made.id());
        gitlab.hooks().delete(access, PROJECT, made.id());
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> gitlab.hooks().update(access, PROJECT, made.id(), elsewhere));
    }

    @Test
    void hook_disabledByFailures_isReArmedByATest() {
        var made = gitlab.hooks().create(access, PROJECT, wanted(PLAIN));
        // The receiver answers 500 as long as it was told nothing else.
        for (int i = 0; i < 4; i++) {
            assertThat(gitlab.hooks().test(access, PROJECT, made.id(), HookTrigger.PUSH_EVENTS))
                    .isFalse();
        }
        var disabled = gitlab.hooks().list(access, PROJECT).getFirst().health();
        receiver.reply(200, "");

        boolean delivered = gitlab.hooks().test(access, PROJECT, made.id(), HookTrigger.PUSH_EVENTS);

        assertThat(disabled.status()).isEqualTo(GitLabHook.AlertStatus.TEMPORARILY_DISABLED);
        assertThat(disabled.disabledUntil()).contains(time.clock.instant().plus(Duration.ofMinutes(1)));
        assertThat(delivered).isTrue();
        assertThat(gitlab.hooks().list(access, PROJECT).getFirst().health().status())
                .isEqualTo(GitLabHook.AlertStatus.EXECUTABLE);
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> gitlab.hooks().test(access, PROJECT, 1, HookTrigger.PUSH_EVENTS));
    }

    @Test
    void groupHook_allowedOrNot_isAnAnswer() {
        assertThat(gitlab.hooks().groupHooksAllowed(access, bakery.id())).isTrue();
        var made = gitlab.hooks().create(access, bakery, wanted(PLAIN));
        assertThat(wanted(PLAIN).isMetBy(made, bakery)).isTrue();
        assertThat(made.shape().has("project_events")).isTrue();
        assertThat(made.shape().has("member_events")).isFalse();

        simulator.setGroupHooksLicensed(false);

        assertThat(gitlab.hooks().groupHooksAllowed(access, bakery.id())).isFalse();
        assertThat(gitlab.hooks().groupHooksAllowed(access, 1)).isFalse();
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> gitlab.hooks().list(access, bakery));
    }

    @Test
    void projects_ofAGroupWithManyBelow_areAllFoundButArchivedOnes() {
        for (int i = 0; i < 230; i++) {
            simulator.createProject(1000 + i, "bakery/shop-" + i % 7 + "/till-" + i);
        }
        simulator.archiveProject(1000);

        var found = gitlab.projects().ofGroup(access, bakery.id());

        assertThat(found)
                .hasSize(230)
                .extracting(GitLabProject::id)
                .doesNotContain(1000L)
                .contains(OVEN, 1229L);
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> gitlab.projects().ofGroup(access, 1));
    }

    @Test
    void project_groupAndVersion_areRead() {
        assertThat(gitlab.projects().find(access, OVEN)).hasValueSatisfying(project -> {
            assertThat(project.path()).isEqualTo("bakery/oven");
            assertThat(project.namespace().fullPath()).isEqualTo("bakery");
            assertThat(project.namespace().id()).isEqualTo(bakery.id());
            assertThat(project.buildTimeout()).contains(Duration.ofHours(1));
        });
        assertThat(gitlab.projects().find(access, 1)).isEmpty();
        assertThat(gitlab.projects().group(access, bakery.id()))
                .hasValueSatisfying(group -> assertThat(group.fullPath()).isEqualTo("bakery"));
        assertThat(gitlab.projects().group(access, 1)).isEmpty();
        assertThat(gitlab.projects().version(access)).hasToString("19.4");
    }

    @Test
    void schedule_wholeLife_isReadBack() {
        var wanted = new WantedSchedule(
                "clean", "refs/heads/main", "0 3 * * *", "UTC", true, Map.of("KEEP", "1", "DROP", "2"));
        var changed = new WantedSchedule(
                "clean", "refs/heads/main", "0 4 * * *", "UTC", false, Map.of("KEEP", "3", "NEW", "4"));

        var made = gitlab.schedules().create(access, OVEN, wanted);
        assertThat(gitlab.schedules().find(access, OVEN, made.id())).contains(made);
        gitlab.schedules().update(access, OVEN, made.id(), changed);
        gitlab.schedules().takeOwnership(access, OVEN, made.id());
        gitlab.schedules().play(access, OVEN, made.id());

        assertThat(gitlab.schedules().find(access, OVEN, made.id()))
                .hasValueSatisfying(found -> assertThat(found.is()).isEqualTo(changed));
        assertThat(gitlab.schedules().list(access, OVEN)).hasSize(1);
        assertThat(simulator.schedules().getFirst().plays()).isEqualTo(1);
        gitlab.schedules().delete(access, OVEN, made.id());
        gitlab.schedules().delete(access, OVEN, made.id());
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> gitlab.schedules().play(access, OVEN, made.id()));
    }

    @Test
    void deployKey_wholeLife_isReadBack() {
        var added = gitlab.deployKeys().add(access, OVEN, "nest", "ssh-ed25519 AAAA", false);

        assertThat(gitlab.deployKeys().list(access, OVEN)).containsExactly(added);
        assertThat(added.canPush()).isFalse();
        gitlab.deployKeys().delete(access, OVEN, added.id());
        gitlab.deployKeys().delete(access, OVEN, added.id());
        assertThat(gitlab.deployKeys().list(access, OVEN)).isEmpty();
    }

    @Test
    void tooManyRequestsForFiveMinutes_fewAreSentAndNothingIsLost() throws Exception {
        var runner = runner();
        var hook = gitlab.hooks().create(access, PROJECT, wanted(PLAIN));
        var begun = time.clock.instant();
        long before = simulator.requestCount();
        long job = simulator.enqueueJobSilently(JobSpec.of(OVEN, "bake", "true").withTags("rye"));
        simulator.addFault(Fault.busy("/api/v4/", Duration.ofMinutes(5)));
        int refusals = 0;

        // Not to the very end: whoever has three seconds left to wait is served.
        for (int second = 0; second < 296; second++) {
            time.clock.set(begun.plusSeconds(second));
            refusals += refused(() -> gitlab.jobs().open(access, OVEN, Optional.empty(), 5));
            refusals += refused(() -> gitlab.runners().deleteRunner(access, runner.id()));
            refusals += refused(() -> gitlab.hooks().update(access, PROJECT, hook.id(), wanted(SIGNING)));
        }
        long sent = simulator.requestCount() - before;
        time.clock.set(begun.plusSeconds(301));

        assertThat(sent).as("requests within five minutes").isEqualTo(1);
        assertThat(refusals).isEqualTo(3 * 296);
        assertThat(numbers(gitlab.jobs().open(access, OVEN, Optional.empty(), 5).jobs()))
                .containsExactly(job);
        gitlab.runners().deleteRunner(access, runner.id());
        assertThat(wanted(SIGNING).isMetBy(gitlab.hooks().update(access, PROJECT, hook.id(), wanted(SIGNING)), PROJECT))
                .isTrue();
        assertThat(simulator.runners().getFirst().deleted()).isTrue();
    }

    @Test
    void manyPolls_smallLimit_areKeptWithinIt() throws IOException {
        try (var small = GitLabSimulator.start(
                GitLabSimulator.Options.defaults().withClock(time.clock).withRequestsPerMinute(60))) {
            small.createProject(OVEN, "bakery/oven");
            small.setAccessToken("secret");
            var tight = new GitLabAccess(GitLabServer.ofUrl(small.url()), SecretValue.of("secret"));
            var begun = time.clock.instant();
            int answered = 0;

            while (time.clock.instant().isBefore(begun.plusSeconds(600))) {
                answered += 1 - refused(() -> gitlab.jobs().open(tight, OVEN, Optional.empty(), 5));
                time.clock.advance(Duration.ofMillis(200));
            }

            assertThat(small.requestCount()).as("none was sent to be refused").isEqualTo(answered);
            assertThat(answered).isBetween(300, 620);
        }
    }

    private static int refused(Runnable call) {
        try {
            call.run();
            return 0;
        } catch (UnavailableException e) {
            assertThat(e.retryAfter()).isPresent();
            return 1;
        }
    }

    private CreatedGitLabRunner runner() {
        return gitlab.runners()
                .createRunner(
                        access,
                        new NewGitLabRunner(
                                PROJECT, "r-1", new JobFilter(Set.of("rye"), false, false), Optional.empty()));
    }

    private void requestJob(SecretValue token) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(simulator.url() + "/api/v4/jobs/request"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"token\":\"" + token.reveal() + "\",\"system_id\":\"s_1\"}"))
                .build();
        try (var http = HttpClient.newHttpClient()) {
            assertThat(http.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(201);
        }
    }

    private static List<Long> numbers(List<GitLabJob> jobs) {
        return jobs.stream().map(job -> job.id().number()).toList();
    }

    @Test
    void push_hookMadeByTheClient_carriesItsSecret() {
        gitlab.hooks().create(access, PROJECT, wanted(PLAIN));
        receiver.reply(200, "");

        simulator.sendPush(OVEN, new PushEvent("refs/heads/main", "1".repeat(40), "2".repeat(40)));

        org.awaitility.Awaitility.await().until(() -> receiver.waiting() == 1);
        assertThat(receiver.taken().headers().getFirst("X-Gitlab-Token")).isEqualTo("plain-token");
    }
}
