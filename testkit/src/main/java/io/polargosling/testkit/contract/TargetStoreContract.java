package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.egg.TargetHook;
import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.egg.TargetStore;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.gen.RowSamples;
import io.polargosling.testkit.gen.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What every {@link TargetStore} must do. */
public abstract class TargetStoreContract extends StoreContract {

    private static final Instant NOW = Samples.NOW;
    private static final TargetHook HOOK = new TargetHook(OptionalLong.of(55), TargetHook.Status.TEMPORARILY_DISABLED);

    private TargetStore targets() {
        return storage().targets();
    }

    private static TargetId project(String egg, long id) {
        return new TargetId(Samples.SERVER, new TargetScope.Project(id), EggName.of(egg));
    }

    private TargetId applied(String egg, long project) {
        apply(Samples.eggConfig(egg, project), 'a', fence("nest-sync"));
        return project(egg, project);
    }

    private List<TargetId> polledBefore(Instant limit, int pageSize) {
        return all(pageSize, page -> targets().polledBefore(limit, page)).stream()
                .map(Target::id)
                .toList();
    }

    @Test
    void everyCall_emptyStore_findsNothing() {
        var id = project("web", 4711);
        assertThat(targets().find(id)).isEmpty();
        assertThat(targets().ofEgg(EGG, PageRequest.first(1)).items()).isEmpty();
        assertThat(targets().groups(Samples.SERVER, PageRequest.first(1)).items())
                .isEmpty();
        assertThat(targets().polledBefore(NOW, PageRequest.first(1)).items()).isEmpty();
        assertThat(targets().markPolled(id, NOW)).isFalse();
        assertThat(targets().markEvent(id, NOW)).isFalse();
        assertThat(targets().saveHook(id, HOOK)).isFalse();
        assertThat(targets().savePath(id, "a/b")).isFalse();
        assertThat(targets().find(id)).isEmpty();
    }

    @Test
    void find_freshTarget_knowsNothingOfGitLab() {
        var id = applied(RowSamples.LONGEST_NAME, 999_999_999);
        var declared = Samples.eggConfig(id.egg().value(), 999_999_999).target();

        var fresh = new Target(declared, Optional.empty(), TargetHook.none(), Optional.empty(), Optional.empty());
        assertThat(targets().find(id)).contains(fresh);
        assertThat(targets().ofEgg(id.egg(), PageRequest.first(1)).items()).containsExactly(fresh);
    }

    @Test
    void everyMark_isReadBackEqual() {
        var id = applied("web", 4711);
        for (int i = 0; i < 2; i++) {
            assertThat(targets().markPolled(id, NOW)).isTrue();
            assertThat(targets().markEvent(id, NOW.plusSeconds(1))).isTrue();
            assertThat(targets().saveHook(id, HOOK)).isTrue();
            assertThat(targets().savePath(id, "Группа/проект 🪿")).isTrue();
        }

        var target = targets().find(id).orElseThrow();
        assertThat(target.lastPolledAt()).contains(NOW);
        assertThat(target.lastEventAt()).contains(NOW.plusSeconds(1));
        assertThat(target.hook()).isEqualTo(HOOK);
        assertThat(target.fullPath()).contains("Группа/проект 🪿");
        targets().saveHook(id, TargetHook.none());
        assertThat(targets().find(id).orElseThrow().hook()).isEqualTo(TargetHook.none());
    }

    @Test
    void everyMark_clockWentBack_changesNothing() {
        var id = applied("web", 4711);
        targets().markPolled(id, NOW);
        targets().markEvent(id, NOW);

        assertThat(targets().markPolled(id, NOW.minusSeconds(60))).isTrue();
        assertThat(targets().markEvent(id, NOW.minusSeconds(60))).isTrue();
        assertThat(targets().find(id).orElseThrow().lastPolledAt()).contains(NOW);
        assertThat(targets().find(id).orElseThrow().lastEventAt()).contains(NOW);
    }

