package io.polargosling.cli.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.runner.RunnerId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@Timeout(60)
class RunnerMachineTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final RunnerTiming QUICK = quick(LONG, LONG, Optional.empty());

    private static RunnerTiming quick(Duration drain, Duration finished, Optional<Duration> lifetime) {
        return new RunnerTiming(
                Duration.ofSeconds(5),
                drain,
                Duration.ofSeconds(1),
                finished,
                Duration.ofSeconds(1),
                Duration.ofMillis(20),
                lifetime);
    }

    @TempDir
    private Path folder = Path.of("");

    private final List<String> log = new CopyOnWriteArrayList<>();
    private StubApi api = new StubApi();
    private Path token = Path.of("");

    RunnerMachineTest() throws IOException {}

    @BeforeEach
    void writeToken() throws IOException {
        token = Files.writeString(folder.resolve("token"), "enrol-me\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        Files.createDirectories(folder.resolve("work"));
    }

    @AfterEach
    void closeApi() {
        api.close();
    }

    @Test
    void run_wholeLife_enrolsGreetsWorksAndDrains() throws Exception {
        var agent = FakeAgent.make(folder, FakeAgent.PATIENT);
        var running = start(agent, QUICK);
        awaitState("idle");
        agent.awaitReady(1);
        assertThat(token).doesNotExist();
        running.machine.terminate();
        running.machine.terminate();

        assertThat(running.exitCode()).isZero();
        assertThat(agent.seen("signals")).containsExactly("QUIT");
        assertThat(api.states()).startsWith("active", "idle").endsWith("stopping");
        assertThat(api.calls().getFirst()).isEqualTo("POST /api/runners/abc123def456/enroll Bearer enrol-me");
        assertThat(api.calls().getLast()).isEqualTo("POST /api/runners/abc123def456/heartbeat Bearer prt-runner-token");
        assertThat(api.enrolments().getFirst().propertyNames())
                .containsExactlyInAnyOrder("instance_id", "os_arch", "gosling_version", "boot_phase", "nonce");
        assertThat(agent.seen("arguments"))
                .containsExactly("run --config " + work() + "/config.toml --working-directory " + work());
    }

    @Test
    void run_agentsEnvironment_isExactlyTheList() throws Exception {
        var agent = FakeAgent.make(folder, FakeAgent.PATIENT);
        var running = start(agent, QUICK);
        awaitState("idle");
        agent.awaitReady(1);
        assertThat(agent.seen("environment"))
                .containsExactlyInAnyOrder("PATH=" + System.getenv("PATH"), "HOME=/home/nobody", "LANG=C.UTF-8");
        assertThat(Files.getPosixFilePermissions(work().resolve("config.toml")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        running.machine.interrupt();
        assertThat(running.exitCode()).isEqualTo(130);
        assertThat(agent.seen("signals")).containsExactly("TERM");
    }

    @Test
    void run_jobComesAndGoes_isToldAtOnceAndMasked() throws Exception {
        var agent = FakeAgent.make(folder, """
                echo "talking with glrt-secret-token"
                echo "Checking for jobs... received      job=4711 repo_url=https://x/y.git runner=z"
                while ! [ -e "$seen/go" ]; do sleep 0.02; done
                echo "Job succeeded      duration_s=1 job=4711 runner=z"
                """ + FakeAgent.PATIENT);
        var running = start(agent, QUICK);
        awaitState("busy");
        assertThat(newest().path("running_jobs").valueStream().map(id -> id.asLong()))
                .containsExactly(4711L);
        Files.createFile(agent.seen().resolve("go"));
        awaitState("idle");
        assertThat(newest().path("running_jobs")).isEmpty();
        assertThat(newest().path("agent_version").asString()).isEqualTo("19.4.0");
        assertThat(newest().path("config_version").asInt()).isEqualTo(7);
        assertThat(sequence()).isSorted().doesNotHaveDuplicates();
        assertThat(sequence().getFirst()).isCloseTo(Instant.now().toEpochMilli(), Offset.offset(60_000L));
        assertThat(work().resolve("agent.log"))
                .content()
                .contains("talking with ***MASKED***")
                .doesNotContain("glrt-secret-token");
        running.machine.terminate();
        assertThat(running.exitCode()).isZero();
    }

    @Test
    void run_maxBuildsReached_isFinishedUntilRemoved() throws Exception {
        Answers.config(api.enrolment()).put("max_builds", 1);
        api.onHeartbeat(beat -> beat.path("state").asString().equals("finished")
                ? StubApi.Reply.problem(410)
                : StubApi.Reply.directive("run"));
        var agent = FakeAgent.make(folder, """
                echo "Checking for jobs... received      job=1 runner=z"
                echo "Job succeeded      job=1 runner=z"
                """);
        var running = start(agent, QUICK);
        assertThat(running.exitCode()).isZero();
        assertThat(api.states()).endsWith("finished");
        assertThat(agent.seen("arguments"))
                .containsExactly("run-single --config " + work()
                        + "/config.toml --runner abc123def456 --max-builds 1 --wait-timeout 600");
    }

    @Test
    void run_finishedButNeverRemoved_endsAfterTheLimit() throws Exception {
        Answers.config(api.enrolment()).put("max_builds", 1);
        var impatient = quick(LONG, Duration.ofMillis(100), Optional.empty());
        var running = start(FakeAgent.make(folder, "exit 0"), impatient);
        assertThat(running.exitCode()).isZero();
        assertThat(api.states()).endsWith("finished", "stopping");
    }

    @Test
    void run_crashesWithItsLastBuildBegun_doesNotTakeAnother() throws Exception {
        Answers.config(api.enrolment()).put("max_builds", 1);
        var agent = FakeAgent.make(folder, "echo 'Checking for jobs... received job=1'; exit 3");
        var running = start(agent, QUICK);
        awaitState("finished");
        assertThat(agent.seen("pids")).hasSize(1);
        running.machine.terminate();
        assertThat(running.exitCode()).isZero();
    }

    @Test
    void run_agentKeepsCrashing_tellsAndEndsWithOne() throws Exception {
        var agent = FakeAgent.make(folder, "echo 'cannot glrt-secret-token'; exit 7");
        var running = start(agent, QUICK);
        assertThat(running.exitCode()).isEqualTo(1);
        assertThat(agent.seen("pids")).hasSize(5);
        assertThat(api.events()).contains("failure-agent-crashed", "failure-agent-gave-up");
        assertThat(api.heartbeats().toString())
                .contains("exit 7: cannot ***MASKED***")
                .doesNotContain("glrt-secret-token");
    }

    @Test
    void run_agentCrashesOnce_isStartedAgain() throws Exception {
        var agent = FakeAgent.make(
                folder, "[ -e \"$seen/crashed\" ] || { touch \"$seen/crashed\"; exit 9; }\n" + FakeAgent.PATIENT);
        var running = start(agent, QUICK);
        agent.awaitReady(1);
        assertThat(agent.seen("pids")).hasSize(2);
        await().until(() -> api.events().contains("failure-agent-crashed"));
        awaitState("idle");
        running.machine.terminate();
        assertThat(running.exitCode()).isZero();
    }

    @Test
    void run_drainThenRunAgain_startsAnotherAgent() throws Exception {
        var agent = FakeAgent.make(folder, FakeAgent.PATIENT);
        api.onHeartbeat(beat -> {
            boolean listens = !agent.seen("ready").isEmpty();
            boolean idle = beat.path("state").asString().equals("idle");
            return new StubApi.Reply(
                    200, Answers.directive(idle && listens ? "drain" : "run").put("next_in_seconds", 1));
        });
        var running = start(agent, QUICK);
        await().atMost(20, TimeUnit.SECONDS).until(() -> agent.seen("pids").size() >= 2);
        assertThat(api.states()).startsWith("active", "idle", "draining");
        assertThat(agent.seen("signals").getFirst()).isEqualTo("QUIT");
        running.machine.terminate();
        assertThat(running.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"stop, 200", "gone, 410"})
    void run_toldToStop_endsAgentAndJobsEvenWhenTheyIgnoreIt(String desired, int status) throws Exception {
        api.onHeartbeat(beat -> switch (beat.path("state").asString()) {
            case "busy" -> status == 410 ? StubApi.Reply.problem(410) : StubApi.Reply.directive(desired);
            default -> StubApi.Reply.directive("run");
        });
        var agent = FakeAgent.make(folder, """
                trap '' TERM QUIT
                sh -c 'trap "" TERM; while :; do sleep 0.1; done' &
                echo $! >"$seen/job"
                setsid sh -c 'trap "" TERM; while :; do sleep 0.1; done' &
                echo $! >"$seen/far-job"
                echo "Checking for jobs... received      job=5 runner=z"
                while :; do sleep 0.1; done
                """);
        var running = start(agent, QUICK);
        assertThat(running.exitCode()).isZero();
        for (String file : List.of("pids", "job", "far-job")) {
            long pid = Long.parseLong(agent.seen(file).getFirst());
            await().until(() -> !FakeAgent.alive(pid));
        }
    }

    @Test
    void run_sharedToken_agentHasTheNameItIsKnownBy() throws Exception {
        Answers.share(api.enrolment(), "r_abc123def456");
        var agent = FakeAgent.make(folder, "cat .runner_system_id >$seen/name\n" + FakeAgent.PATIENT);
        var running = start(agent, QUICK);
        agent.awaitReady(1);
        assertThat(agent.seen("name")).containsExactly("r_abc123def456");
        assertThat(Files.getPosixFilePermissions(work().resolve(".runner_system_id")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        running.machine.terminate();
        assertThat(running.exitCode()).isZero();
    }

    @Test
    void run_sharedTokenAndOneJob_takesNoSecondAndKeepsItsName() throws Exception {
        Answers.share(api.enrolment(), "r_abc123def456");
        Answers.config(api.enrolment()).put("max_builds", 1);
        var agent = FakeAgent.make(folder, """
                trap 'quit=1' QUIT
                echo "Checking for jobs... received      job=4711 repo_url=https://x/y.git runner=z"
                while [ -z "$quit" ]; do sleep 0.02; done
                echo QUIT >>$seen/signals
                echo "Job succeeded      duration_s=1 job=4711 runner=z"
                """);
        var running = start(agent, QUICK);
        awaitState("finished");
        assertThat(agent.seen("signals")).containsExactly("QUIT");
        assertThat(agent.seen("pids")).hasSize(1);
        assertThat(agent.seen("arguments").getFirst()).startsWith("run --config");
        running.machine.terminate();
        assertThat(running.exitCode()).isZero();
    }

    @Test
    void run_sharedTokenAndNoJobComes_isFinishedAfterItsPatience() throws Exception {
        Answers.share(api.enrolment(), "r_abc123def456");
        Answers.config(api.enrolment()).put("max_builds", 1).put("idle_timeout_seconds", 1);
        var agent = FakeAgent.make(folder, FakeAgent.PATIENT);
        var running = start(agent, QUICK);
        awaitState("finished");
        assertThat(agent.seen("signals")).containsExactly("QUIT");
        running.machine.terminate();
        assertThat(running.exitCode()).isZero();
    }

    @Test
    void run_toldToDrain_saysSoAndTakesJobsAgainWhenCalledBack() throws Exception {
        Answers.share(api.enrolment(), "r_abc123def456");
        var desired = new AtomicReference<>("run");
        api.onHeartbeat(beat -> {
            var reply = StubApi.Reply.directive(desired.get());
            ((ObjectNode) reply.body()).put("next_in_seconds", 1);
            return reply;
        });
        var agent = FakeAgent.make(folder, FakeAgent.PATIENT);
        var running = start(agent, QUICK);
        agent.awaitReady(1);
        desired.set("drain");
        awaitState("draining");
        await().until(() -> agent.seen("signals").equals(List.of("QUIT")));
        desired.set("run");
        agent.awaitReady(2);
        running.machine.terminate();
        assertThat(running.exitCode()).isZero();
    }

    @Test
    void run_startedAgain_goesOnWithoutEnrolling() throws Exception {
        var agent = FakeAgent.make(folder, FakeAgent.PATIENT);
        var first = start(agent, QUICK);
        agent.awaitReady(1);
        first.machine.interrupt();
        assertThat(first.exitCode()).isEqualTo(130);
        assertThat(token).doesNotExist();

        var second = start(agent, QUICK);
        agent.awaitReady(2);
        assertThat(api.enrolments()).hasSize(1);
        assertThat(Files.getPosixFilePermissions(work().resolve("enrolled-abc123def456.json")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        second.machine.terminate();
        assertThat(second.exitCode()).isZero();
    }

    @Test
    void run_diedBeforeItKnewThatItsTokenIsSpent_goesOn() throws Exception {
        var agent = FakeAgent.make(folder, FakeAgent.PATIENT);
        var first = start(agent, QUICK);
        agent.awaitReady(1);
        first.machine.interrupt();
        assertThat(first.exitCode()).isEqualTo(130);
        writeToken();
        api.enrolmentFails(409);

        var second = start(agent, QUICK);
        agent.awaitReady(2);
        second.machine.terminate();
        assertThat(second.exitCode()).isZero();
    }

    @Test
    void run_agentCrashes_showsTheEndOfItsLogMasked() throws Exception {
        var agent = FakeAgent.make(folder, """
                echo "using glrt-secret-token"
                echo "cannot go on"
                exit 3
                """);
        var running = start(agent, QUICK);
        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> api.heartbeats().stream().anyMatch(beat -> beat.has("log_tail")));
        var shown = api.heartbeats().stream()
                .filter(beat -> beat.has("log_tail"))
                .findFirst()
                .orElseThrow();
        assertThat(shown.path("log_tail").valueStream().map(line -> line.asString()))
                .containsSequence("using ***MASKED***", "cannot go on");
        assertThat(shown.path("events").path(0).path("kind").asString()).isEqualTo("failure-agent-crashed");
        running.machine.interrupt();
        assertThat(running.exitCode()).isIn(130, 1);
    }

    @Test
    void run_phasesOfTheStart_areToldInOrder() throws Exception {
        var agent = FakeAgent.make(folder, """
                echo "Checking for jobs... received      job=4711 repo_url=https://x/y.git runner=z"
                """ + FakeAgent.PATIENT);
        var running = start(agent, QUICK);
        awaitState("busy");
        assertThat(api.enrolments().getFirst().path("boot_phase").asString()).isEqualTo("booted");
        var told = api.heartbeats().stream()
                .map(beat -> beat.path("boot_phase").asString())
                .distinct()
                .toList();
        assertThat(told).startsWith("registered").endsWith("first_job");
        assertThat(List.of("registered", "agent_up", "first_job")).containsSubsequence(told);
        running.machine.interrupt();
        assertThat(running.exitCode()).isEqualTo(130);
    }

    @Test
    void run_drainLimitReached_abortsTheJob() throws Exception {
        var hasty = quick(Duration.ofMillis(50), LONG, Optional.empty());
        var agent = FakeAgent.make(folder, """
                trap 'echo QUIT >>$seen/signals' QUIT
                trap 'echo TERM >>$seen/signals; exit 1' TERM
                echo $$ >>"$seen/ready"
                while :; do sleep 0.02; done
                """);
        var running = start(agent, hasty);
        agent.awaitReady(1);
        running.machine.terminate();
        assertThat(running.exitCode()).isZero();
        assertThat(agent.seen("signals")).containsExactly("QUIT", "TERM");
    }

    @Test
    void run_lifetimeOver_takesNoNewJobsAndIsFinished() throws Exception {
        Answers.config(api.enrolment())
                .put("lifetime_ends_at", Instant.now().plusMillis(1500).toString());
        var agent = FakeAgent.make(folder, FakeAgent.PATIENT);
        var running = start(agent, QUICK);
        awaitState("finished");
        assertThat(agent.seen("pids")).hasSize(1);
        assertThat(api.events()).contains("lifetime-ended");
        running.machine.terminate();
        assertThat(running.exitCode()).isZero();
    }

    @Test
    void run_ownLifetimeOver_takesNoNewJobsAndIsFinished() throws Exception {
        Answers.config(api.enrolment())
                .put("lifetime_ends_at", Instant.now().plusSeconds(3600).toString());
        var brief = quick(LONG, LONG, Optional.of(Duration.ofMillis(1500)));
        var running = start(FakeAgent.make(folder, FakeAgent.PATIENT), brief);
        awaitState("finished");
        assertThat(api.events()).contains("lifetime-ended");
        running.machine.terminate();
        assertThat(running.exitCode()).isZero();
    }

    @Test
    void run_jobsAndContact_canBeSeenByTheMachinesTimer() throws Exception {
        var agent = FakeAgent.make(folder, """
                echo "Checking for jobs... received      job=4711 repo_url=https://x/y.git runner=z"
                """ + FakeAgent.PATIENT);
        long before = System.currentTimeMillis();
        var running = start(agent, QUICK);
        awaitState("busy");
        assertThat(work().resolve("jobs")).hasContent("1");
        assertThat(Long.parseLong(Files.readString(work().resolve("contact")).strip()))
                .isBetween(before, System.currentTimeMillis());
        running.machine.interrupt();
        assertThat(running.exitCode()).isEqualTo(130);
        assertThat(work().resolve("jobs")).hasContent("0");
    }

    @Test
    void run_controlPlaneNeverAnswersHeartbeats_isNoContact() throws Exception {
        api.onHeartbeat(beat -> StubApi.Reply.problem(503));
        var running = start(FakeAgent.make(folder, FakeAgent.PATIENT), QUICK);
        await().atMost(20, TimeUnit.SECONDS).until(() -> !api.heartbeats().isEmpty());
        running.machine.terminate();
        assertThat(running.exitCode()).isZero();
        assertThat(work().resolve("jobs")).hasContent("0");
        assertThat(work().resolve("contact")).doesNotExist();
    }

    @Test
    void run_jobsOfAnotherUser_agentIsToldAndOnlyTheirFoldersAreOpen() throws Exception {
        var self = System.getProperty("user.name");
        Answers.config(api.enrolment()).put("max_builds", 1);
        var agent = FakeAgent.make(folder, FakeAgent.PATIENT);
        var running = start(agent, Optional.of(self), QUICK);
        agent.awaitReady(1);
        assertThat(agent.seen("arguments"))
                .as("run-single knows no user")
                .containsExactly(
                        "run --config " + work() + "/config.toml --working-directory " + work() + " --user " + self);
        assertThat(Files.getPosixFilePermissions(work())).isEqualTo(PosixFilePermissions.fromString("rwx--x--x"));
        assertThat(Files.getOwner(work().resolve("builds")).getName()).isEqualTo(self);
        assertThat(Files.getPosixFilePermissions(work().resolve("config.toml")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        running.machine.interrupt();
        assertThat(running.exitCode()).isEqualTo(130);
    }

    @Test
    void run_noSuchUser_endsNamingIt() throws Exception {
        var agent = FakeAgent.make(folder, FakeAgent.PATIENT);
        assertThat(start(agent, Optional.of("nobody-of-that-name"), QUICK).exitCode())
                .isEqualTo(1);
        assertThat(String.join("\n", log)).contains("nobody-of-that-name");
        assertThat(agent.seen("pids")).isEmpty();
    }

    @Test
    void run_heartbeatsFailForAWhile_theAgentGoesOn() throws Exception {
        api.onHeartbeat(beat -> switch (api.heartbeats().size()) {
            case 2 -> StubApi.Reply.problem(503);
            case 3 -> StubApi.Reply.problem(409);
            default -> StubApi.Reply.directive("run");
        });
        var agent = FakeAgent.make(folder, FakeAgent.PATIENT);
        var running = start(agent, QUICK);
        await().atMost(20, TimeUnit.SECONDS).until(() -> api.heartbeats().size() >= 4);
        assertThat(agent.seen("pids")).hasSize(1);
        assertThat(sequence().get(3) - sequence().get(2)).isGreaterThan(60_000);
        running.machine.terminate();
        assertThat(running.exitCode()).isZero();
    }

    @Test
    void run_controlPlaneComesLate_isFound() throws Exception {
        api.enrolmentFails(503);
        api.enrolmentFails(429);
        var running = start(FakeAgent.make(folder, FakeAgent.PATIENT), QUICK);
        await().atMost(20, TimeUnit.SECONDS).until(() -> api.states().contains("idle"));
        var enrolments = api.enrolments();
        assertThat(enrolments).hasSize(3);
        assertThat(enrolments.getFirst().path("nonce"))
                .isEqualTo(enrolments.getLast().path("nonce"));
        running.machine.terminate();
        assertThat(running.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"401, 4", "403, 4", "404, 5", "409, 6", "410, 1", "422, 1"})
    void run_enrolmentRefused_endsWithAMessageAndKeepsTheToken(int status, int exitCode) throws Exception {
        api.enrolmentFails(status);
        var agent = FakeAgent.make(folder, FakeAgent.PATIENT);
        assertThat(start(agent, QUICK).exitCode()).isEqualTo(exitCode);
        assertThat(log).anyMatch(line -> line.contains("as the test wants (HTTP " + status + ")"));
        assertThat(token).exists();
        assertThat(agent.seen("pids")).isEmpty();
    }

    @Test
    void run_terminatedWhileNobodyAnswers_ends() throws Exception {
        api.close();
        var running = start(FakeAgent.make(folder, FakeAgent.PATIENT), QUICK);
        await().until(() -> log.stream().anyMatch(line -> line.contains("enrolment put off")));
        running.machine.terminate();
        assertThat(running.exitCode()).isZero();
    }

    @Test
    void run_secretUriInTheEnvironment_endsNamingTheVariableOnly() throws Exception {
        Answers.config(api.enrolment()).putObject("environment").put("DEPLOY_KEY", "vault://ci/deploy/key");
        var agent = FakeAgent.make(folder, FakeAgent.PATIENT);
        assertThat(start(agent, QUICK).exitCode()).isEqualTo(1);
        assertThat(String.join("\n", log)).contains("\"DEPLOY_KEY\"").doesNotContain("ci/deploy");
        assertThat(api.events()).containsExactly("failure-agent-not-started");
        assertThat(agent.seen("pids")).isEmpty();
    }

    private Path work() {
        return folder.resolve("work");
    }

    private JsonNode newest() {
        return api.heartbeats().getLast();
    }

    private List<Long> sequence() {
        return api.heartbeats().stream().map(beat -> beat.path("seq").asLong()).toList();
    }

    private void awaitState(String state) {
        await().atMost(20, TimeUnit.SECONDS)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .until(() -> !api.states().isEmpty() && api.states().getLast().equals(state));
    }

    private record Running(RunnerMachine machine, CompletableFuture<Integer> result) {

        int exitCode() throws Exception {
            return result.get(30, TimeUnit.SECONDS);
        }
    }

    private Running start(FakeAgent agent, RunnerTiming timing) {
        return start(agent, Optional.empty(), timing);
    }

    private Running start(FakeAgent agent, Optional<String> user, RunnerTiming timing) {
        URI url = api.url();
        var options = new RunnerOptions(
                RunnerId.of("abc123def456"),
                EggName.of("web"),
                url,
                token,
                work(),
                Duration.ofSeconds(30),
                new RunnerOptions.Agent(agent.program(), user));
        var variables = Map.of("PATH", System.getenv("PATH"), "HOME", "/home/nobody", "AWS_SECRET", "hidden");
        var machine = new RunnerMachine(options, "1.2.3", variables, timing, log::add);
        var result = new CompletableFuture<Integer>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                result.complete(machine.run());
            } catch (InterruptedException | RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return new Running(machine, result);
    }
}
