package io.polargosling.testkit.memory;

import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.egg.TargetHook;
import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.egg.TargetStore;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The rows of what eggs serve, each telling whether its egg accepts runners. */
final class MemoryTargets implements TargetStore {

    private static final Listing<Row, String> BY_ID = Listing.byName(row -> name(row.id()));
    private static final Listing<Row, Listing.Moment> LONGEST_UNPOLLED =
            Listing.oldest(row -> row.target().lastPolledAt().orElse(Instant.EPOCH), row -> name(row.id()));

    private final Rows rows;
    private final Table<TargetId, Row> targets;
    private final Table.Index<TargetId, EggName, Row> byEgg;

    MemoryTargets(Rows rows) {
        this.rows = rows;
        targets = new Table<>(rows, "targets");
        byEgg = targets.by(row -> Optional.of(row.id().egg()));
    }

    private record Row(Target target, boolean accepting) {

        TargetId id() {
            return target.id();
        }

        Row with(Optional<String> path, TargetHook hook, Optional<Instant> polledAt, Optional<Instant> eventAt) {
            return new Row(new Target(target.declared(), path, hook, polledAt, eventAt), accepting);
        }
    }

    private static String name(TargetId id) {
        String scope = switch (id.scope()) {
            case TargetScope.Project project -> "project/" + project.id();
            case TargetScope.Group group -> "group/" + group.id();
        };
        return id.server() + "/" + scope + "/" + id.egg();
    }

    /** Makes what {@code egg} answers for its only targets, in the write under way. */
    void replace(Egg egg) {
        var wanted = new HashSet<TargetId>();
        for (var declared : egg.config().targets()) {
            wanted.add(declared.id());
            var known = targets.find(declared.id()).map(Row::target);
            targets.put(
                    declared.id(),
                    new Row(
                            new Target(
                                    declared,
                                    known.flatMap(Target::fullPath),
                                    known.map(Target::hook).orElseGet(TargetHook::none),
                                    known.flatMap(Target::lastPolledAt),
                                    known.flatMap(Target::lastEventAt)),
                            egg.acceptsRunners()));
        }
        idsOf(egg.name()).stream().filter(id -> !wanted.contains(id)).forEach(targets::remove);
    }

    /** Deletes all targets of {@code egg}, in the write under way. */
    void delete(EggName egg) {
        idsOf(egg).forEach(targets::remove);
    }

    private List<TargetId> idsOf(EggName egg) {
        return byEgg.of(egg).stream().map(Row::id).toList();
    }

    /** The targets that are exactly this project, of eggs that accept runners. */
    List<EggTarget> ofProject(GitLabServer server, long projectId) {
        var scope = new TargetScope.Project(projectId);
        return BY_ID.sorted(targets.all().stream()
                        .filter(row -> row.accepting()
                                && row.id().server().equals(server)
                                && row.id().scope().equals(scope)))
                .map(row -> row.target().declared())
                .toList();
    }

    @Override
    public Optional<Target> find(TargetId id) {
        return rows.read(() -> targets.find(id).map(Row::target));
    }

    @Override
    public Page<Target> ofEgg(EggName egg, PageRequest page) {
        return page(BY_ID, () -> byEgg.of(egg).stream(), page);
    }

    @Override
    public Page<Target> groups(GitLabServer server, PageRequest page) {
        return page(
                BY_ID,
                () -> targets.all().stream()
                        .filter(row ->
                                row.id().server().equals(server) && row.id().scope() instanceof TargetScope.Group),
                page);
    }

    @Override
    public Page<Target> polledBefore(Instant limit, PageRequest page) {
        return page(
                LONGEST_UNPOLLED,
                () -> targets.all().stream()
                        .filter(row -> row.target()
                                .lastPolledAt()
                                .orElse(Instant.EPOCH)
                                .isBefore(limit)),
                page);
    }

    private interface Source {
        Stream<Row> get();
    }

    private Page<Target> page(Listing<Row, ?> listing, Source source, PageRequest request) {
        var page = rows.read(() -> listing.page(source.get(), request));
        return new Page<>(page.items().stream().map(Row::target).toList(), page.next());
    }

    @Override
    public boolean markPolled(TargetId id, Instant at) {
        return change(id, row -> {
            var target = row.target();
            return row.with(target.fullPath(), target.hook(), later(target.lastPolledAt(), at), target.lastEventAt());
        });
    }

    @Override
    public boolean markEvent(TargetId id, Instant at) {
        return change(id, row -> {
            var target = row.target();
            return row.with(target.fullPath(), target.hook(), target.lastPolledAt(), later(target.lastEventAt(), at));
        });
    }

    private static Optional<Instant> later(Optional<Instant> known, Instant at) {
        return known.filter(before -> !at.isAfter(before)).or(() -> Optional.of(at));
    }

    @Override
    public boolean saveHook(TargetId id, TargetHook hook) {
        return change(id, row -> {
            var target = row.target();
            return row.with(target.fullPath(), hook, target.lastPolledAt(), target.lastEventAt());
        });
    }

    @Override
    public boolean savePath(TargetId id, String fullPath) {
        return change(id, row -> {
            var target = row.target();
            return row.with(Optional.of(fullPath), target.hook(), target.lastPolledAt(), target.lastEventAt());
        });
    }

    private boolean change(TargetId id, UnaryOperator<Row> change) {
        return rows.write(() -> {
            var stored = targets.find(id);
            stored.ifPresent(row -> targets.put(id, change.apply(row)));
            return stored.isPresent();
        });
    }
}
