package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.gitlab.KnownProject;
import io.polargosling.domain.gitlab.ProjectStore;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.gen.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link ProjectStore} must do. */
public abstract class ProjectStoreContract extends StoreContract {

    private static final Instant NOW = Samples.NOW;

    private ProjectStore projects() {
        return storage().projects();
    }

    private static KnownProject project(long id, long group, Instant seenAt) {
        return new KnownProject(Samples.SERVER, id, group, "группа/проект-" + id, seenAt);
    }

    private List<KnownProject> ofGroup(int limit, long group) {
        return all(limit, page -> projects().ofGroup(Samples.SERVER, group, page));
    }

    @Test
    void everyCall_emptyStore_findsNothing() {
        assertThat(projects().find(Samples.SERVER, 1)).isEmpty();
        assertThat(projects().ofGroup(Samples.SERVER, 99, PageRequest.first(1)).items())
                .isEmpty();
        assertThat(projects().forgetUnseen(Samples.SERVER, 99, NOW, 500)).isZero();
        projects().save(List.of());
    }

    @Test
    void save_again_isThereOnceAsSeenLast() {
        projects().save(List.of(project(1, 99, NOW)));
        var moved = new KnownProject(Samples.SERVER, 1, 100, "elsewhere/x", NOW.plusSeconds(1));
        projects().save(List.of(moved));
        projects().save(List.of(moved));

        assertThat(projects().find(Samples.SERVER, 1)).contains(moved);
        assertThat(ofGroup(5, 99)).isEmpty();
        assertThat(ofGroup(5, 100)).containsExactly(moved);
        assertThat(projects().find(GitLabServer.of("other.example"), 1)).isEmpty();
    }

    @Test
    void save_seenEarlierThanStored_changesNothing() {
        var stored = project(1, 99, NOW);
        projects().save(List.of(stored));
        projects().save(List.of(new KnownProject(Samples.SERVER, 1, 100, "old/x", NOW.minusSeconds(1))));

        assertThat(projects().find(Samples.SERVER, 1)).contains(stored);
        assertThat(ofGroup(5, 100)).isEmpty();
    }

    @Test
    void save_racing_keepsTheOneSeenLast() throws Exception {
        Race.rounds(number -> {
            Race.run(8, i -> () -> {
                projects().save(List.of(project(number, 99, NOW.plusSeconds(i))));
                return i;
            });

            assertThat(projects().find(Samples.SERVER, number)).contains(project(number, 99, NOW.plusSeconds(7)));
        });
    }

    @Test
    void ofGroup_everyPageSize_givesEachOnceById() {
        var byId = new ArrayList<KnownProject>();
        for (long id : new long[] {3, 20, 100, 999_999_999}) {
            byId.add(project(id, 99, NOW));
        }
        projects().save(byId.reversed());
        projects().save(List.of(project(50, 9, NOW)));

        for (int limit = 1; limit <= 5; limit++) {
            assertThat(ofGroup(limit, 99)).isEqualTo(byId);
        }
    }

    @Test
    void forgetUnseen_someSeenAgain_deletesTheOthersOfThatGroup() {
        projects().save(List.of(project(1, 99, NOW), project(2, 99, NOW), project(3, 99, NOW), project(4, 9, NOW)));
        var later = NOW.plusSeconds(600);
        projects().save(List.of(project(2, 99, later)));

        assertThat(projects().forgetUnseen(Samples.SERVER, 99, later, 1)).isEqualTo(1);
        assertThat(projects().forgetUnseen(Samples.SERVER, 99, later, 500)).isEqualTo(1);
        assertThat(projects().forgetUnseen(Samples.SERVER, 99, later, 500)).isZero();
        assertThat(ofGroup(5, 99)).containsExactly(project(2, 99, later));
        assertThat(projects().find(Samples.SERVER, 4)).isPresent();
        assertThat(projects().find(Samples.SERVER, 1)).isEmpty();
    }
}
