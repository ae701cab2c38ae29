package io.polargosling.storage.jdbc;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.binary.ActiveBinary;
import io.polargosling.domain.binary.AddOutcome;
import io.polargosling.domain.binary.BinaryBuild;
import io.polargosling.domain.binary.BinaryId;
import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.binary.BinaryStore;
import io.polargosling.domain.binary.BinaryVersion;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.util.List;
import java.util.Optional;

/** Stored builds. Locks are taken in the order build, pointer. */
final class JdbcBinaryStore implements BinaryStore {

    private final Database database;

    JdbcBinaryStore(Database database) {
        this.database = database;
    }

    @Override
    public Optional<BinaryVersion> find(BinaryName binary, BinaryId id) {
        return database.read(
                "reading a build of " + binary.word(),
                db -> db.find(BinaryRows.byId(binary, id), BinaryRows.build(binary)));
    }

    @Override
    public List<BinaryVersion> builds(BinaryName binary, String version) {
        var rows = BinaryRows.table(binary)
                .select()
                .by(BinaryRows.table(binary).name() + "_build")
                .where("version", version)
                .rising("os_arch");
        return database.read(
                "reading the builds of " + binary.word() + " " + version,
                db -> db.list(rows, BinaryRows.build(binary)));
    }

    @Override
    public Page<BinaryVersion> list(BinaryName binary, PageRequest page) {
        int limit = Cursor.limit(page);
        var table = BinaryRows.table(binary);
        var rows = table.select().by(table.name() + "_newest");
        Cursor.timeAndId(page).ifPresent(last -> rows.beneath("downloaded_at", last.time(), "version_id", last.id()));
        var found = database.read(
                "listing the builds of " + binary.word(),
                db -> db.list(rows.falling("downloaded_at", "version_id").limit(limit + 1), BinaryRows.build(binary)));
        return NewestFirst.cut(
                found,
                limit,
                build -> new Cursor.TimeAndId(build.added().at(), build.id().value()).text());
    }

    @Override
    public Optional<ActiveBinary> active(BinaryName binary) {
        return database.read(
                "reading which " + binary.word() + " is active",
                db -> db.find(BinaryRows.active(binary), BinaryRows::active));
    }

    @Override
    public AddOutcome add(BinaryVersion version, AuditEntry audit) {
        return database.write("adding " + version.binary().word() + " " + version.build(), db -> {
            var stored = ofBuild(db, version.binary(), version.build());
            if (stored.isPresent()) {
                boolean same =
                        stored.get().content().sha256().equals(version.content().sha256());
                return same ? new AddOutcome.Present(stored.get()) : new AddOutcome.Different(stored.get());
            }
            db.insert(BinaryRows.row(version));
            JdbcAuditLog.add(db, audit);
            return new AddOutcome.Added(version);
        });
    }

    @Override
    public ActiveBinary activate(BinaryName binary, BinaryId id, Optional<ActiveBinary> seen, AuditEntry audit) {
        String what = "activating build " + id + " of " + binary.word();
        return database.write(what, db -> {
            var build = db.find(BinaryRows.byId(binary, id).lock(), BinaryRows.build(binary))
                    .orElseThrow(
                            () -> new NotFoundException(what + ": there is no such build (expected: a stored one)"));
            var stored = BinaryRows.lockActive(db, binary);
            if (!stored.map(ActiveBinary::version).equals(seen.map(ActiveBinary::version))) {
                throw new ConflictException(what + ": another build was activated meanwhile (read it again)");
            }
            if (stored.isPresent() && stored.get().current().equals(id)) {
                return stored.get();
            }
            var next = new ActiveBinary(
                    binary,
                    id,
                    stored.map(ActiveBinary::current),
                    audit.at(),
                    audit.actor(),
                    stored.map(ActiveBinary::version).orElse(0L) + 1);
            if (stored.isPresent()) {
                db.update(BinaryRows.row(next));
            } else {
                db.insert(BinaryRows.row(next));
            }
            db.update(BinaryRows.row(build.activated(audit.at())));
            JdbcAuditLog.add(db, audit);
            return next;
        });
    }

    @Override
    public boolean remove(BinaryName binary, BinaryId id, AuditEntry audit) {
        String what = "removing build " + id + " of " + binary.word();
        return database.write(what, db -> {
            var build = db.find(BinaryRows.byId(binary, id).lock(), BinaryRows.build(binary));
            if (build.isEmpty()) {
                return false;
            }
            boolean inUse = BinaryRows.lockActive(db, binary)
                    .filter(active -> active.current().equals(id)
                            || active.previous().filter(id::equals).isPresent())
                    .isPresent();
            if (inUse) {
                throw new ConflictException(what + ": it is the active build or the one before"
                        + " (expected: one that no rollback needs; activate others first)");
            }
            db.delete(BinaryRows.row(build.get()));
            JdbcAuditLog.add(db, audit);
            return true;
        });
    }

    private static Optional<BinaryVersion> ofBuild(Session db, BinaryName binary, BinaryBuild build) {
        var table = BinaryRows.table(binary);
        return db.find(
                table.select()
                        .by(table.name() + "_build")
                        .where("version", build.version())
                        .where("os_arch", build.platform()),
                BinaryRows.build(binary));
    }
}
