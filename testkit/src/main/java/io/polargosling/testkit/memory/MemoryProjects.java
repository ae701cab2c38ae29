package io.polargosling.testkit.memory;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.gitlab.KnownProject;
import io.polargosling.domain.gitlab.ProjectStore;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Projects of groups. */
final class MemoryProjects implements ProjectStore {

    private static final Listing<KnownProject, Long> BY_ID =
            Listing.byNumber(KnownProject::id, Comparator.naturalOrder());

    private final Rows rows;
    private final Table<Key, KnownProject> projects;

    MemoryProjects(Rows rows) {
        this.rows = rows;
        projects = new Table<>(rows, "projects");
    }

    private record Key(GitLabServer server, long id) {

        static Key of(KnownProject project) {
            return new Key(project.server(), project.id());
        }
    }

    @Override
    public Optional<KnownProject> find(GitLabServer server, long id) {
        return rows.read(() -> projects.find(new Key(server, id)));
    }

    @Override
    public Page<KnownProject> ofGroup(GitLabServer server, long groupId, PageRequest page) {
        return rows.read(() -> BY_ID.page(inGroup(server, groupId), page));
    }

    private Stream<KnownProject> inGroup(GitLabServer server, long groupId) {
        return projects.all().stream()
                .filter(project -> project.server().equals(server) && project.groupId() == groupId);
    }

    @Override
    public void save(List<KnownProject> given) {
        rows.change(() -> given.forEach(project -> {
            var known = projects.find(Key.of(project));
            if (known.filter(row -> row.seenAt().isAfter(project.seenAt())).isEmpty()) {
                projects.put(Key.of(project), project);
            }
        }));
    }

    @Override
    public int forgetUnseen(GitLabServer server, long groupId, Instant limit, int atMost) {
        return projects.forget(
                inGroup(server, groupId).filter(project -> project.seenAt().isBefore(limit)), atMost, Key::of);
    }
}
