package io.polargosling.storage.dynamodb;

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
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** Eggs, their revisions and targets. */
final class DynamoDbEggStore implements EggStore {

    /** Beside the lease, the row, its revision, its name and the audit row. */
    private static final int TARGETS_WITH_ROW = Transaction.MAX_ACTIONS - 5;

    private final Table table;

    DynamoDbEggStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<Egg> find(EggName name) {
        return table.get("reading egg \"" + name + "\"", Keys.egg(name)).map(EggItems::egg);
    }

    @Override
    public Page<Egg> list(PageRequest page) {
        return list(page, EggItems::egg);
    }

    @Override
    public Page<EggDigest> digests(PageRequest page) {
        return list(page, EggItems::digest);
    }

    private <T> Page<T> list(PageRequest page, Function<Item, T> mapping) {
        String what = "listing eggs";
        var names = Listing.rising(
                        table,
                        Index.TABLE,
                        Keys.EGG_NAMES,
                        item -> Optional.of(EggName.of(item.key().sort())))
                .page(what, page, Cursor.place(page));
        var rows = table.getAll(what, names.items().stream().map(Keys::egg).toList());
        return new Page<>(
                names.items().stream()
                        .flatMap(name -> Stream.ofNullable(rows.get(Keys.egg(name))))
                        .map(mapping)
                        .toList(),
                names.next());
    }

    @Override
    public List<EggName> dirty(int limit) {
        return table.query("listing dirty eggs", Query.of(Index.TODO, EggItems.DIRTY, limit)).stream()
                .map(item -> EggName.of(item.place(Index.TODO)))
                .toList();
    }

    @Override
    public Optional<Long> raiseGeneration(EggName name) {
        return table.update(
                        "raising the generation of egg \"" + name + "\"",
                        Keys.egg(name),
                        EggItems.raising(name),
                        Expression.present())
                .map(item -> item.number(EggItems.GENERATION));
    }

    @Override
    public List<EggTarget> projectTargets(GitLabServer server, long projectId) {
        var partition = Keys.targets(server, new TargetScope.Project(projectId));
        return table
                .query("matching project " + projectId + " of " + server, Query.of(Index.TABLE, partition, Query.ALL))
                .stream()
                .filter(item -> item.flag(TargetItems.ACCEPTS))
                .map(item -> TargetItems.declared(table, item))
                .toList();
    }

    @Override
    public Optional<EggRevision> revision(EggName egg, long number) {
        return table.get("reading revision " + number + " of egg \"" + egg + "\"", Keys.revision(egg, number))
                .map(item -> item.doc(EggRevision.class));
    }

    @Override
    public Page<EggRevision> revisions(EggName egg, PageRequest page) {
        return Listing.falling(
                        table, Index.TABLE, Keys.revisions(egg), item -> Optional.of(item.doc(EggRevision.class)))
                .page("listing the revisions of egg \"" + egg + "\"", page, Cursor.place(page));
    }

    @Override
    public Egg apply(FleetConfig config, String hash, CommitId commit, Instant now, AuditEntry audit, Fence fence) {
        return apply(new EggDeclaration(config, hash, audit), commit, now, fence);
    }

    private Egg apply(EggDeclaration declared, CommitId commit, Instant now, Fence fence) {
        var name = declared.config().name();
        String what = "applying egg \"" + name + "\" of commit " + commit.abbreviated();
        return table.write(what, transaction -> {
            transaction.hold(fence);
            var item = table.get(what, Keys.egg(name));
            var stored = item.map(EggItems::egg);
            var same = stored.filter(egg -> egg.keepsRevisionFor(declared.hash()));
            var egg = same.map(was -> was.foundAgain(declared.hash(), now))
                    .orElseGet(() -> Egg.revised(stored, declared, newestRevision(what, name) + 1, commit, now));
            if (same.isEmpty()) {
                transaction.put(EggItems.revision(egg.active()), Expression.absent());
            } else if (same.get().state() == EggState.REMOVED) {
                // One whose forgetting was broken off may have lost it.
                transaction.put(EggItems.revision(egg.active()), Expression.NONE);
            }
            if (egg.generation() != stored.map(Egg::generation).orElse(0L)) {
                transaction.append(declared.audit());
            }
            put(what, transaction, fence, item, egg, now);
            return egg;
        });
    }

    private long newestRevision(String what, EggName name) {
        return table.query(what, Query.of(Index.TABLE, Keys.revisions(name), 1).newestFirst()).stream()
                .map(item -> item.doc(EggRevision.class).number())
                .findFirst()
                .orElse(0L);
    }

    @Override
    public Egg activate(EggName name, long number, Optional<String> pinnedAgainst, AuditEntry audit, Fence fence) {
        String what = "activating revision " + number + " of egg \"" + name + "\"";
        return table.write(what, transaction -> {
            transaction.hold(fence);
            var item = table.get(what, Keys.egg(name));
            var stored = item.map(EggItems::egg)
                    .orElseThrow(() ->
                            new NotFoundException(what + ": there is no such egg (expected: one that was synced)"));
            var revision = revision(name, number)
                    .orElseThrow(() -> new NotFoundException(what + ": there is no such revision"));
            var egg = stored.activated(revision, pinnedAgainst);
            transaction.append(audit);
            put(what, transaction, fence, item, egg, audit.at());
            return egg;
        });
    }

