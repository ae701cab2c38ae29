package io.polargosling.testkit.memory;

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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Eggs, their revisions and, through {@link MemoryTargets}, what they serve. */
final class MemoryEggs implements EggStore {

    private static final Listing<Row, String> BY_NAME =
            Listing.byName(row -> row.egg().name().value());
    private static final Listing<EggRevision, Long> NEWEST =
            Listing.byNumber(EggRevision::number, Comparator.reverseOrder());

    private final Rows rows;
    private final MemoryLeases leases;
    private final MemoryAudit audit;
    private final MemoryTargets targets;
    private final Table<EggName, Row> eggs;
    private final Table<EggName, TreeMap<Long, EggRevision>> revisions;

    MemoryEggs(Rows rows, MemoryAudit audit, MemoryTargets targets) {
        this.rows = rows;
        this.audit = audit;
        this.targets = targets;
        leases = new MemoryLeases(rows, this::markSeen);
        eggs = new Table<>(rows, "eggs");
        revisions = new Table<>(rows, "revisions");
    }

    private record Row(Egg egg, Optional<Instant> removedAt) {}

    /** The leases, whose release can say that an egg was seen. */
    MemoryLeases leases() {
        return leases;
    }

    @Override
    public Optional<Egg> find(EggName name) {
        return rows.read(() -> eggs.find(name).map(Row::egg));
    }

    @Override
    public Page<Egg> list(PageRequest page) {
        var found = rows.read(() -> BY_NAME.page(eggs.all().stream(), page));
        return new Page<>(found.items().stream().map(Row::egg).toList(), found.next());
    }

    @Override
    public Page<EggDigest> digests(PageRequest page) {
        var found = list(page);
        return new Page<>(
                found.items().stream()
                        .map(egg -> new EggDigest(
                                egg.name(), egg.active().hash(), egg.state(), egg.staleConfig(), isDirty(egg)))
                        .toList(),
                found.next());
    }

    private static boolean isDirty(Egg egg) {
        return egg.generation() > egg.generationSeen();
    }

    @Override
    public List<EggName> dirty(int limit) {
        return rows.read(() -> eggs.all().stream()
                .map(Row::egg)
                .filter(MemoryEggs::isDirty)
                .map(Egg::name)
                .sorted()
                .limit(limit)
                .toList());
    }

    @Override
    public Optional<Long> raiseGeneration(EggName name) {
        return rows.write(() -> raise(name));
    }

    /** The new generation, in the write under way; empty when there is no such egg. */
    Optional<Long> raise(EggName name) {
        return eggs.find(name).map(row -> {
            var egg = row.egg();
            eggs.put(name, new Row(at(egg, egg.generation() + 1, egg.generationSeen()), row.removedAt()));
            return egg.generation() + 1;
        });
    }

    private boolean markSeen(EggName name, long generation) {
        var current = eggs.find(name).filter(row -> row.egg().generation() == generation);
        current.ifPresent(row -> eggs.put(name, new Row(at(row.egg(), generation, generation), row.removedAt())));
        return current.isPresent();
    }

    private static Egg at(Egg egg, long generation, long seen) {
        return new Egg(
                egg.active(),
                egg.state(),
                egg.reason(),
                egg.staleConfig(),
                egg.pinnedAgainst(),
                generation,
                seen,
                egg.syncedAt());
    }

    @Override
    public List<EggTarget> projectTargets(GitLabServer server, long projectId) {
        return rows.read(() -> targets.ofProject(server, projectId));
    }

    @Override
    public Optional<EggRevision> revision(EggName egg, long number) {
        return rows.read(() -> storedRevision(egg, number));
    }

    private Optional<EggRevision> storedRevision(EggName egg, long number) {
        return revisions.find(egg).flatMap(all -> Optional.ofNullable(all.get(number)));
    }

    @Override
    public Page<EggRevision> revisions(EggName egg, PageRequest page) {
        return rows.read(() -> NEWEST.page(revisions.find(egg).stream().flatMap(all -> all.values().stream()), page));
    }

    @Override
    public Egg apply(FleetConfig config, String hash, CommitId commit, Instant now, AuditEntry entry, Fence fence) {
        return rows.write(() -> apply(new EggDeclaration(config, hash, entry), commit, now, fence));
    }

