package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggDeclaration;
import io.polargosling.domain.egg.EggDigest;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.EggStore;
import io.polargosling.domain.egg.FleetConfig;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.gen.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link EggStore} must do with the eggs of a whole Nest: many at once, and those that are gone. */
public abstract class ManyEggsContract extends StoreContract {

    private static final Instant NOW = Samples.NOW;

    private EggStore eggs() {
        return storage().eggs();
    }

    private List<Egg> applyAll(Fence fence, EggDeclaration... declared) {
        return eggs().applyAll(List.of(declared), Samples.COMMIT, NOW, fence);
    }

    private static EggDeclaration declared(FleetConfig config, char hash) {
        return new EggDeclaration(config, Samples.hash(hash), Samples.audit("egg/" + config.name()));
    }

    private void remove(String name, Instant at, Fence fence) {
        var audit = Samples.audit("egg/" + name);
        var removal = new AuditEntry(audit.id(), at, audit.actor(), audit.action(), audit.resource(), audit.details());
        eggs().changeState(EggName.of(name), EggState.REMOVED, Optional.of("gone"), removal, fence);
    }

    @Test
    void everyCall_emptyStore_findsNothing() {
        var fence = fence("nest-sync");
        assertThat(eggs().digests(PageRequest.first(5)).items()).isEmpty();
        assertThat(applyAll(fence)).isEmpty();
        assertThat(eggs().removedBefore(NOW, 500)).isEmpty();
        assertThat(eggs().forget(EGG, NOW, fence)).isFalse();
    }

    @Test
    void applyAll_newChangedAndSame_isAsApplyingEachOfThem() {
        var fence = fence("nest-sync");
        apply(Samples.eggConfig("changed", 1), 'a', fence);
        var same = apply(Samples.eggConfig("same", 2), 'a', fence);

        var written = applyAll(
                fence,
                declared(Samples.eggConfig("changed", 3), 'b'),
                declared(Samples.bucketConfig("bucket", 2), 'a'),
                declared(Samples.eggConfig("same", 2), 'a'));

        assertThat(written).extracting(egg -> egg.active().number()).containsExactly(2L, 1L, 1L);
        assertThat(written.getLast()).isEqualTo(same);
        assertThat(written)
                .allSatisfy(egg -> assertThat(eggs().find(egg.name())).contains(egg));
        assertThat(eggs().projectTargets(Samples.SERVER, 3)).hasSize(1);
        assertThat(storage()
                        .audit()
                        .ofResource("egg/same", PageRequest.first(5))
                        .items())
                .hasSize(1);
        assertThat(storage()
                        .audit()
                        .ofResource("egg/bucket", PageRequest.first(5))
                        .items())
                .hasSize(1);
    }

    @Test
    void applyAll_moreThanOneWriteHolds_writesThemAll() {
        var declared = IntStream.range(0, 120)
                .mapToObj(i -> declared(Samples.eggConfig("egg" + i, i + 1), 'a'))
                .toList();

        var written = eggs().applyAll(declared, Samples.COMMIT, NOW, fence("nest-sync"));

        assertThat(written).hasSize(120);
        assertThat(all(50, page -> eggs().digests(page)))
                .extracting(EggDigest::name)
                .hasSize(120)
                .isSorted();
    }

    @Test
    void applyAll_lostLease_isRefusedAndWritesNothing() {
        var fence = lostFence("nest-sync");
        var declared = List.of(declared(Samples.eggConfig("web"), 'a'));

        assertThatThrownBy(() -> eggs().applyAll(declared, Samples.COMMIT, NOW, fence))
                .isInstanceOf(ConflictException.class);

        assertThat(eggs().find(EGG)).isEmpty();
    }