    @Test
    void markPolled_racing_keepsTheLatest() throws Exception {
        var id = applied("web", 4711);
        Race.rounds(number -> {
            var begin = NOW.plusSeconds(10L * number);
            Race.run(8, i -> () -> targets().markPolled(id, begin.plusSeconds(i)));

            assertThat(targets().find(id).orElseThrow().lastPolledAt()).contains(begin.plusSeconds(7));
        });
    }

    @Test
    void apply_sameTargetInANewRevision_keepsWhatIsKnown() {
        var id = applied("web", 4711);
        targets().saveHook(id, HOOK);
        targets().markPolled(id, NOW);
        var before = targets().find(id);

        apply(Samples.eggConfig("web", 4711), 'b', fence("nest-sync"));

        assertThat(targets().find(id)).isEqualTo(before);
    }

    @Test
    void apply_anotherTarget_forgetsTheFormer() {
        var former = applied("web", 4711);
        targets().saveHook(former, HOOK);

        apply(Samples.eggConfig("web", 4712), 'b', fence("nest-sync"));

        assertThat(targets().find(former)).isEmpty();
        assertThat(targets().markPolled(former, NOW)).isFalse();
        assertThat(targets().ofEgg(EGG, PageRequest.first(5)).items())
                .extracting(Target::id)
                .containsExactly(project("web", 4712));
    }

    @Test
    void find_sameProjectOfTwoEggs_areTwoTargets() {
        var web = applied("web", 4711);
        var api = applied("api", 4711);
        targets().markPolled(web, NOW);

        assertThat(targets().find(web).orElseThrow().lastPolledAt()).contains(NOW);
        assertThat(targets().find(api).orElseThrow().lastPolledAt()).isEmpty();
    }

    @Test
    void groups_projectsAndGroups_givesTheGroupsOfThatServer() {
        applied("web", 99);
        apply(Samples.fullEggConfig("group"), 'a', fence("nest-sync"));
        apply(Samples.fullEggConfig("group2"), 'b', fence("nest-sync"));

        for (int limit = 1; limit <= 3; limit++) {
            assertThat(all(limit, page -> targets().groups(Samples.SERVER, page)))
                    .extracting(target -> target.declared().egg().value())
                    .containsExactlyInAnyOrder("group", "group2");
        }
        assertThat(targets()
                        .groups(GitLabServer.of("other.example"), PageRequest.first(5))
                        .items())
                .isEmpty();
    }

    @Test
    void polledBefore_everyPageSize_givesNeverPolledThenLongestAgo() {
        var ids = new ArrayList<TargetId>();
        for (int i = 0; i < 6; i++) {
            ids.add(applied("egg-" + i, 100 + i));
        }
        targets().markPolled(ids.get(0), NOW.minusSeconds(60));
        targets().markPolled(ids.get(1), NOW.minusSeconds(120));
        targets().markPolled(ids.get(2), NOW.minusSeconds(60));
        targets().markPolled(ids.get(3), NOW);

        for (int limit = 1; limit <= 6; limit++) {
            var found = polledBefore(NOW, limit);
            assertThat(found).hasSize(5);
            assertThat(found.subList(0, 2)).containsExactlyInAnyOrder(ids.get(4), ids.get(5));
            assertThat(found.get(2)).isEqualTo(ids.get(1));
            assertThat(found.subList(3, 5)).containsExactlyInAnyOrder(ids.get(0), ids.get(2));
        }
        assertThat(polledBefore(NOW.minusSeconds(60), 9)).hasSize(3);
    }

    @Test
    void everyRead_removedEgg_stillGivesItsTargets() {
        var id = applied("web", 4711);
        storage()
                .eggs()
                .changeState(EGG, EggState.REMOVED, Optional.empty(), Samples.audit("egg/web"), fence("nest-sync"));

        assertThat(targets().find(id)).isPresent();
        assertThat(polledBefore(NOW, 5)).containsExactly(id);
    }
}
