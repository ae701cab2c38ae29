package io.polargosling.storage.jdbc;

import static io.polargosling.storage.jdbc.Table.Type.NUMBER;
import static io.polargosling.storage.jdbc.Table.Type.TEXT;
import static io.polargosling.storage.jdbc.Table.Type.TIME;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.gitlab.KnownProject;
import io.polargosling.domain.gitlab.ProjectStore;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Projects of groups. */
final class JdbcProjectStore implements ProjectStore {

    static final Table TABLE = Table.of("gitlab_projects")
            .key(TEXT, "server")
            .key(NUMBER, "project_id")
            .with(NUMBER, "group_id")
            .with(TEXT, "path")
            .with(TIME, "seen_at");

    private final Database database;

    JdbcProjectStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<KnownProject> find(GitLabServer server, long id) {
        return database.read(
                "reading project " + id + " of " + server,
                db -> db.find(byKey(server.host(), id), JdbcProjectStore::project));
    }

    @Override
    public Page<KnownProject> ofGroup(GitLabServer server, long groupId, PageRequest page) {
        int limit = Cursor.limit(page);
        var rows = TABLE.select()
                .by("gitlab_projects_group")
                .where("server", server.host())
                .where("group_id", groupId)
                .above("project_id", Cursor.number(page).orElse(Long.MIN_VALUE))
                .rising("project_id")
                .limit(limit + 1);
        var projects = database.read(
                "listing the projects of group " + groupId + " of " + server,
                db -> db.list(rows, JdbcProjectStore::project));
        return NewestFirst.cut(projects, limit, project -> Cursor.encode(Long.toString(project.id())));
    }

    @Override
    public void save(List<KnownProject> projects) {
        for (var project : projects) {
            database.change("writing project " + project.id() + " of " + project.server(), db -> save(db, project));
        }
    }

    private static void save(Session db, KnownProject project) {
        var stored = db.find(byKey(project.server().host(), project.id()).lock(), JdbcProjectStore::project);
        if (stored.isEmpty()) {
            db.insert(row(project));
        } else if (!stored.get().seenAt().isAfter(project.seenAt())) {
            db.update(row(project));
        }
    }

    @Override
    public int forgetUnseen(GitLabServer server, long groupId, Instant limit, int atMost) {
        var old = TABLE.select()
                .only("project_id")
                .by("gitlab_projects_seen")
                .where("server", server.host())
                .where("group_id", groupId)
                .below("seen_at", limit)
                .rising("seen_at");
        return database.write(
                "forgetting projects of group " + groupId + " of " + server,
                db -> Expiry.delete(db, old, atMost, cells -> key(server.host(), cells.number("project_id"))));
    }

    private static Select byKey(String server, long id) {
        return TABLE.select().where("server", server).where("project_id", id);
    }

    private static Row key(String server, long id) {
        return TABLE.row().set("server", server).set("project_id", id);
    }

    private static Row row(KnownProject project) {
        return key(project.server().host(), project.id())
                .set("group_id", project.groupId())
                .set("path", project.path())
                .set("seen_at", project.seenAt());
    }

    private static KnownProject project(Cells cells) throws SQLException {
        return new KnownProject(
                GitLabServer.of(cells.text("server")),
                cells.number("project_id"),
                cells.number("group_id"),
                cells.text("path"),
                cells.time("seen_at"));
    }
}
