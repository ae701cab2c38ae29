package io.polargosling.worker.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.TargetHook;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabHook;
import io.polargosling.domain.gitlab.HookSecret;
import io.polargosling.domain.gitlab.HookTrigger;
import io.polargosling.domain.gitlab.KnownProject;
import io.polargosling.domain.gitlab.WantedHook;
import io.polargosling.domain.problem.StandingFinding;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.simulator.server.Fault;
import io.polargosling.worker.GitLabBench;
import io.polargosling.worker.group.GroupDiscovery;
import io.polargosling.worker.hook.HookAddress;
import io.polargosling.worker.hook.HookKeeper;
import io.polargosling.worker.target.GroupProjects;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EggAtGitLabTest {

    private static final TargetScope PROJECT = new TargetScope.Project(GitLabBench.PROJECT);
    private static final EggName WEB = EggName.of("web");

    @TempDir
    private Path folder;

    private final AtomicInteger answer = new AtomicInteger(202);
    private HttpServer api;
    private String apiUrl;
    private GitLabBench bench;
    private EggAtGitLab keeper;

    @BeforeEach
    void open() throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(answer.get(), -1);
            exchange.close();
        });
        api.start();
        apiUrl = "http://127.0.0.1:" + api.getAddress().getPort();
        bench = new GitLabBench(folder);
        keeper = keeper(apiUrl, Map.of());
    }

    @AfterEach
    void close() {
        bench.close();
        api.stop(0);
    }

    @Test
    void egg_withoutHook_getsOneWithANewSigningToken() {
        bench.store("web", PROJECT);

        keeper.bringUpToDate(WEB);

        var secret = bench.secrets.find(GitLabBench.webhookSecret("web")).orElseThrow();
        assertThat(secret.reveal()).startsWith("whsec_").hasSize(6 + 44);
        assertThat(hooks(PROJECT)).singleElement().satisfies(hook -> {
            assertThat(hook.url()).isEqualTo(apiUrl + "/webhooks/gitlab");
            assertThat(hook.signingTokenPresent()).isTrue();
            assertThat(hook.tokenPresent()).isFalse();
            assertThat(hook.shape().events().entrySet().stream()
                            .filter(Map.Entry::getValue)
                            .map(Map.Entry::getKey))
                    .containsExactlyInAnyOrder(
                            "push_events", "tag_push_events", "merge_requests_events", "pipeline_events", "job_events");
        });
        assertThat(bench.target("web").hook().status()).isEqualTo(TargetHook.Status.EXECUTABLE);
        assertThat(bench.target("web").hook().id().getAsLong())
                .isEqualTo(hooks(PROJECT).getFirst().id());
        assertThat(bench.target("web").fullPath()).contains("team/web");
        assertThat(findings()).isEmpty();
    }

    @Test
    void egg_withItsHook_isLeftAlone() {
        bench.store("web", PROJECT);
        keeper.bringUpToDate(WEB);
        var before = hooks(PROJECT);
        bench.simulator.addFault(Fault.status("/api/v4/projects", 100, 500).withMethod("PUT"));
        bench.simulator.addFault(Fault.status("/api/v4/projects", 100, 500).withMethod("POST"));

        keeper.bringUpToDate(WEB);
        keeper(apiUrl, Map.of()).bringUpToDate(WEB);

        assertThat(hooks(PROJECT)).isEqualTo(before);
    }

    @Test
    void egg_withSecretThatIsNoSigningToken_getsASecretToken() {
        bench.secrets.write(GitLabBench.webhookSecret("web"), SecretValue.of("plain-secret"));
        bench.store("web", PROJECT);

        keeper.bringUpToDate(WEB);

        assertThat(hooks(PROJECT)).singleElement().satisfies(hook -> {
            assertThat(hook.tokenPresent()).isTrue();
            assertThat(hook.signingTokenPresent()).isFalse();
        });
    }

    @Test
    void egg_withoutSecretThatMayBeMade_getsAFindingAndNoHook() {
        keeper = keeper(apiUrl, Map.of("gosling.secrets.autocreate-webhook-secret", "false"));
        bench.store("web", PROJECT);

        keeper.bringUpToDate(WEB);

        assertThat(hooks(PROJECT)).isEmpty();
        assertThat(findings()).singleElement().satisfies(found -> {
            assertThat(found.finding().code()).isEqualTo("hook-refused");
            assertThat(found.finding().message()).contains("egg \"web\", gitlab.webhook_secret, local");
        });
    }

    @Test
    void hook_changedByHand_isRepaired() {
        bench.store("web", PROJECT);
        keeper.bringUpToDate(WEB);
        var made = hooks(PROJECT).getFirst();
        bench.gitlab
                .hooks()
                .update(
                        bench.access(),
                        PROJECT,
                        made.id(),
                        new WantedHook(
                                URI.create("http://127.0.0.1:1/elsewhere"),
                                HookSecret.of(SecretValue.of("other")),
                                true));

        keeper.bringUpToDate(WEB);

        assertThat(hooks(PROJECT)).containsExactly(made);
    }

    @Test
    void hook_whenOurAddressChanges_movesWithItsSecret() {
        bench.store("web", PROJECT);
        keeper.bringUpToDate(WEB);
        var made = hooks(PROJECT).getFirst();

        keeper(apiUrl + "/moved/", Map.of()).bringUpToDate(WEB);

        assertThat(hooks(PROJECT)).singleElement().satisfies(hook -> {
            assertThat(hook.id()).isEqualTo(made.id());
            assertThat(hook.url()).isEqualTo(apiUrl + "/moved/webhooks/gitlab");
            assertThat(hook.signingTokenPresent()).isTrue();
        });
    }

    @Test
    void hook_ofOurAddressThatWasForgotten_isTakenOverAndDoublesGo() {
        var url = URI.create(apiUrl + "/webhooks/gitlab");
        var byHand = new WantedHook(url, HookSecret.of(SecretValue.of("by-hand")), false);
        var first = bench.gitlab.hooks().create(bench.access(), PROJECT, byHand);
        bench.gitlab.hooks().create(bench.access(), PROJECT, byHand);
        bench.store("web", PROJECT);

        keeper.bringUpToDate(WEB);

        assertThat(hooks(PROJECT)).singleElement().satisfies(hook -> {
            assertThat(hook.id()).isEqualTo(first.id());
            assertThat(hook.signingTokenPresent()).isTrue();
            assertThat(hook.tokenPresent()).isFalse();
        });
    }

    @Test
    void hook_ofSomebodyElse_isNotTouched() {
        var foreign = foreignHook();
        bench.store("web", PROJECT);

        keeper.bringUpToDate(WEB);
        bench.remove("web");
        keeper.bringUpToDate(WEB);

        assertThat(hooks(PROJECT)).containsExactly(foreign);
    }

    @Test
    void hook_thatGitLabDisabled_isReArmedAndReportedUntilTheNextLook() {
        bench.store("web", PROJECT);
        keeper.bringUpToDate(WEB);
        disable();
        answer.set(202);

        keeper.bringUpToDate(WEB);

        assertThat(hooks(PROJECT).getFirst().health().status()).isEqualTo(GitLabHook.AlertStatus.EXECUTABLE);
        assertThat(bench.target("web").hook().status()).isEqualTo(TargetHook.Status.EXECUTABLE);
        assertThat(findings()).extracting(found -> found.finding().code()).containsExactly("hook-disabled");

        bench.clock.advance(Duration.ofHours(1));
        keeper.bringUpToDate(WEB);
        assertThat(findings()).isEmpty();
    }

    @Test
    void hook_whoseReceiverStillFails_staysDisabledAndReported() {
        bench.store("web", PROJECT);
        keeper.bringUpToDate(WEB);
        disable();

        keeper.bringUpToDate(WEB);

        assertThat(bench.target("web").hook().status()).isNotEqualTo(TargetHook.Status.EXECUTABLE);
        assertThat(findings())
                .singleElement()
                .satisfies(found -> assertThat(found.finding().message()).contains("did not re-arm"));
    }

    @Test
    void egg_removedOrDisabled_losesItsHook() {
        bench.store("web", PROJECT);
        keeper.bringUpToDate(WEB);

        bench.store("web", PROJECT, "b", false);
        keeper.bringUpToDate(WEB);
        assertThat(hooks(PROJECT)).isEmpty();

        bench.store("web", PROJECT, "c", true);
        keeper.bringUpToDate(WEB);
        assertThat(hooks(PROJECT)).hasSize(1);

        bench.remove("web");
        keeper.bringUpToDate(WEB);
        assertThat(hooks(PROJECT)).isEmpty();
        assertThat(bench.target("web").hook()).isEqualTo(TargetHook.none());
    }

    @Test
    void egg_thatGotAnotherProject_leavesNoHookAtTheFirst() {
        bench.store("web", PROJECT);
        keeper.bringUpToDate(WEB);
        bench.simulator.createProject(202, "team/other");
        var second = new TargetScope.Project(202);

        bench.store("web", second, "b", true);
        keeper.bringUpToDate(WEB);

        assertThat(hooks(PROJECT)).isEmpty();
        assertThat(hooks(second)).hasSize(1);
    }

    @Test
    void hook_onAServerThatCannotReachUs_isNotMade() {
        bench.store("web", PROJECT);
        var elsewhere = new GitLabAccess(GitLabServer.of("gitlab.example"), SecretValue.of("never-sent"));

        var problems = hooks(apiUrl, Map.of()).keepProject(bench.target("web"), elsewhere);

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo("hook-unreachable");
            assertThat(problem.message()).contains("gitlab.example", apiUrl);
        });
    }

    @Test
    void egg_whoseTokenIsRefused_getsAFinding() {
        bench.store("web", PROJECT);
        bench.simulator.addFault(Fault.status("/api/v4/projects/101/hooks", 100, 403));

        keeper.bringUpToDate(WEB);

        assertThat(findings()).extracting(found -> found.finding().code()).containsExactly("hook-refused");
    }

    @Test
    void egg_whileGitLabIsAway_isTriedAgain() {
        bench.store("web", PROJECT);
        bench.simulator.addFault(Fault.busy("/api/v4", Duration.ofMinutes(5)));

        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> keeper.bringUpToDate(WEB));

        bench.clock.advance(Duration.ofMinutes(6));
        keeper.bringUpToDate(WEB);
        assertThat(hooks(PROJECT)).hasSize(1);
    }

    @Test
    void egg_whileAnotherProcessKeepsIt_isAskedForLater() {
        bench.store("web", PROJECT);
        assertThat(bench.leases.tryTake("gitlab:web")).isPresent();

        keeper.bringUpToDate(WEB);

        assertThat(bench.queue.commands()).containsExactly(new Command.ReconcileGitLab(WEB));
        assertThat(hooks(PROJECT)).isEmpty();
    }

    @Test
    void bucket_ofSeveralProjects_getsAHookWithItsOwnSecretAtEach() {
        bench.simulator.createProject(202, "team/other");
        bench.storeBucket("web", GitLabBench.PROJECT, 202);

        keeper.bringUpToDate(WEB);

        assertThat(hooks(PROJECT)).hasSize(1);
        assertThat(hooks(new TargetScope.Project(202))).hasSize(1);
        assertThat(bench.secrets.find(GitLabBench.webhookSecret("web101")))
                .isPresent()
                .isNotEqualTo(bench.secrets.find(GitLabBench.webhookSecret("web202")));
    }

    @Test
    void project_ofAnEggAndOfTheGroupOfAnother_hasAHookForEachThatStays() {
        var group = group();
        bench.simulator.setGroupHooksLicensed(false);
        bench.store("web", PROJECT);
        bench.store("team", group);
        keeper.bringUpToDate(WEB);
        keeper.bringUpToDate(EggName.of("team"));
        var both = hooks(PROJECT);

        bench.clock.advance(Duration.ofHours(1));
        keeper.bringUpToDate(WEB);
        keeper.bringUpToDate(EggName.of("team"));

        assertThat(both).hasSize(2);
        assertThat(hooks(PROJECT)).isEqualTo(both);
    }

    @Test
    void group_withGroupHooks_getsOneHookAndItsProjectsArePolled() {
        var group = group();
        bench.simulator.createProject(202, "team/sub/other");
        bench.simulator.createProject(303, "elsewhere/third");
        bench.store("web", group);

        keeper.bringUpToDate(WEB);

        assertThat(hooks(group)).hasSize(1);
        assertThat(hooks(PROJECT)).isEmpty();
        assertThat(known(group)).containsExactly("team/web", "team/sub/other");
        assertThat(bench.target("web").fullPath()).contains("team");
        assertThat(bench.queue.commands()).containsExactly(hint(101), hint(202));
    }

    @Test
    void group_withoutGroupHooks_getsOneAtEachProjectNewOnesIncluded() {
        var group = group();
        bench.simulator.setGroupHooksLicensed(false);
        bench.store("web", group);
        keeper.bringUpToDate(WEB);
        bench.queue.clear();

        bench.simulator.createProject(202, "team/new");
        keeper.bringUpToDate(WEB);

        assertThat(hooks(PROJECT)).hasSize(1);
        assertThat(hooks(new TargetScope.Project(202))).hasSize(1);
        assertThat(bench.queue.commands()).as("only the new one").containsExactly(hint(202));
        assertThat(bench.target("web").hook().status()).isEqualTo(TargetHook.Status.EXECUTABLE);
    }

    @Test
    void group_thatMayHaveHooksNow_losesThoseOfItsProjects() {
        var group = group();
        bench.simulator.setGroupHooksLicensed(false);
        bench.store("web", group);
        keeper.bringUpToDate(WEB);
        bench.simulator.setGroupHooksLicensed(true);

        keeper.bringUpToDate(WEB);

        assertThat(hooks(group)).hasSize(1);
        assertThat(hooks(PROJECT)).isEmpty();
    }

    @Test
    void group_projectLeavesIt_losesItsHookAndIsForgotten() {
        var group = group();
        bench.simulator.setGroupHooksLicensed(false);
        bench.simulator.createProject(202, "team/leaving");
        bench.store("web", group);
        keeper.bringUpToDate(WEB);

        bench.simulator.moveProject(202, "elsewhere/left");
        bench.clock.advance(Duration.ofMinutes(10));
        keeper.bringUpToDate(WEB);

        assertThat(hooks(new TargetScope.Project(202))).isEmpty();
        assertThat(hooks(PROJECT)).hasSize(1);
        assertThat(known(group)).containsExactly("team/web");
    }

    @Test
    void group_archivedProject_isNoneOfIt() {
        var group = group();
        bench.simulator.createProject(202, "team/old");
        bench.simulator.archiveProject(202);
        bench.store("web", group);

        keeper.bringUpToDate(WEB);

        assertThat(known(group)).containsExactly("team/web");
    }

    @Test
    void group_whoseEggIsRemoved_losesAllHooksAndProjects() {
        var group = group();
        bench.simulator.setGroupHooksLicensed(false);
        bench.store("web", group);
        keeper.bringUpToDate(WEB);
        bench.clock.advance(Duration.ofMinutes(1));

        bench.remove("web");
        keeper.bringUpToDate(WEB);

        assertThat(hooks(PROJECT)).isEmpty();
        assertThat(known(group)).isEmpty();
    }

    @Test
    void group_gitLabGoesAwayHalfWay_isDoneTheNextTime() {
        var group = group();
        bench.simulator.setGroupHooksLicensed(false);
        bench.simulator.createProject(202, "team/second");
        bench.store("web", group);
        bench.simulator.addFault(Fault.busy("/api/v4/projects/202", Duration.ofMinutes(5)));
        assertThatExceptionOfType(UnavailableException.class).isThrownBy(() -> keeper.bringUpToDate(WEB));
        bench.clock.advance(Duration.ofMinutes(6));

        keeper.bringUpToDate(WEB);

        assertThat(hooks(PROJECT)).hasSize(1);
        assertThat(hooks(new TargetScope.Project(202))).hasSize(1);
    }

    @Test
    void group_inAGroupOfAnotherEgg_keepsItsProjectsAndBothKnowThem() {
        var outer = group();
        bench.simulator.createProject(202, "team/sub/inner");
        var inner = new TargetScope.Group(bench.simulator.groupId("team/sub"));
        bench.store("inner", inner);
        keeper.bringUpToDate(EggName.of("inner"));
        bench.store("web", outer);

        keeper.bringUpToDate(WEB);

        assertThat(known(inner)).containsExactly("team/sub/inner");
        assertThat(known(outer)).containsExactly("team/web");
        var projects = new GroupProjects(bench.storage);
        assertThat(projects.of(bench.target("web")))
                .extracting(KnownProject::id)
                .containsExactlyInAnyOrder(101L, 202L);
    }

    private EggAtGitLab keeper(String url, Map<String, String> settings) {
        return new EggAtGitLab(
                bench.storage,
                bench.gitlab,
                bench.targets,
                new GroupDiscovery(bench.storage, bench.gitlab, bench.clock),
                hooks(url, settings),
                bench.leases,
                bench.queue,
                bench.clock);
    }

    private HookKeeper hooks(String url, Map<String, String> settings) {
        return new HookKeeper(
                bench.storage,
                bench.gitlab,
                bench.secrets,
                HookAddress.of(url),
                GitLabBench.settings(settings),
                bench.clock);
    }

    private TargetScope group() {
        return new TargetScope.Group(bench.simulator.groupId("team"));
    }

    private GitLabHook foreignHook() {
        return bench.gitlab
                .hooks()
                .create(
                        bench.access(),
                        PROJECT,
                        new WantedHook(
                                URI.create("http://127.0.0.1:1/theirs"), HookSecret.of(SecretValue.of("t")), true));
    }

    /** As GitLab does when deliveries fail. */
    private void disable() {
        answer.set(500);
        var hook = hooks(PROJECT).getFirst().id();
        for (int i = 0; i < 4; i++) {
            assertThat(bench.gitlab.hooks().test(bench.access(), PROJECT, hook, HookTrigger.PUSH_EVENTS))
                    .isFalse();
        }
        assertThat(hooks(PROJECT).getFirst().health().status()).isNotEqualTo(GitLabHook.AlertStatus.EXECUTABLE);
    }

    private Command hint(long project) {
        return new Command.RefreshDemand(WEB, bench.server(), project);
    }

    private List<GitLabHook> hooks(TargetScope scope) {
        return bench.gitlab.hooks().list(bench.access(), scope);
    }

    private List<String> known(TargetScope group) {
        return bench.storage.projects().ofGroup(bench.server(), group.id(), PageRequest.first(100)).items().stream()
                .map(KnownProject::path)
                .toList();
    }

    private List<StandingFinding> findings() {
        return bench.storage
                .findings()
                .ofResource("egg/web", PageRequest.first(100))
                .items();
    }
}