    @Test
    void digests_ofEachState_tellWhatTheRowsTell() {
        var fence = fence("nest-sync");
        apply(Samples.eggConfig("active"), 'a', fence);
        apply(Samples.disabledEggConfig("off"), 'b', fence);
        apply(Samples.eggConfig("removed"), 'c', fence);
        remove("removed", NOW, fence);
        apply(Samples.eggConfig("stale"), 'd', fence);
        eggs().markStale(EggName.of("stale"), true, fence);

        assertThat(all(2, page -> eggs().digests(page)))
                .containsExactly(
                        new EggDigest(EggName.of("active"), Samples.hash('a'), EggState.ACTIVE, false, true),
                        new EggDigest(EggName.of("off"), Samples.hash('b'), EggState.DISABLED, false, true),
                        new EggDigest(EggName.of("removed"), Samples.hash('c'), EggState.REMOVED, false, true),
                        new EggDigest(EggName.of("stale"), Samples.hash('d'), EggState.ACTIVE, true, true));
    }

    @Test
    void removedBefore_removedAtSeveralTimes_listsTheOldOnesLongestRemovedFirst() {
        var fence = fence("nest-sync");
        for (var name : List.of("a", "b", "c", "d")) {
            apply(Samples.eggConfig(name), 'a', fence);
        }
        remove("c", NOW.minusSeconds(30), fence);
        remove("a", NOW.minusSeconds(20), fence);
        remove("b", NOW, fence);

        assertThat(eggs().removedBefore(NOW, 500)).containsExactly(EggName.of("c"), EggName.of("a"));
        assertThat(eggs().removedBefore(NOW, 1)).containsExactly(EggName.of("c"));
        assertThatThrownBy(() -> eggs().removedBefore(NOW, 501)).isInstanceOf(InvalidException.class);
    }

    @Test
    void removedBefore_removedAgainForAnotherReason_countsFromTheFirstTime() {
        var fence = fence("nest-sync");
        apply(Samples.eggConfig("web"), 'a', fence);
        remove("web", NOW.minusSeconds(60), fence);

        eggs().changeState(EGG, EggState.REMOVED, Optional.of("drained"), Samples.audit("egg/web"), fence);

        assertThat(eggs().removedBefore(NOW.minusSeconds(1), 5)).containsExactly(EGG);
    }

    @Test
    void forget_removedForLong_leavesNothingOfIt() {
        var fence = fence("nest-sync");
        apply(Samples.bucketConfig("web", 60), 'a', fence);
        apply(Samples.bucketConfig("web", 59), 'b', fence);
        apply(Samples.eggConfig("api", 2), 'a', fence);
        remove("web", NOW.minusSeconds(60), fence);

        assertThat(eggs().forget(EGG, NOW, fence)).isTrue();

        assertThat(eggs().find(EGG)).isEmpty();
        assertThat(eggs().revision(EGG, 1)).isEmpty();
        assertThat(eggs().revision(EGG, 2)).isEmpty();
        assertThat(all(500, page -> storage().targets().ofEgg(EGG, page))).isEmpty();
        assertThat(all(5, page -> eggs().digests(page)))
                .extracting(EggDigest::name)
                .containsExactly(EggName.of("api"));
        assertThat(eggs().removedBefore(NOW, 5)).isEmpty();
        assertThat(apply(Samples.eggConfig("web"), 'c', fence).active().number())
                .isEqualTo(1);
    }

    @Test
    void forget_backOrRemovedLater_isKept() {
        var fence = fence("nest-sync");
        var web = apply(Samples.eggConfig("web"), 'a', fence);
        assertThat(eggs().forget(EGG, NOW.plusSeconds(60), fence)).isFalse();

        remove("web", NOW, fence);
        assertThat(eggs().forget(EGG, NOW, fence)).isFalse();

        var back = apply(Samples.eggConfig("web"), 'a', fence);
        assertThat(eggs().forget(EGG, NOW.plusSeconds(60), fence)).isFalse();
        assertThat(back.active()).isEqualTo(web.active());
        assertThat(eggs().revision(EGG, 1)).contains(web.active());
    }
}
