package io.polargosling.testkit.memory;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.binary.ActiveBinary;
import io.polargosling.domain.binary.AddOutcome;
import io.polargosling.domain.binary.BinaryId;
import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.binary.BinaryStore;
import io.polargosling.domain.binary.BinaryVersion;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Stored builds of programs. */
final class MemoryBinaries implements BinaryStore {

    private static final Listing<BinaryVersion, Listing.Moment> NEWEST =
            Listing.newest(build -> build.added().at(), build -> build.id().value());

    private final Rows rows;
    private final MemoryAudit audit;
    private final Table<Key, BinaryVersion> builds;
    private final Table<BinaryName, ActiveBinary> active;

    MemoryBinaries(Rows rows, MemoryAudit audit) {
        this.rows = rows;
        this.audit = audit;
        builds = new Table<>(rows, "builds");
        active = new Table<>(rows, "active builds");
    }

    private record Key(BinaryName binary, BinaryId id) {}

    @Override
    public Optional<BinaryVersion> find(BinaryName binary, BinaryId id) {
        return rows.read(() -> builds.find(new Key(binary, id)));
    }

    @Override
    public List<BinaryVersion> builds(BinaryName binary, String version) {
        return rows.read(() -> of(binary)
                .filter(build -> build.build().version().equals(version))
                .sorted(Comparator.comparing(build -> build.build().platform()))
                .toList());
    }

    private Stream<BinaryVersion> of(BinaryName binary) {
        return builds.all().stream().filter(build -> build.binary() == binary);
    }

    @Override
    public Page<BinaryVersion> list(BinaryName binary, PageRequest page) {
        return rows.read(() -> NEWEST.page(of(binary), page));
    }

    @Override
    public Optional<ActiveBinary> active(BinaryName binary) {
        return rows.read(() -> active.find(binary));
    }

    @Override
    public AddOutcome add(BinaryVersion version, AuditEntry entry) {
        return rows.write(() -> {
            var stored = of(version.binary())
                    .filter(build -> build.build().equals(version.build()))
                    .findFirst();
            if (stored.isPresent()) {
                boolean same =
                        stored.get().content().sha256().equals(version.content().sha256());
                return same ? new AddOutcome.Present(stored.get()) : new AddOutcome.Different(stored.get());
            }
            builds.insert(new Key(version.binary(), version.id()), version);
            audit.add(entry);
            return new AddOutcome.Added(version);
        });
    }

    @Override
    public ActiveBinary activate(BinaryName binary, BinaryId id, Optional<ActiveBinary> seen, AuditEntry entry) {
        String what = "activating build " + id + " of " + binary.word();
        return rows.write(() -> {
            var key = new Key(binary, id);
            var build = builds.find(key)
                    .orElseThrow(
                            () -> new NotFoundException(what + ": there is no such build (expected: a stored one)"));
            var stored = active.find(binary);
            if (!stored.map(ActiveBinary::version).equals(seen.map(ActiveBinary::version))) {
                throw new ConflictException(what + ": another build was activated meanwhile (read it again)");
            }
            if (stored.filter(now -> now.current().equals(id)).isPresent()) {
                return stored.get();
            }
            var next = new ActiveBinary(
                    binary,
                    id,
                    stored.map(ActiveBinary::current),
                    entry.at(),
                    entry.actor(),
                    stored.map(ActiveBinary::version).orElse(0L) + 1);
            active.put(binary, next);
            builds.put(key, build.activated(entry.at()));
            audit.add(entry);
            return next;
        });
    }

    @Override
    public boolean remove(BinaryName binary, BinaryId id, AuditEntry entry) {
        return rows.write(() -> {
            boolean inUse = active.find(binary)
                    .filter(now -> now.current().equals(id)
                            || now.previous().filter(id::equals).isPresent())
                    .isPresent();
            if (inUse) {
                throw new ConflictException("removing build " + id + " of " + binary.word()
                        + ": it is the active build or the one before (expected: one that no rollback needs)");
            }
            boolean removed = builds.remove(new Key(binary, id));
            if (removed) {
                audit.add(entry);
            }
            return removed;
        });
    }
}
