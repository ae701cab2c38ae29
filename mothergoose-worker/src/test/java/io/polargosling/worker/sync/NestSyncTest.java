package io.polargosling.worker.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.binary.BinaryBuild;
import io.polargosling.domain.binary.BinaryLibrary;
import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.binary.NewBinary;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.object.ObjectContent;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.sync.SyncRecord;
import io.polargosling.domain.sync.SyncRequest;
import io.polargosling.secrets.LocalSecrets;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.storage.object.ObjectStorage;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.worker.SentCommands;
import io.polargosling.worker.binary.KnownVersions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NestSyncTest {

    private static final EggName WEB = EggName.of("web");
    private static final EggName SHOP = EggName.of("shop");
    private static final String MACHINES_TOFU = "1.12.6";

    @TempDir
    private Path folder;

    private final SentCommands queue = new SentCommands();
    private final MutableClock clock = MutableClock.create();
    private BareNest nest;
    private Storage storage;
    private Leases leases;
    private Secrets secrets;
    private NestSync sync;

    @BeforeEach
    void open() {
        nest = new BareNest(folder.resolve("remote.git"));
        storage = JdbcStorage.embedded(folder.resolve("data"));
        leases = Leases.ofThisProcess(storage.leases(), Duration.ofSeconds(60));
        secrets = LocalSecrets.open(folder.resolve("data"), Optional.empty(), false);
        sync = syncOf(nest.folder.toString(), "main");
    }

    @AfterEach
    void close() {
        storage.close();
        nest.close();
    }

    @Test
    void sync_firstTime_addsEggsAndPolicyAndAsksForALook() {
        var commit = nest.egg("web", 1).egg("shop", 2).policy(7).commit();

        sync.sync(Command.SyncNest.because("Push"));

        assertThat(egg(WEB).state()).isEqualTo(EggState.ACTIVE);
        assertThat(egg(WEB).active().commit()).isEqualTo(commit);
        assertThat(egg(SHOP).active().number()).isEqualTo(1);
        assertThat(storage.policies().current().orElseThrow().failedThreshold()).isEqualTo(7);
        assertThat(storage.syncs().head().orElseThrow().commit()).isEqualTo(commit);
        assertThat(queue.commands())
                .containsExactlyInAnyOrder(
                        new Command.ReconcileEgg(WEB),
                        new Command.ReconcileEgg(SHOP),
                        new Command.ReconcileGitLab(WEB),
                        new Command.ReconcileGitLab(SHOP));
        var record = newest();
        assertOutcome(record, SyncRecord.Status.SUCCESS, 2, 0, 0);
        assertThat(record.trigger()).isEqualTo("push");
        assertThat(record.findings()).isEmpty();
    }

    @Test
    void sync_nestWithBucketAndJob_storesThemToo() {
        nest.egg("web", 1)
                .policy(3)
                .file("Eggs/tools/config.fly", """
                        eggsbucket "tools" {
                          cloud {
                            provider = "local"
                          }
                          runner {
                            tags = ["tools"]
                          }
                          repositories {
                            repo "lint" {
                              gitlab {
                                server     = "gitlab.example"
                                project_id = 7
                              }
                            }
                          }
                        }
                        """)
                .file("Jobs/nightly.fly", """
                        job "nightly" {
                          schedule = "@daily"
                          script   = "gosling validate"
                        }
                        """)
                .commit();

        syncNow();

        assertThat(egg(WEB).state()).isEqualTo(EggState.ACTIVE);
        assertOutcome(newest(), SyncRecord.Status.SUCCESS, 3, 0, 0);
        assertThat(newest().outcome().synced()).isEqualTo(new SyncRecord.Synced(2, 1, true));
        assertThat(newest().findings())
                .as("nobody told where the Nest is at GitLab")
                .extracting(Finding::code)
                .containsExactly("nest-project-unknown");
    }

    @Test
    void bring_commitOfTheBranch_tellsHowItStandsToTheHead() {
        var first = nest.egg("web", 1).policy(7).commit();
        var second = nest.egg("web", 1).policy(8).commit();
        var third = nest.egg("web", 1, 5).commit();
        var id = UUID.randomUUID();
        storage.operations().save(Operation.queued(id, "deploy", "ann", clock.instant()));

        assertThat(sync.bring(WEB, third, id)).isEqualTo(new CommitSync.Found.Current());
        assertThat(egg(WEB).active().commit()).isEqualTo(third);
        assertThat(sync.bring(WEB, second, id)).isEqualTo(new CommitSync.Found.Superseded(third));
        assertThat(sync.bring(SHOP, first, id)).isEqualTo(new CommitSync.Found.Current());

        var strange = CommitId.of("f".repeat(40));
        assertThat(sync.bring(WEB, strange, id)).isEqualTo(new CommitSync.Found.Missing(third, true));
        clock.advance(Duration.ofMinutes(2));
        assertThat(sync.bring(WEB, strange, id)).isEqualTo(new CommitSync.Found.Missing(third, false));
    }

    @Test
    void bring_whileAnotherSyncs_isBusyAndOfABrokenAddress_fails() {
        nest.egg("web", 1).policy(7).commit();
        var held = leases.tryTake("nest-sync").orElseThrow();
        assertThat(sync.bring(WEB, CommitId.of("f".repeat(40)), UUID.randomUUID()))
                .isEqualTo(new CommitSync.Found.Busy());
        storage.leases().release(held, Optional.empty());

        var nowhere = syncOf(folder.resolve("nowhere.git").toString(), "main");
        assertThat(nowhere.bring(WEB, CommitId.of("f".repeat(40)), UUID.randomUUID()))
                .isInstanceOf(CommitSync.Found.Failed.class);
        assertThat(storage.leases().find("nest-sync").orElseThrow().owner()).isEmpty();
    }

    @Test
    void sync_versionNotInTheStore_isRefusedUntilItIs() {
        eggWithVersion("web", MACHINES_TOFU);
        eggWithVersion("shop", "1.99.0");
        nest.policy(3).commit();

        syncNow();

        assertThat(egg(WEB).state()).isEqualTo(EggState.ACTIVE);
        assertThat(storage.eggs().find(SHOP)).isEmpty();
        assertThat(newest().findings()).extracting(Finding::code).containsExactly("version-unknown");

        library()
                .publish(
                        new NewBinary(BinaryName.OPENTOFU, new BinaryBuild("1.99.0", "linux-amd64"), "upload", "ann"),
                        ObjectContent.of(new byte[] {1}));
        nest.policy(9).commit();
        syncNow();

        assertThat(egg(SHOP).state()).isEqualTo(EggState.ACTIVE);
        assertThat(newest().findings()).isEmpty();
    }

    private void eggWithVersion(String name, String version) {
        nest.file(BareNest.path(name), """
                egg "%s" {
                  type             = "vm"
                  opentofu_version = "%s"

                  cloud {
                    provider = "local"
                  }

                  runner {
                    tags = ["%s"]
                  }

                  gitlab {
                    server     = "gitlab.example"
                    project_id = %d
                  }
                }
                """.formatted(name, version, name, name.length()));
    }

    @Test
    void sync_sameCommit_movesNothingButTheTimeOfTheCheck() {
        nest.egg("web", 1).policy(3).commit();
        syncNow();
        var before = egg(WEB);
        queue.clear();
        clock.advance(Duration.ofMinutes(5).minusSeconds(1));

        syncNow();

        assertThat(egg(WEB)).isEqualTo(before);
        assertThat(queue.all()).isEmpty();
        assertThat(history()).hasSize(1);
        var head = storage.syncs().head().orElseThrow();
        assertThat(head.checkedAt()).isEqualTo(head.appliedAt().plus(Duration.ofMinutes(5)));
    }

    @Test
    void sync_changedEgg_makesARevisionAndAsksForALookAtItAlone() {
        nest.egg("web", 1).egg("shop", 2).policy(3).commit();
        syncNow();
        markSeen(WEB);
        markSeen(SHOP);
        var before = egg(WEB);
        queue.clear();

        var commit = nest.egg("web", 1, 5).commit();
        syncNow();

        assertThat(egg(WEB).active().number()).isEqualTo(2);
        assertThat(egg(WEB).active().commit()).isEqualTo(commit);
        assertThat(egg(WEB).config().runner().maxRunners()).isEqualTo(5);
        assertThat(egg(WEB).generation()).isGreaterThan(before.generation());
        assertThat(queue.commands()).containsExactly(new Command.ReconcileEgg(WEB));
        assertOutcome(newest(), SyncRecord.Status.SUCCESS, 0, 1, 0);
    }

    @Test
    void sync_brokenFile_keepsItsEggStaleAndLandsTheOther() {
        nest.egg("web", 1).egg("shop", 2).policy(3).commit();
        syncNow();

        nest.file(BareNest.path("web"), "egg \"web\" {\n  type = \n")
                .egg("shop", 2, 9)
                .commit();
        syncNow();

        assertThat(egg(WEB).staleConfig()).isTrue();
        assertThat(egg(WEB).state()).isEqualTo(EggState.ACTIVE);
        assertThat(egg(WEB).active().number()).isEqualTo(1);
        assertThat(storage.eggs()
                        .projectTargets(egg(WEB).config().targets().getFirst().server(), 1))
                .hasSize(1);
        assertThat(egg(SHOP).config().runner().maxRunners()).isEqualTo(9);
        assertOutcome(newest(), SyncRecord.Status.PARTIAL, 0, 1, 0);
        assertThat(newest().findings())
                .filteredOn(Finding::isError)
                .allSatisfy(finding -> assertThat(finding.place().file()).isEqualTo(BareNest.path("web")))
                .isNotEmpty();
    }

    @Test
    void sync_brokenFileIsMended_isFreshAgain() {
        nest.egg("web", 1).policy(3).commit();
        syncNow();
        nest.file(BareNest.path("web"), "egg").commit();
        syncNow();

        nest.egg("web", 1).commit();
        syncNow();

        assertThat(egg(WEB).staleConfig()).isFalse();
        assertThat(egg(WEB).active().number()).isEqualTo(1);
        assertThat(newest().outcome().status()).isEqualTo(SyncRecord.Status.SUCCESS);
    }

    @Test
    void sync_brokenPolicy_keepsTheStoredOne() {
        nest.egg("web", 1).policy(7).commit();
        syncNow();

        nest.file("UF/config.fly", "uglyfox {").commit();
        syncNow();

        assertThat(storage.policies().current().orElseThrow().failedThreshold()).isEqualTo(7);
        assertThat(newest().outcome().status()).isEqualTo(SyncRecord.Status.PARTIAL);
    }

    @Test
    void sync_folderIsGone_removesTheEggAndAsksForALook() {
        nest.egg("web", 1).egg("shop", 2).policy(3).commit();
        syncNow();
        markSeen(SHOP);
        queue.clear();

        nest.without(BareNest.path("web")).commit();
        syncNow();

        assertThat(egg(WEB).state()).isEqualTo(EggState.REMOVED);
        assertThat(queue.commands()).containsExactly(new Command.ReconcileEgg(WEB), new Command.ReconcileGitLab(WEB));
        assertOutcome(newest(), SyncRecord.Status.SUCCESS, 0, 0, 1);
    }

    @Test
    void sync_removedEggIsBack_servesAgain() {
        nest.egg("web", 1).egg("shop", 2).policy(3).commit();
        syncNow();
        nest.without(BareNest.path("web")).commit();
        syncNow();

        nest.egg("web", 1).commit();
        syncNow();

        assertThat(egg(WEB).state()).isEqualTo(EggState.ACTIVE);
        assertThat(newest().outcome().added()).isEqualTo(1);
    }

    @Test
    void sync_mostEggsAreGone_removesNone() {
        for (int i = 1; i <= 5; i++) {
            nest.egg("egg-" + i, i);
        }
        nest.policy(3).commit();
        syncNow();

        for (int i = 1; i <= 4; i++) {
            nest.without(BareNest.path("egg-" + i));
        }
        nest.egg("egg-5", 5, 8).commit();
        syncNow();

        for (int i = 1; i <= 5; i++) {
            assertThat(egg(EggName.of("egg-" + i)).state()).isEqualTo(EggState.ACTIVE);
        }
        assertThat(egg(EggName.of("egg-5")).config().runner().maxRunners()).isEqualTo(8);
        assertOutcome(newest(), SyncRecord.Status.PARTIAL, 0, 1, 0);
        assertThat(newest().findings()).extracting(Finding::code).contains("mass-removal");
    }

    @Test
    void sync_historyIsRewritten_isAcceptedAndNoted() {
        nest.egg("web", 1).policy(3).commit();
        syncNow();

        var commit = nest.egg("web", 1, 4).rewrite();
        syncNow();

        assertThat(egg(WEB).active().commit()).isEqualTo(commit);
        assertThat(newest().findings()).extracting(Finding::code).containsExactly("history-rewritten");
        assertThat(newest().outcome().status()).isEqualTo(SyncRecord.Status.SUCCESS);
    }

    @Test
    void sync_cacheWasLost_notesNoRewrite() throws Exception {
        nest.egg("web", 1).policy(3).commit();
        syncNow();
        try (var files = Files.walk(folder.resolve("data/nest.git"))) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }

        nest.egg("web", 1, 4).commit();
        syncNow();

        assertThat(egg(WEB).active().number()).isEqualTo(2);
        assertThat(newest().findings()).isEmpty();
    }

    @Test
    void sync_branchIsMissing_isRecordedAsFailedAndKeepsWhatWasThere() {
        nest.egg("web", 1).policy(3).commit();
        syncNow();
        var before = egg(WEB);
        var head = storage.syncs().head();

        syncOf(nest.folder.toString(), "no-such-branch").sync(Command.SyncNest.because("timer"));

        assertFailed("no-such-branch");
        assertThat(egg(WEB)).isEqualTo(before);
        assertThat(storage.syncs().head()).isEqualTo(head);
    }

    @Test
    void sync_repositoryIsMissing_isRecordedAsFailed() {
        syncOf(folder.resolve("nowhere.git").toString(), "main").sync(Command.SyncNest.because("timer"));

        assertFailed("main");
    }

    @Test
    void sync_addressIsNone_isRecordedAsFailed() {
        syncOf("ht!tp://user:pass word@[nowhere", "main").sync(Command.SyncNest.because("timer"));

        assertFailed("expected: ssh://git@HOST/PATH");
        assertThat(newest().error().orElseThrow()).doesNotContain("pass word");
    }

    @Test
    void sync_addressHoldsAToken_isRefusedWithoutSayingIt() {
        syncOf("http://oauth2:glpat-secret@127.0.0.1:1/nest.git", "main").sync(Command.SyncNest.because("timer"));

        assertFailed("nest/token");
        assertThat(newest().error().orElseThrow()).doesNotContain("glpat-secret");
    }

    @Test
    void sync_noAddressIsSet_saysWhichSettingIsMissing() {
        syncOf("", "main").sync(Command.SyncNest.because("timer"));

        assertFailed("gosling.nest.url");
    }

    @Test
    void sync_cacheIsNoRepository_isMadeAnew() throws Exception {
        nest.egg("web", 1).policy(3).commit();
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/nest.git"), "not a folder");

        syncNow();

        assertThat(newest().outcome().added()).isEqualTo(1);
    }

    @Test
    void sync_linkInTheTree_isNotFollowed() throws Exception {
        var outside = Files.writeString(folder.resolve("outside.fly"), "egg \"evil\" {}\n");
        nest.egg("web", 1)
                .policy(3)
                .link(BareNest.path("evil"), outside.toString())
                .link("Eggs/twin", "web")
                .commit();

        syncNow();

        assertThat(storage.eggs().list(PageRequest.first(10)).items())
                .extracting(Egg::name)
                .containsExactly(WEB);
        assertThat(newest().findings())
                .filteredOn(Finding::isError)
                .extracting(finding -> finding.code() + " " + finding.place().file())
                .containsExactly("link-not-followed " + BareNest.path("evil"), "link-not-followed Eggs/twin");
    }

    @Test
    void sync_operationWaits_isToldThatItSucceeded() {
        nest.egg("web", 1).policy(3).commit();
        var operation = queuedOperation();

        sync.sync(asked("api", operation));

        var ended = storage.operations().find(operation).orElseThrow();
        assertThat(ended.status()).isEqualTo(Operation.Status.SUCCEEDED);
        assertThat(ended.finishedAt()).isPresent();
    }

    @Test
    void sync_operationWaitsAndTheBranchIsMissing_isToldWhy() {
        var operation = queuedOperation();

        sync.sync(asked("api", operation));

        var ended = storage.operations().find(operation).orElseThrow();
        assertThat(ended.status()).isEqualTo(Operation.Status.FAILED);
        assertThat(ended.problem().orElseThrow()).contains("main");
    }

    @Test
    void sync_leaseIsHeld_asksForALaterSync() {
        nest.egg("web", 1).policy(3).commit();
        var held = leases.tryTake("nest-sync").orElseThrow();
        var operation = queuedOperation();

        sync.sync(asked("push", operation));

        assertThat(history()).isEmpty();
        assertThat(queue.all()).singleElement().satisfies(sent -> {
            assertThat(sent.command())
                    .isEqualTo(new Command.SyncNest("push", SyncRequest.usual(), Optional.of(operation)));
            assertThat(sent.delay()).isPositive();
        });
        assertThat(storage.operations().find(operation).orElseThrow().finishedAt())
                .isEmpty();
        storage.leases().release(held, Optional.empty());
    }

    @Test
    void sync_ended_leavesTheLeaseFree() {
        nest.egg("web", 1).policy(3).commit();

        syncNow();
        syncOf("", "main").sync(Command.SyncNest.because("timer"));

        assertThat(leases.tryTake("nest-sync")).isPresent();
    }

    @Test
    void sync_twoAtOnce_applyTheCommitOnce() throws Exception {
        nest.egg("web", 1).egg("shop", 2).policy(3).commit();
        var start = new CyclicBarrier(2);
        List<Future<?>> racing;
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            racing = List.of(pool.submit(() -> race(start)), pool.submit(() -> race(start)));
        }
        for (var one : racing) {
            one.get();
        }

        assertThat(history()).hasSize(1);
        assertThat(egg(WEB).active().number()).isEqualTo(1);
        assertThat(queue.commands().stream().filter(Command.ReconcileEgg.class::isInstance))
                .hasSize(2);
        assertThat(storage.leases().find("nest-sync").orElseThrow().owner()).isEmpty();
    }

    private void race(CyclicBarrier start) {
        try {
            start.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        syncOf(nest.folder.toString(), "main").sync(Command.SyncNest.because("timer"));
    }

    /** Syncs a second later than whatever was done before. */
    private void syncNow() {
        clock.advance(Duration.ofSeconds(1));
        sync.sync(Command.SyncNest.because("timer"));
    }

    private BinaryLibrary library() {
        return new BinaryLibrary(storage.binaries(), ObjectStorage.files(folder.resolve("objects")), clock);
    }

    private NestSync syncOf(String url, String branch) {
        clock.advance(Duration.ofSeconds(1));
        var data = folder.resolve("data");
        var settings = url.isEmpty() ? NestSettings.of(data) : NestSettings.of(data, url, "nest.branch", branch);
        var versions = new KnownVersions(library(), () -> Optional.of(MACHINES_TOFU));
        return new NestSync(storage, queue, leases, secrets, versions, settings, clock);
    }

    private static void assertOutcome(SyncRecord sync, SyncRecord.Status status, int added, int changed, int removed) {
        var outcome = sync.outcome();
        assertThat(outcome).isEqualTo(new SyncRecord.Outcome(status, added, changed, removed, outcome.synced()));
    }

    private void assertFailed(String because) {
        var record = newest();
        assertOutcome(record, SyncRecord.Status.FAILED, 0, 0, 0);
        assertThat(record.commit()).isEmpty();
        assertThat(record.error().orElseThrow()).contains(because);
    }

    private static Command.SyncNest asked(String trigger, UUID operation) {
        return new Command.SyncNest(trigger, SyncRequest.usual(), Optional.of(operation));
    }

    private UUID queuedOperation() {
        var id = UUID.randomUUID();
        storage.operations().save(Operation.queued(id, "sync", "test", clock.instant()));
        return id;
    }

    /** What a look at the egg that found nothing to do leaves behind. */
    private void markSeen(EggName name) {
        var lease = leases.tryTake("egg:" + name).orElseThrow();
        assertThat(storage.leases().releaseReconciled(lease, name, egg(name).generation()))
                .isTrue();
    }

    private Egg egg(EggName name) {
        return storage.eggs().find(name).orElseThrow();
    }

    private SyncRecord newest() {
        return history().getFirst();
    }

    private List<SyncRecord> history() {
        return storage.syncs().history(PageRequest.first(20)).items();
    }
}
