package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.EggStore;
import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.gen.Samples;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link EggStore} must do. */
public abstract class EggStoreContract extends StoreContract {

    private static final CommitId LATER = CommitId.of("ffffffffffffffffffffffffffffffffffffffff");

    private EggStore eggs() {
        return storage().eggs();
    }

    private Egg egg() {
        return eggs().find(EGG).orElseThrow();
    }

    private void move(EggState state, Optional<String> reason, AuditEntry audit, Fence fence) {
        eggs().changeState(EGG, state, reason, audit, fence);
    }

    private List<AuditEntry> audit() {
        return storage().audit().ofResource("egg/web", PageRequest.first(100)).items();
    }

    @Test
    void everyRead_emptyStore_findsNothing() {
        assertThat(eggs().find(EGG)).isEmpty();
        assertThat(eggs().list(PageRequest.first(10)).items()).isEmpty();
        assertThat(eggs().dirty(10)).isEmpty();
        assertThat(eggs().raiseGeneration(EGG)).isEmpty();
        assertThat(eggs().revision(EGG, 1)).isEmpty();
        assertThat(eggs().projectTargets(Samples.SERVER, 4711)).isEmpty();
    }

    @Test
    void apply_newEgg_writesRowRevisionTargetAndAudit() {
        var config = Samples.eggConfig("web");

        var written = apply(config, 'a', fence("nest-sync"));

        var revision = new EggRevision(EGG, 1, config, Samples.hash('a'), Samples.COMMIT, Samples.NOW);
        assertThat(written)
                .isEqualTo(new Egg(
                        revision, EggState.ACTIVE, Optional.empty(), false, Optional.empty(), 1, 0, Samples.NOW))
                .isEqualTo(egg());
        assertThat(eggs().revision(EGG, 1)).contains(revision);
        assertThat(eggs().projectTargets(Samples.SERVER, 4711))
                .containsExactly(new EggTarget(
                        EGG,
                        Optional.empty(),
                        Samples.SERVER,
                        config.gitlab().scope(),
                        config.gitlab().apiToken(),
                        config.gitlab().webhookSecret()));
        assertThat(audit()).hasSize(1);
        assertThat(eggs().dirty(10)).containsExactly(EGG);
    }

    @Test
    void apply_everythingAnEggCanSay_isReadBackEqual() {
        var full = Samples.fullEggConfig("Full_Egg-1");

        var written = apply(full, 'a', fence("nest-sync"));

        assertThat(eggs().find(full.name())).contains(written);
        assertThat(written.config()).isEqualTo(full);
        assertThat(eggs().revision(full.name(), 1).map(EggRevision::config)).contains(full);
        assertThat(eggs().projectTargets(Samples.SERVER, 99))
                .as("a group is no project")
                .isEmpty();
    }

    @Test
    void apply_namesThatDifferInCase_areTwoEggs() {
        var fence = fence("nest-sync");
        apply(Samples.eggConfig("web", 1), 'a', fence);
        apply(Samples.eggConfig("Web", 2), 'b', fence);

        assertThat(all(1, eggs()::list)).extracting(e -> e.name().value()).containsExactly("Web", "web");
    }

    @Test
    void apply_sameHashAgain_onlyTouchesTheTimeOfSync() {
        var fence = fence("nest-sync");
        var before = apply(Samples.eggConfig("web"), 'a', fence);
        var later = Samples.NOW.plusSeconds(60);

        var after = eggs().apply(
                        Samples.eggConfig("web"), Samples.hash('a'), LATER, later, Samples.audit("egg/web"), fence);

        assertThat(after)
                .isEqualTo(new Egg(
                        before.active(), EggState.ACTIVE, Optional.empty(), false, Optional.empty(), 1, 0, later))
                .isEqualTo(egg());
        assertThat(audit()).hasSize(1);
        assertThat(eggs().revision(EGG, 2)).isEmpty();
    }

    @Test
    void apply_otherHash_makesARevisionAndMovesTheTarget() {
        var fence = fence("nest-sync");
        apply(Samples.eggConfig("web", 1), 'a', fence);

        var after = apply(Samples.eggConfig("web", 2), 'b', fence);

        assertThat(after.active().number()).isEqualTo(2);
        assertThat(after.generation()).isEqualTo(2);
        assertThat(eggs().revision(EGG, 1).map(EggRevision::hash)).contains(Samples.hash('a'));
        assertThat(eggs().projectTargets(Samples.SERVER, 1)).isEmpty();
        assertThat(eggs().projectTargets(Samples.SERVER, 2)).hasSize(1);
    }

