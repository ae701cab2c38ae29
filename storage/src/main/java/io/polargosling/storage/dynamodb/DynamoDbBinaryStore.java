package io.polargosling.storage.dynamodb;

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
import java.util.List;
import java.util.Optional;

/** Stored builds, each at the place of its version and platform, and the item that names the active one. */
final class DynamoDbBinaryStore implements BinaryStore {

    private final Table table;

    DynamoDbBinaryStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<BinaryVersion> find(BinaryName binary, BinaryId id) {
        return item("reading a build of " + binary.word(), binary, id).map(DynamoDbBinaryStore::build);
    }

    private Optional<Item> item(String what, BinaryName binary, BinaryId id) {
        return table.get(what, Keys.build(binary, id))
                .flatMap(pointer -> table.get(what, pointer.target()))
                // The place may hold another build by now.
                .filter(item -> build(item).id().equals(id));
    }

    @Override
    public List<BinaryVersion> builds(BinaryName binary, String version) {
        var query = Query.of(Index.TABLE, Keys.binaries(binary), Keys.builds(version), Query.ALL);
        return table.query("reading the builds of " + binary.word() + " " + version, query).stream()
                .map(DynamoDbBinaryStore::build)
                .toList();
    }

    @Override
    public Page<BinaryVersion> list(BinaryName binary, PageRequest page) {
        return Listing.falling(table, Index.LIST_1, Keys.binaries(binary), item -> Optional.of(build(item)))
                .page("listing the builds of " + binary.word(), page);
    }

    @Override
    public Optional<ActiveBinary> active(BinaryName binary) {
        return current(binary).read("reading which " + binary.word() + " is active");
    }

    private CurrentItem<ActiveBinary> current(BinaryName binary) {
        return new CurrentItem<>(table, Keys.active(binary), ActiveBinary.class);
    }

    @Override
    public AddOutcome add(BinaryVersion version, AuditEntry audit) {
        var binary = version.binary();
        String what = "adding " + binary.word() + " " + version.build();
        return table.write(what, transaction -> {
            var stored = table.get(what, Keys.build(binary, version.build())).map(DynamoDbBinaryStore::build);
            if (stored.isPresent()) {
                boolean same =
                        stored.get().content().sha256().equals(version.content().sha256());
                return same ? new AddOutcome.Present(stored.get()) : new AddOutcome.Different(stored.get());
            }
            put(transaction, version, 0);
            transaction.put(
                    Item.pointing(Keys.build(binary, version.id()), Keys.build(binary, version.build())),
                    Expression.NONE);
            transaction.append(audit);
            return new AddOutcome.Added(version);
        });
    }

    @Override
    public ActiveBinary activate(BinaryName binary, BinaryId id, Optional<ActiveBinary> seen, AuditEntry audit) {
        String what = "activating build " + id + " of " + binary.word();
        return table.write(what, transaction -> {
            var item = item(what, binary, id)
                    .orElseThrow(
                            () -> new NotFoundException(what + ": there is no such build (expected: a stored one)"));
            var stored = current(binary).read(what);
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
            transaction.put(
                    Item.at(Keys.active(binary)).version(next.version()).doc(next),
                    Expression.atVersion(next.version() - 1));
            put(transaction, build(item).activated(audit.at()), item.version());
            transaction.append(audit);
            return next;
        });
    }

    @Override
    public boolean remove(BinaryName binary, BinaryId id, AuditEntry audit) {
        String what = "removing build " + id + " of " + binary.word();
        return table.write(what, transaction -> {
            var item = item(what, binary, id);
            if (item.isEmpty()) {
                return false;
            }
            var active = current(binary).read(what);
            boolean inUse = active.filter(used -> used.current().equals(id)
                            || used.previous().filter(id::equals).isPresent())
                    .isPresent();
            if (inUse) {
                throw new ConflictException(what + ": it is the active build or the one before"
                        + " (expected: one that no rollback needs; activate others first)");
            }
            transaction.check(
                    Keys.active(binary),
                    Expression.atVersion(active.map(ActiveBinary::version).orElse(0L)));
            transaction.delete(item.get().key(), Expression.atVersion(item.get().version()));
            transaction.delete(Keys.build(binary, id), Expression.NONE);
            transaction.append(audit);
            return true;
        });
    }

    private static void put(Transaction transaction, BinaryVersion version, long stored) {
        transaction.put(
                Item.at(Keys.build(version.binary(), version.build()))
                        .version(stored + 1)
                        .doc(version)
                        .in(
                                Index.LIST_1,
                                Keys.binaries(version.binary()),
                                Places.timeAndId(version.added().at(), version.id())),
                Expression.atVersion(stored));
    }

    private static BinaryVersion build(Item item) {
        return item.doc(BinaryVersion.class);
    }
}