    @Override
    public List<Egg> applyAll(List<EggDeclaration> declared, CommitId commit, Instant now, Fence fence) {
        return rows.write(() -> {
            var written = new ArrayList<Egg>();
            declared.forEach(one -> written.add(apply(one, commit, now, fence)));
            return written;
        });
    }

    private Egg apply(EggDeclaration declared, CommitId commit, Instant now, Fence fence) {
        leases.hold(fence);
        var name = declared.config().name();
        var stored = eggs.find(name).map(Row::egg);
        if (stored.isPresent() && stored.get().keepsRevisionFor(declared.hash())) {
            var egg = stored.get().foundAgain(declared.hash(), now);
            if (egg.state() != stored.get().state()) {
                audit.add(declared.audit());
            }
            return save(egg, now);
        }
        var all = new TreeMap<>(revisions.find(name).orElseGet(TreeMap::new));
        var egg = Egg.revised(stored, declared, all.isEmpty() ? 1 : all.lastKey() + 1, commit, now);
        all.put(egg.active().number(), egg.active());
        revisions.put(name, all);
        audit.add(declared.audit());
        return save(egg, now);
    }

    /** Writes the egg with its targets; the time of a removal stays as it was while the egg stays removed. */
    private Egg save(Egg egg, Instant now) {
        var removedAt = eggs.find(egg.name())
                .filter(before -> before.egg().state() == egg.state())
                .map(Row::removedAt)
                .orElseGet(() -> egg.state() == EggState.REMOVED ? Optional.of(now) : Optional.empty());
        eggs.put(egg.name(), new Row(egg, removedAt));
        targets.replace(egg);
        return egg;
    }

    @Override
    public Egg activate(EggName name, long number, Optional<String> pinnedAgainst, AuditEntry entry, Fence fence) {
        return rows.write(() -> {
            leases.hold(fence);
            var stored = existing(name, "activating revision " + number + " of");
            var revision = storedRevision(name, number)
                    .orElseThrow(() -> new NotFoundException(
                            "activating revision " + number + " of egg \"" + name + "\": there is no such revision"));
            audit.add(entry);
            return save(stored.activated(revision, pinnedAgainst), entry.at());
        });
    }

    private Egg existing(EggName name, String doing) {
        return eggs.find(name)
                .map(Row::egg)
                .orElseThrow(() -> new NotFoundException(
                        doing + " egg \"" + name + "\": there is no such egg (expected: one that was synced)"));
    }

    @Override
    public void markStale(EggName name, boolean stale, Fence fence) {
        rows.change(() -> {
            leases.hold(fence);
            eggs.find(name).ifPresent(row -> {
                var egg = row.egg();
                var marked = new Egg(
                        egg.active(),
                        egg.state(),
                        egg.reason(),
                        stale,
                        egg.pinnedAgainst(),
                        egg.generation(),
                        egg.generationSeen(),
                        egg.syncedAt());
                eggs.put(name, new Row(marked, row.removedAt()));
            });
        });
    }

    @Override
    public void changeState(EggName name, EggState state, Optional<String> reason, AuditEntry entry, Fence fence) {
        rows.change(() -> {
            leases.hold(fence);
            var stored = existing(name, "moving");
            if (stored.state() != state || !stored.reason().equals(reason)) {
                audit.add(entry);
                save(stored.movedTo(state, reason), entry.at());
            }
        });
    }

    @Override
    public List<EggName> removedBefore(Instant limit, int atMost) {
        int checked = Table.checked(atMost);
        return rows.read(() -> eggs.all().stream()
                .filter(row -> row.removedAt().filter(limit::isAfter).isPresent())
                .sorted(Comparator.comparing(row -> row.removedAt().orElseThrow()))
                .limit(checked)
                .map(row -> row.egg().name())
                .toList());
    }

    @Override
    public boolean forget(EggName name, Instant limit, Fence fence) {
        return rows.write(() -> {
            leases.hold(fence);
            boolean old = eggs.find(name)
                    .flatMap(Row::removedAt)
                    .filter(limit::isAfter)
                    .isPresent();
            if (old) {
                eggs.remove(name);
                revisions.remove(name);
                targets.delete(name);
            }
            return old;
        });
    }
}