    @Test
    void apply_formerConfigurationAgain_isANewRevision() {
        var fence = fence("nest-sync");
        apply(Samples.eggConfig("web", 1), 'a', fence);
        apply(Samples.eggConfig("web", 2), 'b', fence);

        assertThat(apply(Samples.eggConfig("web", 1), 'a', fence).active().number())
                .isEqualTo(3);
    }

    @Test
    void apply_notEnabled_isDisabledAndMatchesNothing() {
        var written = apply(Samples.disabledEggConfig("web"), 'a', fence("nest-sync"));

        assertThat(written.state()).isEqualTo(EggState.DISABLED);
        assertThat(eggs().projectTargets(Samples.SERVER, 4711)).isEmpty();
    }

    @Test
    void apply_removedEgg_comesBackAndIsDirty() {
        var fence = fence("nest-sync");
        apply(Samples.eggConfig("web"), 'a', fence);
        move(EggState.REMOVED, Optional.empty(), Samples.audit("egg/web"), fence);
        assertThat(eggs().projectTargets(Samples.SERVER, 4711)).isEmpty();

        var back = apply(Samples.eggConfig("web"), 'a', fence);

        assertThat(back.state()).isEqualTo(EggState.ACTIVE);
        assertThat(back.active().number()).isEqualTo(1);
        assertThat(back.generation()).isEqualTo(3);
        assertThat(eggs().projectTargets(Samples.SERVER, 4711)).hasSize(1);
        assertThat(audit()).hasSize(3);
    }

    @Test
    void apply_degradedEgg_isMendedByAnotherConfigurationOnly() {
        var fence = fence("nest-sync");
        apply(Samples.eggConfig("web"), 'a', fence);
        move(EggState.DEGRADED, Optional.of("квота"), Samples.audit("egg/web"), fence);

        var same = apply(Samples.eggConfig("web"), 'a', fence);
        assertThat(same.state()).isEqualTo(EggState.DEGRADED);
        assertThat(same.reason()).contains("квота");
        var other = apply(Samples.eggConfig("web", 5), 'b', fence);
        assertThat(other.state()).isEqualTo(EggState.ACTIVE);
        assertThat(other.reason()).isEmpty();
    }

