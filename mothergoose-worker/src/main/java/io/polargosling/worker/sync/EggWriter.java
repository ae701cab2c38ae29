package io.polargosling.worker.sync;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggDeclaration;
import io.polargosling.domain.egg.EggDigest;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.nest.NestDiff;
import io.polargosling.nest.NestEntry;
import io.polargosling.nest.NestSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes the eggs and buckets of one commit. First those go that no file declares, so that what they answered for is
 * free for others; then the rest is written. Nothing takes a target that a stored egg still holds.
 */
final class EggWriter {

    private static final int PAGE = 500;

    private final NestWriter nest;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<EggName> toReconcile = new LinkedHashSet<>();
    private final Set<EggName> toMeetGitLab = new LinkedHashSet<>();

    EggWriter(NestWriter nest) {
        this.nest = nest;
    }

    /**
     * What was written.
     *
     * @param synced how many eggs and buckets are stored as the commit says
     */
    record Written(NestWriter.Changes changes, int synced, List<Command> commands, List<Finding> findings) {}

    Written write(NestSnapshot snapshot) {
        var stored = stored();
        var hashes = new TreeMap<EggName, String>();
        stored.forEach((name, digest) -> hashes.put(name, digest.hash()));
        var diff = NestDiff.of(snapshot, hashes);
        boolean removes = nest.limit().allows(diff.removed().size(), hashes.size());
        var holders = new ArrayList<>(diff.stale());
        var renames = Renames.none();
        if (removes) {
            var gone = diff.removed().stream()
                    .flatMap(name -> remove(name).stream())
                    .toList();
            renames = Renames.of(gone, diff.added());
        } else {
            holders.addAll(diff.removed());
            findings.add(massRemoval(diff.removed().size(), hashes.size()));
        }
        var refused = refused(diff, holders);
        var added = without(refused, diff.added());
        var changed = without(refused, diff.changed());
        // Whose file was broken and is as it was before has only a mark to lose.
        var mended = diff.unchanged().stream()
                .filter(egg -> isStale(stored, egg.name()))
                .toList();
        added.forEach(egg -> toMeetGitLab.add(egg.name()));
        changed.stream().filter(this::meetsGitLabOtherwise).forEach(egg -> toMeetGitLab.add(egg.name()));
        apply(Stream.of(added, changed, mended).flatMap(List::stream).toList());
        Stream.concat(diff.stale().stream(), refused.stream().filter(hashes::containsKey))
                .filter(name -> !isStale(stored, name))
                .forEach(name -> nest.storage().eggs().markStale(name, true, nest.fence()));
        findings.addAll(renames.passOn(nest.storage().targets()));
        var changes = new NestWriter.Changes(
                added.size(), changed.size(), removes ? diff.removed().size() : 0);
        return new Written(changes, snapshot.fleets().size() - refused.size(), commands(), findings);
    }

    private static boolean isStale(Map<EggName, EggDigest> stored, EggName name) {
        var digest = stored.get(name);
        return digest != null && digest.stale();
    }

    private static List<NestEntry> without(Set<EggName> refused, List<NestEntry> eggs) {
        return eggs.stream().filter(egg -> !refused.contains(egg.name())).toList();
    }

    /** The eggs that are stored and not removed. */
    private SortedMap<EggName, EggDigest> stored() {
        var digests = new TreeMap<EggName, EggDigest>();
        Optional<String> cursor = Optional.empty();
        do {
            var page = nest.storage().eggs().digests(new PageRequest(PAGE, cursor));
            page.items().stream()
                    .filter(egg -> egg.state() != EggState.REMOVED)
                    // Those are written with their jobs.
                    .filter(egg -> !egg.name().isOfJob())
                    .forEach(egg -> digests.put(egg.name(), egg));
            cursor = page.next();
        } while (cursor.isPresent());
        return digests;
    }

    private void apply(List<NestEntry> eggs) {
        var declared = eggs.stream()
                .map(egg ->
                        new EggDeclaration(egg.config(), egg.hash(), nest.audit("egg.applied", "egg/" + egg.name())))
                .toList();
        nest.storage().eggs().applyAll(declared, nest.commit(), nest.clock().instant(), nest.fence()).stream()
                .filter(egg -> egg.generation() > egg.generationSeen())
                .forEach(egg -> toReconcile.add(egg.name()));
    }

    /** True when it has other targets, or begins or ceases to take runners, as it has hooks just while it does. */
    private boolean meetsGitLabOtherwise(NestEntry egg) {
        return nest.storage()
                .eggs()
                .find(egg.name())
                .filter(was -> was.config().targets().equals(egg.config().targets()))
                .filter(was -> was.config().options().enabled()
                        == egg.config().options().enabled())
                .isEmpty();
    }

    /** The egg as it was. */
    private Optional<Egg> remove(EggName name) {
        var egg = nest.storage().eggs().find(name);
        var reason = Optional.of("gone from the Nest at " + nest.commit().abbreviated());
        nest.storage()
                .eggs()
                .changeState(name, EggState.REMOVED, reason, nest.audit("egg.removed", "egg/" + name), nest.fence());
        toReconcile.add(name);
        toMeetGitLab.add(name);
        return egg;
    }

    /** The names of those that would take a target which one of {@code holders} has and keeps. */
    private Set<EggName> refused(NestDiff diff, List<EggName> holders) {
        var held = new TreeMap<String, EggName>();
        holders.stream()
                .flatMap(name -> nest.storage().eggs().find(name).stream())
                .flatMap(egg -> egg.config().targets().stream())
                .forEach(target -> held.put(Renames.place(target), target.egg()));
        var refused = new LinkedHashSet<EggName>();
        Stream.concat(diff.added().stream(), diff.changed().stream())
                .flatMap(egg -> egg.config().targets().stream())
                .forEach(target -> Optional.ofNullable(held.get(Renames.place(target)))
                        .filter(holder -> refused.add(target.egg()))
                        .ifPresent(holder -> findings.add(taken(target, holder))));
        return refused;
    }

    private List<Command> commands() {
        return Stream.concat(
                        toReconcile.stream().map(Command.ReconcileEgg::new),
                        toMeetGitLab.stream().<Command>map(Command.ReconcileGitLab::new))
                .toList();
    }

    private static Finding taken(EggTarget target, EggName holder) {
        return new Finding(
                Severity.ERROR,
                "duplicate-target",
                Place.ofFile("Eggs/" + target.egg() + "/config.fly"),
                "egg/" + target.egg(),
                Renames.place(target) + " is still that of \"" + holder
                        + "\", which keeps its stored configuration (expected: a target that no other has)",
                Optional.of("mend or remove \"" + holder + "\" first"));
    }

    private static Finding massRemoval(int gone, int of) {
        return new Finding(
                Severity.ERROR,
                "mass-removal",
                Place.ofFile("Eggs"),
                "nest",
                "this commit removes " + gone + " of " + of
                        + " eggs, more than one commit may (gosling.sync.mass-removal-share); none was removed",
                Optional.of("ask for a sync with allow_mass_removal if this is meant"));
    }
}
