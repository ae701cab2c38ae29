package io.polargosling.worker.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.egg.TargetHook;
import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.infrastructure.StoredInfrastructure;
import io.polargosling.domain.job.JobName;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.nest.NestFiles;
import io.polargosling.nest.NestReader;
import io.polargosling.nest.NestRules;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.testkit.gen.Samples;
import io.polargosling.worker.hook.NestProject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NestWriterTest {

    private static final EggName WEB = EggName.of("web");
    private static final EggName SHOP = EggName.of("shop");
    private static final EggName TOOLS = EggName.of("tools");
    private static final CommitId LATER = CommitId.of("ffffffffffffffffffffffffffffffffffffffff");

    private final SortedMap<String, byte[]> files = new TreeMap<>();
    private final MutableClock clock = MutableClock.create();
    private Optional<NestProject> project = Optional.empty();
    private Storage storage;
    private Fence fence;

    @BeforeEach
    void open() {
        storage = JdbcStorage.open("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        fence = storage.leases()
                .take("nest-sync", "test", Optional.empty(), clock.instant())
                .orElseThrow()
                .fence();
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private void put(String path, String text) {
        files.put(path, text.getBytes(StandardCharsets.UTF_8));
    }

    private void egg(String name, int project) {
        put(path(name), """
                egg "%s" {
                  type = "serverless"
                  cloud {
                    provider = "local"
                  }
                  runner {
                    tags = ["%1$s"]
                  }
                  gitlab {
                    server     = "gitlab.example"
                    project_id = %d
                  }
                }
                """.formatted(name, project));
    }

    private void bucket(String name, int... projects) {
        var repos = new StringBuilder();
        for (int project : projects) {
            repos.append("""
                        repo "repo-%d" {
                          gitlab {
                            server     = "gitlab.example"
                            project_id = %1$d
                          }
                        }
                    """.formatted(project));
        }
        put(path(name), """
                eggsbucket "%s" {
                  cloud {
                    provider = "local"
                  }
                  runner {
                    tags = ["%1$s"]
                  }
                  repositories {
                %s  }
                }
                """.formatted(name, repos));
    }

    private void job(String name, String schedule) {
        put("Jobs/" + name + ".fly", """
                job "%s" {
                  schedule = "%s"
                  script   = "gosling validate"
                }
                """.formatted(name, schedule));
    }

    private static String path(String egg) {
        return "Eggs/" + egg + "/config.fly";
    }

    private NestWriter.Written write() {
        return write(new RemovalLimit(0.5, false));
    }

    private NestWriter.Written write(RemovalLimit limit) {
        return write(Samples.COMMIT, limit);
    }

    private NestWriter.Written write(CommitId commit, RemovalLimit limit) {
        var snapshot = NestReader.read(NestFiles.of(files), NestRules.defaults());
        return new NestWriter(storage, clock, commit, fence, limit, project).write(snapshot);
    }

    private Egg stored(EggName name) {
        return storage.eggs().find(name).orElseThrow();
    }

    private static TargetId target(EggName egg, long project) {
        return new TargetId(Samples.SERVER, new TargetScope.Project(project), egg);
    }

    private static List<String> errors(NestWriter.Written written) {
        return written.findings().stream()
                .filter(Finding::isError)
                .map(Finding::code)
                .toList();
    }

    private static List<Command> commandsOf(EggName egg) {
        return List.of(new Command.ReconcileEgg(egg), new Command.ReconcileGitLab(egg));
    }

    @Test
    void write_theSameAgain_writesNothingAndAsksForNothing() {
        egg("web", 1);
        bucket("tools", 2, 3);
        job("nightly", "@daily");
        write();
        var before = List.of(stored(WEB), stored(TOOLS));
        clock.advance(Duration.ofMinutes(5));

        var again = write(LATER, new RemovalLimit(0.5, false));

        assertThat(again.changes()).isEqualTo(new NestWriter.Changes(0, 0, 0));
        assertThat(again.synced().eggs()).isEqualTo(2);
        assertThat(again.synced().jobs()).isEqualTo(1);
        assertThat(again.commands()).isEmpty();
        assertThat(List.of(stored(WEB), stored(TOOLS))).isEqualTo(before);
        assertThat(storage.audit().ofResource("egg/web", PageRequest.first(5)).items())
                .hasSize(1);
        assertThat(storage.jobs()
                        .find(JobName.of("nightly"))
                        .orElseThrow()
                        .declared()
                        .commit())
                .isEqualTo(Samples.COMMIT);
    }

    @Test
    void write_bucket_isAddedChangedAndRemovedAsAnEggIs() {
        bucket("tools", 2, 3);
        var first = write();
        assertThat(first.changes()).isEqualTo(new NestWriter.Changes(1, 0, 0));
        assertThat(first.commands()).containsExactlyElementsOf(commandsOf(TOOLS));
        var repo = storage.targets().find(target(TOOLS, 3)).orElseThrow().declared();
        assertThat(repo.repo()).contains("repo-3");
        assertThat(repo.webhookSecret().text()).isEqualTo("local://gitlab/gitlab.example/tools/repo-3/webhook-secret");

        bucket("tools", 2, 4);
        var second = write();
        assertThat(second.changes()).isEqualTo(new NestWriter.Changes(0, 1, 0));
        assertThat(second.commands()).containsExactlyElementsOf(commandsOf(TOOLS));
        assertThat(storage.targets().find(target(TOOLS, 3))).isEmpty();

        files.clear();
        var third = write();
        assertThat(third.changes()).isEqualTo(new NestWriter.Changes(0, 0, 1));
        assertThat(third.commands()).containsExactlyElementsOf(commandsOf(TOOLS));
        assertThat(stored(TOOLS).state()).isEqualTo(EggState.REMOVED);
        assertThat(stored(TOOLS).reason())
                .hasValueSatisfying(reason -> assertThat(reason).contains(Samples.COMMIT.abbreviated()));
        assertThat(storage.eggs().projectTargets(Samples.SERVER, 2)).isEmpty();

        bucket("tools", 2, 4);
        write();
        assertThat(stored(TOOLS).state()).isEqualTo(EggState.ACTIVE);
        assertThat(storage.eggs().projectTargets(Samples.SERVER, 2)).hasSize(1);
    }

    @Test
    void write_eggThatBecomesABucket_isAChange() {
        egg("tools", 2);
        write();
        bucket("tools", 2, 3);

        var written = write();

        assertThat(written.changes()).isEqualTo(new NestWriter.Changes(0, 1, 0));
        assertThat(stored(TOOLS).config().targets()).hasSize(2);
    }

    @Test
    void write_changeThatLeavesTheTargets_doesNotAskForGitLab() {
        egg("web", 1);
        write();
        put(
                path("web"),
                new String(files.get(path("web")), StandardCharsets.UTF_8)
                        .replace("tags =", "max_runners = 3\n    tags ="));

        assertThat(write().commands()).containsExactly(new Command.ReconcileEgg(WEB));
    }

    @Test
    void write_disabledEgg_staysAndMatchesNothing() {
        egg("web", 1);
        write();
        put(
                path("web"),
                new String(files.get(path("web")), StandardCharsets.UTF_8)
                        .replace("type =", "enabled = false\n  type ="));

        assertThat(write().commands()).contains(new Command.ReconcileEgg(WEB));

        assertThat(stored(WEB).state()).isEqualTo(EggState.DISABLED);
        assertThat(storage.eggs().projectTargets(Samples.SERVER, 1)).isEmpty();
    }

    @Test
    void write_jobs_areAddedChangedRemovedAndKeptWhileBroken() {
        job("nightly", "@daily");
        job("weekly", "@weekly");
        assertThat(write().changes()).isEqualTo(new NestWriter.Changes(2, 0, 0));

        job("nightly", "@hourly");
        put("Jobs/weekly.fly", "job \"weekly\" {");
        var broken = write();
        assertThat(broken.changes()).isEqualTo(new NestWriter.Changes(0, 1, 0));
        assertThat(broken.synced().jobs()).isEqualTo(1);
        assertThat(storage.jobs()
                        .find(JobName.of("nightly"))
                        .orElseThrow()
                        .declared()
                        .cron())
                .isEqualTo("@hourly");
        assertThat(storage.jobs().find(JobName.of("weekly"))).isPresent();

        files.clear();
        assertThat(write().changes()).isEqualTo(new NestWriter.Changes(0, 0, 2));
        assertThat(storage.jobs().list(PageRequest.first(5)).items()).isEmpty();
        assertThat(storage.audit()
                        .ofResource("job/nightly", PageRequest.first(5))
                        .items())
                .extracting(entry -> entry.action())
                .containsExactlyInAnyOrder("job.applied", "job.applied", "job.removed");
    }

    @Test
    void write_infrastructure_isStoredOnceAndKeptWhileBroken() {
        put("MG/config.fly", infrastructure());
        write();
        var stored = storage.infrastructure().current().orElseThrow();
        assertThat(stored.config()).contains("\"ydb\"");

        write(LATER, new RemovalLimit(0.5, false));
        put("MG/config.fly", "mothergoose {");
        write();

        assertThat(storage.infrastructure().current()).contains(stored);
        assertThat(stored).extracting(StoredInfrastructure::commit).isEqualTo(Samples.COMMIT);
    }

    private static String infrastructure() {
        String image = "cr.example.com/gosling@sha256:" + "0123456789abcdef".repeat(4);
        return """
                mothergoose {
                  cloud {
                    provider  = "yandex"
                    region    = "ru-central1"
                    folder_id = "folder"
                  }
                  api {
                    image = "%1$s"
                  }
                  workers {
                    image = "%1$s"
                  }
                  uglyfox {
                    image = "%1$s"
                  }
                  database {
                    type = "ydb"
                  }
                  nest {
                    url = "https://gitlab.example/infra/nest.git"
                  }
                }
                """.formatted(image);
    }

    @Test
    void write_renamedEgg_isReportedAndItsTargetPassesOn() {
        egg("web", 1);
        egg("other", 9);
        write();
        var hook = new TargetHook(OptionalLong.of(55), TargetHook.Status.EXECUTABLE);
        assertThat(storage.targets().saveHook(target(WEB, 1), hook)).isTrue();
        assertThat(storage.targets().savePath(target(WEB, 1), "team/web")).isTrue();
        files.remove(path("web"));
        egg("shop", 1);

        var written = write();

        assertThat(written.changes()).isEqualTo(new NestWriter.Changes(1, 0, 1));
        assertThat(written.findings())
                .filteredOn(finding -> finding.code().equals("renamed"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.subject()).isEqualTo("egg/shop");
                    assertThat(finding.message()).contains("\"web\"").contains("\"shop\"");
                    assertThat(finding.isError()).isFalse();
                });
        assertThat(storage.eggs().projectTargets(Samples.SERVER, 1))
                .singleElement()
                .satisfies(target -> assertThat(target.egg()).isEqualTo(SHOP));
        var passed = storage.targets().find(target(SHOP, 1)).orElseThrow();
        assertThat(passed.hook()).isEqualTo(hook);
        assertThat(passed.fullPath()).contains("team/web");
        assertThat(storage.targets().find(target(WEB, 1)).orElseThrow().hook()).isEqualTo(TargetHook.none());
        assertThat(written.commands()).containsAll(commandsOf(WEB)).containsAll(commandsOf(SHOP));
    }

    @Test
    void write_duplicateTarget_keepsTheStoredAndRefusesTheNew() {
        egg("web", 1);
        write();
        egg("shop", 1);

        var written = write();

        assertThat(errors(written)).contains("duplicate-target");
        assertThat(stored(WEB).staleConfig()).isTrue();
        assertThat(storage.eggs().find(SHOP)).isEmpty();
        assertThat(storage.eggs().projectTargets(Samples.SERVER, 1)).hasSize(1);
    }

    @Test
    void write_targetOfAnEggWhoseFileIsBroken_isRefusedToTheNewOne() {
        egg("web", 1);
        write();
        put(path("web"), "egg \"web\" {");
        egg("shop", 1);

        var written = write();

        assertThat(errors(written)).contains("duplicate-target");
        assertThat(written.synced().eggs()).isZero();
        assertThat(storage.eggs().find(SHOP)).isEmpty();
        assertThat(storage.eggs().projectTargets(Samples.SERVER, 1))
                .singleElement()
                .satisfies(target -> assertThat(target.egg()).isEqualTo(WEB));

        files.remove(path("web"));
        assertThat(errors(write())).isEmpty();
        assertThat(stored(SHOP).state()).isEqualTo(EggState.ACTIVE);
    }

    @Test
    void write_mostEggsRenamed_changesNothingUntilItIsAllowed() {
        for (int i = 1; i <= 6; i++) {
            egg("old-" + i, i);
        }
        write();
        files.clear();
        for (int i = 1; i <= 6; i++) {
            egg("new-" + i, i);
        }

        var refused = write();

        assertThat(errors(refused)).contains("mass-removal", "duplicate-target");
        assertThat(refused.changes()).isEqualTo(new NestWriter.Changes(0, 0, 0));
        assertThat(storage.eggs().projectTargets(Samples.SERVER, 1))
                .singleElement()
                .satisfies(target -> assertThat(target.egg()).isEqualTo(EggName.of("old-1")));

        var allowed = write(new RemovalLimit(0.5, true));

        assertThat(errors(allowed)).isEmpty();
        assertThat(allowed.changes()).isEqualTo(new NestWriter.Changes(6, 0, 6));
        assertThat(storage.eggs().projectTargets(Samples.SERVER, 1))
                .singleElement()
                .satisfies(target -> assertThat(target.egg()).isEqualTo(EggName.of("new-1")));
    }

    @Test
    void write_shareOfRemovals_isTheSettings() {
        for (int i = 1; i <= 8; i++) {
            egg("egg-" + i, i);
        }
        write();
        for (int i = 1; i <= 4; i++) {
            files.remove(path("egg-" + i));
        }

        assertThat(errors(write(new RemovalLimit(0.4, false)))).contains("mass-removal");
        assertThat(write(new RemovalLimit(0.5, false)).changes().removed()).isEqualTo(4);
    }

    private static NestProject nestProject() {
        return new NestProject(
                Samples.SERVER,
                77,
                SecretUri.of("local://gitlab/gitlab.example/nest/api-token"),
                SecretUri.of("local://gosling/nest-webhook-secret"));
    }

    private static List<Command> commandsOfJob(String job) {
        return commandsOf(JobName.of(job).egg());
    }

    @Test
    void write_job_hasAnEggOfItsOwnForOneRunnerOfTheNestsProject() {
        project = Optional.of(nestProject());
        egg("web", 1);
        job("nightly", "@daily");

        var written = write();

        var kept = stored(JobName.of("nightly").egg());
        assertThat(kept.config().runner().jobs().tags()).containsExactly("gosling-job-nightly");
        assertThat(kept.config().runner().jobs().protectedOnly()).isTrue();
        assertThat(kept.config().runner().maxRunners()).isEqualTo(1);
        assertThat(kept.config().runner().agent().maxBuilds()).hasValue(1);
        assertThat(kept.config().type()).contains(RunnerKind.SERVERLESS);
        assertThat(kept.config().cloud()).isEqualTo(Placement.local());
        assertThat(kept.config().targets())
                .singleElement()
                .satisfies(target -> assertThat(target.id()).isEqualTo(target(kept.name(), 77)));
        assertThat(written.commands()).containsAll(commandsOfJob("nightly"));
        assertThat(written.changes()).isEqualTo(new NestWriter.Changes(2, 0, 0));
        assertThat(written.synced().eggs()).isEqualTo(1);
        assertThat(write().commands()).isEmpty();
    }

    @Test
    void write_jobDisabledOrGone_removesItsEgg() {
        project = Optional.of(nestProject());
        job("nightly", "@daily");
        job("weekly", "@weekly");
        write();
        put(
                "Jobs/nightly.fly",
                new String(files.get("Jobs/nightly.fly"), StandardCharsets.UTF_8)
                        .replace("script ", "enabled = false\n  script "));
        files.remove("Jobs/weekly.fly");

        var written = write();

        assertThat(stored(JobName.of("nightly").egg()).state()).isEqualTo(EggState.REMOVED);
        assertThat(stored(JobName.of("weekly").egg()).state()).isEqualTo(EggState.REMOVED);
        assertThat(written.commands()).containsAll(commandsOfJob("nightly")).containsAll(commandsOfJob("weekly"));
        assertThat(errors(written)).isEmpty();

        job("weekly", "@weekly");
        write();
        assertThat(stored(JobName.of("weekly").egg()).state()).isEqualTo(EggState.ACTIVE);
    }

    @Test
    void write_jobWithAnEggsTarget_takesItFromNobody() {
        project = Optional.of(nestProject());
        egg("web", 77);
        job("nightly", "@daily");

        assertThat(errors(write())).isEmpty();

        assertThat(storage.eggs().projectTargets(Samples.SERVER, 77)).hasSize(2);
        files.remove(path("web"));
        assertThat(errors(write())).isEmpty();
        assertThat(stored(JobName.of("nightly").egg()).state()).isEqualTo(EggState.ACTIVE);
    }

    @Test
    void write_jobWhileTheNestsProjectIsUnknown_isStoredAndSaysSo() {
        job("nightly", "@daily");

        var written = write();

        assertThat(written.findings()).extracting(Finding::code).contains("nest-project-unknown");
        assertThat(storage.jobs().find(JobName.of("nightly"))).isPresent();
        assertThat(storage.eggs().find(JobName.of("nightly").egg())).isEmpty();
    }

    @Test
    void write_jobOfANestOnYandex_runsThereUnderItsOwnIdentity() {
        project = Optional.of(nestProject());
        put("MG/config.fly", infrastructure());
        job("nightly", "@daily");
        write();

        var cloud = stored(JobName.of("nightly").egg()).config().cloud();
        assertThat(cloud.provider()).isEqualTo(CloudProvider.YANDEX);
        assertThat(cloud.region()).contains("ru-central1");
        assertThat(cloud.identity()).contains("selfjobs");

        put("MG/config.fly", "mothergoose {");
        job("nightly", "@hourly");
        write();
        assertThat(stored(JobName.of("nightly").egg()).config().cloud()).isEqualTo(cloud);
    }
}
