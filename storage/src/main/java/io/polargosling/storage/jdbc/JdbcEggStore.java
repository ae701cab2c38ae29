package io.polargosling.storage.jdbc;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggDeclaration;
import io.polargosling.domain.egg.EggDigest;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.EggStore;
import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.egg.FleetConfig;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Eggs: one row each, which points at its active revision. */
final class JdbcEggStore implements EggStore {

    /** Eggs in one transaction, since a commit costs as much as several of them; a power of two, see {@link Session#insertAll}. */
    private static final int AT_ONCE = 256;

    private final Database database;

    JdbcEggStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Egg> find(EggName name) {
        return database.read("reading egg \"" + name + "\"", db -> EggRows.find(db, name));
    }

    @Override
    public Page<Egg> list(PageRequest page) {
        int limit = Cursor.limit(page);
        // No name is below the empty one, so that one begins the list.
        String after = Cursor.key(page).orElse("");
        var eggs = database.read(
                "listing eggs",
                db -> db.list(
                        EggRows.TABLE
                                .select()
                                .above("name", after)
                                .rising("name")
                                .limit(limit + 1),
                        EggRows::egg));
        return NewestFirst.cut(eggs, limit, egg -> Cursor.encode(egg.name().value()));
    }

    @Override
    public Page<EggDigest> digests(PageRequest page) {
        int limit = Cursor.limit(page);
        var rows = EggRows.TABLE
                .select()
                .only("name", "config_hash", "state", "stale_config", "dirty")
                .above("name", Cursor.key(page).orElse(""))
                .rising("name")
                .limit(limit + 1);
        var digests = database.read("listing what all eggs are", db -> db.list(rows, EggRows::digest));
        return NewestFirst.cut(digests, limit, egg -> Cursor.encode(egg.name().value()));
    }

    @Override
    public List<EggName> dirty(int limit) {
        return database.read(
                "listing dirty eggs",
                db -> db.list(
                        EggRows.TABLE
                                .select()
                                .only("name")
                                .by("egg_configs_dirty")
                                .where("dirty", true)
                                .rising("name")
                                .limit(limit),
                        cells -> EggName.of(cells.text("name"))));
    }

    @Override
    public Optional<Long> raiseGeneration(EggName name) {
        return database.write(
                "raising the generation of egg \"" + name + "\"", db -> EggRows.raiseGeneration(db, name));
    }

    @Override
    public List<EggTarget> projectTargets(GitLabServer server, long projectId) {
        return database.read(
                "matching project " + projectId + " of " + server, db -> TargetRows.ofProject(db, server, projectId));
    }

    @Override
    public Optional<EggRevision> revision(EggName egg, long number) {
        return database.read(
                "reading revision " + number + " of egg \"" + egg + "\"", db -> EggRows.revision(db, egg, number));
    }

    @Override
    public Egg apply(FleetConfig config, String hash, CommitId commit, Instant now, AuditEntry audit, Fence fence) {
        var declared = new EggDeclaration(config, hash, audit);
        return database.write("applying egg \"" + config.name() + "\" of commit " + commit.abbreviated(), db -> {
            Fences.hold(db, fence);
            return new EggApplication(db, commit, now).apply(declared);
        });
    }

    @Override
    public List<Egg> applyAll(List<EggDeclaration> declared, CommitId commit, Instant now, Fence fence) {
        var written = new ArrayList<Egg>(declared.size());
        for (int from = 0; from < declared.size(); from += AT_ONCE) {
            var some = declared.subList(from, Math.min(declared.size(), from + AT_ONCE));
            var what = "applying " + some.size() + " eggs from \""
                    + some.getFirst().config().name() + "\" on, of commit " + commit.abbreviated();
            var known = database.read(what, db -> EggApplication.known(db, some));
            written.addAll(database.write(what, db -> {
                Fences.hold(db, fence);
                return new EggApplication(db, commit, now).applyAll(some, known);
            }));
        }
        return written;
    }

    @Override
    public Egg activate(EggName name, long number, Optional<String> pinnedAgainst, AuditEntry audit, Fence fence) {
        String what = "activating revision " + number + " of egg \"" + name + "\"";
        return database.write(what, db -> {
            Fences.hold(db, fence);
            var stored = EggRows.lock(db, name)
                    .orElseThrow(() ->
                            new NotFoundException(what + ": there is no such egg (expected: one that was synced)"));
            var revision = EggRows.revision(db, name, number)
                    .orElseThrow(() -> new NotFoundException(what + ": there is no such revision"));
            JdbcAuditLog.add(db, audit);
            return EggRows.save(db, Optional.of(stored), stored.activated(revision, pinnedAgainst), audit.at());
        });
    }

    @Override
    public void markStale(EggName name, boolean stale, Fence fence) {
        database.change("marking egg \"" + name + "\" as stale", db -> {
            Fences.hold(db, fence);
            boolean _ = db.change(EggRows.row(name).set("stale_config", stale));
        });
    }

    @Override
    public void changeState(EggName name, EggState state, Optional<String> reason, AuditEntry audit, Fence fence) {
        database.change("moving egg \"" + name + "\" to " + EggRows.word(state), db -> {
            Fences.hold(db, fence);
            var stored = EggRows.lock(db, name)
                    .orElseThrow(() -> new NotFoundException("moving egg \"" + name + "\" to " + EggRows.word(state)
                            + ": there is no such egg (expected: one that was synced)"));
            // Said again, nothing moves: a pass that repeats its verdict must not make its egg dirty for ever.
            if (stored.state() == state && stored.reason().equals(reason)) {
                return;
            }
            JdbcAuditLog.add(db, audit);
            var egg = stored.movedTo(state, reason);
            EggRows.save(db, Optional.of(stored), egg, audit.at());
        });
    }

    @Override
    public Page<EggRevision> revisions(EggName egg, PageRequest page) {
        int limit = Cursor.limit(page);
        var rows = EggRows.revisionsOf(egg)
                .below("revision", Cursor.number(page).orElse(Long.MAX_VALUE))
                .falling("revision")
                .limit(limit + 1);
        var revisions =
                database.read("listing the revisions of egg \"" + egg + "\"", db -> db.list(rows, EggRows::revision));
        return NewestFirst.cut(revisions, limit, revision -> Cursor.encode(Long.toString(revision.number())));
    }

    @Override
    public List<EggName> removedBefore(Instant limit, int atMost) {
        var rows = EggRows.TABLE
                .select()
                .only("name", "removed_at")
                .by("egg_configs_removed")
                .below("removed_at", limit)
                .rising("removed_at")
                .limit(Expiry.checked(atMost));
        return database.read("listing removed eggs", db -> db.list(rows, cells -> EggName.of(cells.text("name"))));
    }

    @Override
    public boolean forget(EggName name, Instant limit, Fence fence) {
        return database.write("forgetting egg \"" + name + "\"", db -> {
            Fences.hold(db, fence);
            var row = EggRows.TABLE
                    .select()
                    .only("removed_at")
                    .where("name", name.value())
                    .lock();
            boolean old = db.find(
                            row,
                            cells -> cells.optionalTime("removed_at")
                                    .filter(limit::isAfter)
                                    .isPresent())
                    .orElse(false);
            if (old) {
                EggRows.delete(db, name);
            }
            return old;
        });
    }
}
