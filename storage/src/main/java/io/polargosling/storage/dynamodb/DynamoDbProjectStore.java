package io.polargosling.storage.dynamodb;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.gitlab.KnownProject;
import io.polargosling.domain.gitlab.ProjectStore;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Projects of groups. */
final class DynamoDbProjectStore implements ProjectStore {

    private final Table table;

    DynamoDbProjectStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<KnownProject> find(GitLabServer server, long id) {
        return table.get("reading project " + id + " of " + server, Keys.project(server, id))
                .map(DynamoDbProjectStore::project);
    }

    @Override
    public Page<KnownProject> ofGroup(GitLabServer server, long groupId, PageRequest page) {
        return Listing.rising(
                        table,
                        Index.LIST_1,
                        ofGroup(server, groupId),
                        item -> Optional.of(project(item)).filter(known -> known.groupId() == groupId))
                .page("listing the projects of group " + groupId + " of " + server, page, Cursor.place(page));
    }

    @Override
    public void save(List<KnownProject> projects) {
        for (var project : projects) {
            var seen = Value.text(Places.time(project.seenAt()));
            var _ = table.update(
                    "writing project " + project.id() + " of " + project.server(),
                    Keys.project(project.server(), project.id()),
                    Expression.of("SET #doc = :doc, #seen_at = :seen, #list1 = :group, #list_at = :place"
                                    + " ADD #row_version :one")
                            .with(":doc", Value.document(project))
                            .with(":seen", seen)
                            .with(":group", Value.text(ofGroup(project.server(), project.groupId())))
                            .with(":place", Value.text(Places.number(project.id())))
                            .with(":one", Value.number(1)),
                    Expression.of("attribute_not_exists(#pk) OR #seen_at <= :seen"));
        }
    }

    @Override
    public int forgetUnseen(GitLabServer server, long groupId, Instant limit, int atMost) {
        return Forgetting.of(
                        table,
                        "forgetting projects of group " + groupId + " of " + server,
                        row -> project(row).seenAt().isBefore(limit)
                                && project(row).groupId() == groupId)
                .in(List.of(Query.of(Index.LIST_1, ofGroup(server, groupId), Query.ALL)), atMost);
    }

    private static String ofGroup(GitLabServer server, long groupId) {
        return "PROJECTS#" + server.host() + "#" + groupId;
    }

    private static KnownProject project(Item item) {
        return item.doc(KnownProject.class);
    }
}
