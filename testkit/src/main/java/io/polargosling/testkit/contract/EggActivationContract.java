package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggDeclaration;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.egg.EggStore;
import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.gen.Samples;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link EggStore} must do when an earlier revision is made the active one. */
public abstract class EggActivationContract extends StoreContract {

    private EggStore eggs() {
        return storage().eggs();
    }

    private Egg egg() {
        return eggs().find(EGG).orElseThrow();
    }

    private Egg activated(long number, Optional<String> pinnedAgainst, Fence fence) {
        return eggs().activate(EGG, number, pinnedAgainst, Samples.audit("egg/web"), fence);
    }

    private Egg applied(long project, Fence fence) {
        return apply(Samples.eggConfig("web", project), (char) ('a' + project), fence);
    }

    private static String hashOf(long project) {
        return Samples.hash((char) ('a' + project));
    }

    /** Two revisions, of which the first is active again and pinned against the second. */
    private Egg rolledBack(Fence fence) {
        applied(1, fence);
        applied(2, fence);
        return activated(1, Optional.of(hashOf(2)), fence);
    }

    private List<AuditEntry> audit() {
        return storage().audit().ofResource("egg/web", PageRequest.first(100)).items();
    }

    private List<EggTarget> targets(long project) {
        return eggs().projectTargets(Samples.SERVER, project);
    }

    @Test
    void activate_earlierRevision_isActivePinnedDirtyAndAudited() {
        var fence = fence("egg:web");
        applied(1, fence);
        var before = applied(2, fence);
        var first = eggs().revision(EGG, 1).orElseThrow();

        var after = activated(1, Optional.of(hashOf(2)), fence);

        assertThat(after.active()).isEqualTo(first);
        assertThat(after.pinnedAgainst()).contains(hashOf(2));
        assertThat(after.generation()).isEqualTo(before.generation() + 1);
        assertThat(after.state()).isEqualTo(before.state());
        assertThat(egg()).isEqualTo(after);
        assertThat(audit()).hasSize(3);
        assertThat(eggs().dirty(10)).containsExactly(EGG);
    }

    @Test
    void activate_revisionOfAnotherProject_movesTheTargetWithIt() {
        rolledBack(fence("egg:web"));

        assertThat(targets(1)).extracting(EggTarget::egg).containsExactly(EGG);
        assertThat(targets(2)).isEmpty();
    }

    @Test
    void activate_withoutAPin_endsAFormerOne() {
        var fence = fence("egg:web");
        rolledBack(fence);

        var after = activated(2, Optional.empty(), fence);

        assertThat(after.active().number()).isEqualTo(2);
        assertThat(after.pinnedAgainst()).isEmpty();
        assertThat(egg()).isEqualTo(after);
    }

    @Test
    void activate_unknownEggOrRevision_isNotFoundAndWritesNothing() {
        var fence = fence("egg:web");
        assertThatThrownBy(() -> activated(1, Optional.empty(), fence)).isInstanceOf(NotFoundException.class);
        assertThat(audit()).isEmpty();

        var before = applied(1, fence);
        assertThatThrownBy(() -> activated(2, Optional.of(hashOf(1)), fence)).isInstanceOf(NotFoundException.class);
        assertThat(egg()).isEqualTo(before);
        assertThat(audit()).hasSize(1);
    }

    @Test
    void activate_lostLease_isRefusedWhole() {
        var fence = fence("nest-sync");
        applied(1, fence);
        var before = applied(2, fence);
        var lost = lostFence("egg:web");

        assertThatThrownBy(() -> activated(1, Optional.of(hashOf(2)), lost)).isInstanceOf(ConflictException.class);
        assertThat(egg()).isEqualTo(before);
        assertThat(audit()).hasSize(2);
        assertThat(targets(2)).hasSize(1);
    }

    @Test
    void apply_theHashPinnedAgainst_keepsRevisionAndPin() {
        var fence = fence("egg:web");
        var pinned = rolledBack(fence);

        var after = applied(2, fence);

        assertThat(after).isEqualTo(pinned).isEqualTo(egg());
        assertThat(eggs().revision(EGG, 3)).isEmpty();
        assertThat(audit()).hasSize(3);
        assertThat(targets(1)).hasSize(1);
    }

    @Test
    void apply_aThirdHash_isNumberedAboveTheNewestAndEndsThePin() {
        var fence = fence("egg:web");
        rolledBack(fence);

        var after = applied(3, fence);

        assertThat(after.active().number()).isEqualTo(3);
        assertThat(after.pinnedAgainst()).isEmpty();
        assertThat(egg()).isEqualTo(after);
        assertThat(eggs().revision(EGG, 2).map(EggRevision::hash))
                .as("the revision that was left")
                .contains(hashOf(2));
        assertThat(all(2, page -> eggs().revisions(EGG, page)))
                .extracting(EggRevision::number)
                .containsExactly(3L, 2L, 1L);
    }

    @Test
    void apply_theActiveHashWhilePinned_endsThePinAlone() {
        var fence = fence("egg:web");
        var pinned = rolledBack(fence);

        var after = applied(1, fence);

        assertThat(after.active()).isEqualTo(pinned.active());
        assertThat(after.pinnedAgainst()).isEmpty();
        assertThat(after.generation()).isEqualTo(pinned.generation());
        var forward = applied(2, fence);
        assertThat(forward.active().number()).as("no longer held back").isEqualTo(3);
    }

    @Test
    void applyAll_withThePinnedAmongOthers_keepsItPinned() {
        var fence = fence("egg:web");
        var pinned = rolledBack(fence);
        var declared = List.of(
                new EggDeclaration(Samples.eggConfig("web", 2), hashOf(2), Samples.audit("egg/web")),
                new EggDeclaration(Samples.eggConfig("api", 4), hashOf(4), Samples.audit("egg/api")));

        var written = eggs().applyAll(declared, Samples.COMMIT, Samples.NOW, fence);

        assertThat(written).hasSize(2).contains(pinned);
        assertThat(egg()).isEqualTo(pinned);
    }

    @Test
    void activate_racingWithRaises_losesNone() throws Exception {
        var fence = fence("egg:web");
        applied(1, fence);
        var before = applied(2, fence).generation();

        Race.run(
                6,
                i -> i == 0
                        ? () -> activated(1, Optional.of(hashOf(2)), fence).generation()
                        : () -> eggs().raiseGeneration(EGG).orElseThrow());

        assertThat(egg().generation()).isEqualTo(before + 6);
        assertThat(egg().active().number()).isEqualTo(1);
        assertThat(egg().pinnedAgainst()).contains(hashOf(2));
    }
}