    @Override
    public List<Egg> applyAll(List<EggDeclaration> declared, CommitId commit, Instant now, Fence fence) {
        return declared.stream().map(one -> apply(one, commit, now, fence)).toList();
    }

    /**
     * Writes the row and, where they change with it, its name and its targets. Those of a bucket for which one write
     * has no room are written before: repeating a sync that died in between finds the row as it was, and goes on.
     */
    private void put(String what, Transaction transaction, Fence fence, Optional<Item> item, Egg egg, Instant now) {
        var before = item.map(EggItems::egg);
        EggItems.put(transaction, item, egg, now);
        if (before.isEmpty()) {
            transaction.put(EggItems.name(egg.name()), Expression.NONE);
        }
        carryOut(what, transaction, fence, TargetItems.replace(before, egg));
    }

    /** The last ones with {@code transaction}, those it has no room for before it. */
    private void carryOut(String what, Transaction transaction, Fence fence, List<Consumer<Transaction>> changes) {
        int early = Math.max(0, changes.size() - TARGETS_WITH_ROW);
        for (int from = 0; from < early; from += TARGETS_WITH_ROW) {
            var some = changes.subList(from, Math.min(early, from + TARGETS_WITH_ROW));
            table.change(what, ahead -> {
                ahead.hold(fence);
                some.forEach(change -> change.accept(ahead));
            });
        }
        changes.subList(early, changes.size()).forEach(change -> change.accept(transaction));
    }

    @Override
    public void markStale(EggName name, boolean stale, Fence fence) {
        String what = "marking egg \"" + name + "\" as stale";
        table.change(what, transaction -> {
            transaction.hold(fence);
            table.get(what, Keys.egg(name)).ifPresent(item -> {
                transaction.update(
                        Keys.egg(name),
                        Expression.of("SET #doc.#stale_config = :stale ADD #row_version :one")
                                .with(":one", Value.number(1))
                                .with(":stale", Value.flag(stale)),
                        Expression.present());
            });
        });
    }

    @Override
    public void changeState(EggName name, EggState state, Optional<String> reason, AuditEntry audit, Fence fence) {
        String what = "moving egg \"" + name + "\" to " + state.name().toLowerCase(Locale.ROOT);
        table.change(what, transaction -> {
            transaction.hold(fence);
            var item = table.get(what, Keys.egg(name));
            var stored = item.map(EggItems::egg)
                    .orElseThrow(() ->
                            new NotFoundException(what + ": there is no such egg (expected: one that was synced)"));
            // Said again, nothing moves: a pass that repeats its verdict must not make its egg dirty for ever.
            if (stored.state() == state && stored.reason().equals(reason)) {
                return;
            }
            transaction.append(audit);
            var egg = stored.movedTo(state, reason);
            put(what, transaction, fence, item, egg, audit.at());
        });
    }

    @Override
    public List<EggName> removedBefore(Instant limit, int atMost) {
        String what = "listing removed eggs";
        var query = Query.of(Index.LIST_1, EggItems.REMOVED, Forgetting.checked(atMost))
                .before(Places.time(limit));
        return table.query(what, query).stream().map(EggItems::removedName).toList();
    }

    /** The revisions go first: of an egg whose row is there as before, nothing is missing that the row does not hold. */
    @Override
    public boolean forget(EggName name, Instant limit, Fence fence) {
        String what = "forgetting egg \"" + name + "\"";
        if (removed(what, name, limit).isEmpty()) {
            return false;
        }
        for (var some = revisionsOf(name); !some.isEmpty(); some = revisionsOf(name)) {
            var keys = some;
            table.change(what, transaction -> {
                transaction.hold(fence);
                keys.forEach(key -> transaction.delete(key, Expression.NONE));
            });
        }
        return table.write(what, transaction -> {
            transaction.hold(fence);
            var item = removed(what, name, limit);
            item.ifPresent(row -> {
                carryOut(what, transaction, fence, TargetItems.deleting(EggItems.egg(row)));
                transaction.delete(Keys.name(name), Expression.NONE);
                transaction.delete(Keys.egg(name), Expression.atVersion(row.version()));
            });
            return item.isPresent();
        });
    }

    private Optional<Item> removed(String what, EggName name, Instant limit) {
        return table.get(what, Keys.egg(name))
                .filter(item -> EggItems.removedAt(item).filter(limit::isAfter).isPresent());
    }

    private List<Key> revisionsOf(EggName name) {
        return table
                .query(
                        "listing the revisions of egg \"" + name + "\"",
                        Query.of(Index.TABLE, Keys.revisions(name), TARGETS_WITH_ROW))
                .stream()
                .map(Item::key)
                .toList();
    }
}