    @Test
    void everyWrite_lostLease_isRefusedWhole() {
        var fence = fence("nest-sync");
        var before = apply(Samples.eggConfig("web"), 'a', fence);
        var lost = lostFence("nest-sync");
        var entry = Samples.audit("egg/web");

        assertThatThrownBy(() -> apply(Samples.eggConfig("web", 2), 'b', lost)).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> eggs().markStale(EGG, true, lost)).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> move(EggState.REMOVED, Optional.empty(), entry, lost))
                .isInstanceOf(ConflictException.class);
        assertThat(egg()).isEqualTo(before);
        assertThat(eggs().revision(EGG, 2)).isEmpty();
        assertThat(audit()).hasSize(1);
    }

    @Test
    void markStale_andBack_changesOnlyTheMark() {
        var fence = fence("nest-sync");
        var before = apply(Samples.eggConfig("web"), 'a', fence);

        eggs().markStale(EGG, true, fence);
        assertThat(egg().staleConfig()).isTrue();
        assertThat(egg().generation()).isEqualTo(before.generation());
        eggs().markStale(EGG, false, fence);
        assertThat(egg()).isEqualTo(before);
    }

    @Test
    void markStale_thenSameConfigurationApplied_isFreshAgain() {
        var fence = fence("nest-sync");
        apply(Samples.eggConfig("web"), 'a', fence);
        eggs().markStale(EGG, true, fence);

        assertThat(apply(Samples.eggConfig("web"), 'a', fence).staleConfig()).isFalse();
        assertThat(egg().staleConfig()).isFalse();
    }

    @Test
    void markStale_unknownEgg_doesNothing() {
        eggs().markStale(EGG, true, fence("nest-sync"));

        assertThat(eggs().find(EGG)).isEmpty();
    }

    @Test
    void changeState_another_movesWithReasonAuditAndGeneration() {
        var fence = fence("nest-sync");
        apply(Samples.eggConfig("web"), 'a', fence);

        move(EggState.DEGRADED, Optional.of("no quota"), Samples.audit("egg/web"), fence);

        assertThat(egg().state()).isEqualTo(EggState.DEGRADED);
        assertThat(egg().reason()).contains("no quota");
        assertThat(egg().generation()).isEqualTo(2);
        assertThat(audit()).hasSize(2);
    }

    @Test
    void changeState_saidTwice_movesOnce() {
        var fence = fence("nest-sync");
        apply(Samples.eggConfig("web"), 'a', fence);

        move(EggState.DEGRADED, Optional.of("no quota"), Samples.audit("egg/web"), fence);
        move(EggState.DEGRADED, Optional.of("no quota"), Samples.audit("egg/web"), fence);

        assertThat(egg().generation()).isEqualTo(2);
        assertThat(audit()).hasSize(2);
    }

    @Test
    void changeState_unknownEgg_isNotFound() {
        var fence = fence("nest-sync");
        var entry = Samples.audit("egg/web");

        assertThatThrownBy(() -> move(EggState.REMOVED, Optional.empty(), entry, fence))
                .isInstanceOf(NotFoundException.class);
        assertThat(audit()).isEmpty();
    }

    @Test
    void raiseGeneration_racing_losesNone() throws Exception {
        apply(Samples.eggConfig("web"), 'a', fence("nest-sync"));

        var raised = Race.run(16, i -> () -> eggs().raiseGeneration(EGG).orElseThrow());

        assertThat(raised)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(2, 17).mapToObj(Long::valueOf).toList());
        assertThat(egg().generation()).isEqualTo(17);
    }

    @Test
    void apply_racingWithRaises_losesNone() throws Exception {
        var fence = fence("nest-sync");
        apply(Samples.eggConfig("web", 1), 'a', fence);

        Race.run(
                8,
                i -> i == 0
                        ? () -> apply(Samples.eggConfig("web", 2), 'b', fence).generation()
                        : () -> eggs().raiseGeneration(EGG).orElseThrow());

        assertThat(egg().generation()).isEqualTo(9);
        assertThat(egg().config()).isEqualTo(Samples.eggConfig("web", 2));
        assertThat(eggs().projectTargets(Samples.SERVER, 1)).isEmpty();
        assertThat(eggs().projectTargets(Samples.SERVER, 2)).hasSize(1);
    }

    @Test
    void apply_clockGoesBack_isStillTheActiveConfiguration() {
        var fence = fence("nest-sync");
        apply(Samples.eggConfig("web", 1), 'a', fence);
        var earlier = Samples.NOW.minusSeconds(86_400);

        var written = eggs().apply(
                        Samples.eggConfig("web", 2),
                        Samples.hash('b'),
                        LATER,
                        earlier,
                        Samples.audit("egg/web"),
                        fence);

        assertThat(egg()).isEqualTo(written);
        assertThat(written.active().number()).isEqualTo(2);
        assertThat(written.syncedAt()).isEqualTo(earlier);
    }

    @Test
    void apply_longestName_isFoundEverywhere() {
        var name = EggName.of("Z" + "_".repeat(62));

        var written = apply(Samples.eggConfig(name.value()), 'a', fence("nest-sync"));

        assertThat(eggs().find(name)).contains(written);
        assertThat(eggs().dirty(1)).containsExactly(name);
        assertThat(eggs().projectTargets(Samples.SERVER, 4711))
                .extracting(EggTarget::egg)
                .containsExactly(name);
        assertThat(eggs().raiseGeneration(name)).contains(2L);
    }

    @Test
    void dirty_limit_cutsTheList() {
        var fence = fence("nest-sync");
        apply(Samples.eggConfig("a"), 'a', fence);
        apply(Samples.eggConfig("b"), 'b', fence);

        assertThat(eggs().dirty(1)).hasSize(1);
        assertThat(eggs().dirty(2)).containsExactlyInAnyOrder(EggName.of("a"), EggName.of("b"));
    }

    @Test
    void projectTargets_serverAndProject_matchExactly() {
        var fence = fence("nest-sync");
        apply(Samples.eggConfig("a", 1), 'a', fence);
        apply(Samples.eggConfig("b", 1), 'b', fence);
        apply(Samples.eggConfig("c", 11), 'c', fence);

        assertThat(eggs().projectTargets(Samples.SERVER, 1))
                .extracting(target -> target.egg().value())
                .containsExactlyInAnyOrder("a", "b");
        assertThat(eggs().projectTargets(GitLabServer.of("other.example"), 1)).isEmpty();
    }

    @Test
    void list_everyPageSize_givesEachEggOnceByName() {
        var fence = fence("nest-sync");
        for (var name : List.of("b", "B", "a", "a-1", "a_1", "a1", "Z")) {
            apply(Samples.eggConfig(name), 'a', fence);
        }
        for (int limit = 1; limit <= 8; limit++) {
            assertThat(all(limit, eggs()::list))
                    .extracting(egg -> egg.name().value())
                    .containsExactly("B", "Z", "a", "a-1", "a1", "a_1", "b");
        }
    }

    @Test
    void list_badLimit_isInvalid() {
        assertThatThrownBy(() -> eggs().list(PageRequest.first(0))).isInstanceOf(InvalidException.class);
    }
}
