package io.polargosling.storage.dynamodb;

import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggDigest;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.egg.EggState;
import java.time.Instant;
import java.util.Optional;

/**
 * Eggs as items: the row with its active revision, the revisions, and one item per name that the list of eggs is made of. The two generations are attributes of their own,
 * since they are counted up without reading.
 */
final class EggItems {

    static final String GENERATION = "generation";
    static final String GENERATION_SEEN = "generation_seen";
    static final String DIRTY = "EGGS#dirty";

    /** Removed eggs in the order of their removal. */
    static final String REMOVED = "EGGS#removed";

    private EggItems() {}

    /** What the row holds beside its generations. */
    record Content(
            EggRevision active,
            EggState state,
            Optional<String> reason,
            boolean staleConfig,
            Optional<String> pinnedAgainst,
            Instant syncedAt,
            Times times) {}

    record Times(Instant createdAt, Instant updatedAt, Optional<Instant> removedAt) {}

    static Egg egg(Item item) {
        var content = item.doc(Content.class);
        return new Egg(
                content.active(),
                content.state(),
                content.reason(),
                content.staleConfig(),
                content.pinnedAgainst(),
                item.number(GENERATION),
                item.number(GENERATION_SEEN),
                content.syncedAt());
    }

    /** Writes the row over {@code stored}, whose version must not have changed since it was read. */
    static void put(Transaction transaction, Optional<Item> stored, Egg egg, Instant now) {
        var created =
                stored.map(item -> item.doc(Content.class).times().createdAt()).orElse(now);
        var removed = egg.state() == EggState.REMOVED
                ? stored.flatMap(EggItems::removedAt).or(() -> Optional.of(now))
                : Optional.<Instant>empty();
        var content = new Content(
                egg.active(),
                egg.state(),
                egg.reason(),
                egg.staleConfig(),
                egg.pinnedAgainst(),
                egg.syncedAt(),
                new Times(created, now, removed));
        long version = stored.map(Item::version).orElse(0L);
        var item = Item.at(Keys.egg(egg.name()))
                .version(version + 1)
                .doc(content)
                .with(GENERATION, Value.number(egg.generation()))
                .with(GENERATION_SEEN, Value.number(egg.generationSeen()));
        if (removed.isPresent()) {
            item = item.in(
                    Index.LIST_1,
                    REMOVED,
                    Places.timeAndId(removed.get(), egg.name().value()));
        }
        boolean dirty = egg.generation() > egg.generationSeen();
        transaction.put(dirty ? item.in(Index.TODO, DIRTY, egg.name().value()) : item, Expression.atVersion(version));
    }

    /** The name of an egg in the list of removed ones. */
    static EggName removedName(Item item) {
        var place = item.place(Index.LIST_1);
        return EggName.of(place.substring(place.indexOf('#') + 1));
    }

    /** Since when the egg is removed; empty when it is not. */
    static Optional<Instant> removedAt(Item item) {
        return item.doc(Content.class).times().removedAt();
    }

    static EggDigest digest(Item item) {
        var egg = egg(item);
        return new EggDigest(
                egg.name(),
                egg.active().hash(),
                egg.state(),
                egg.staleConfig(),
                egg.generation() > egg.generationSeen());
    }

    /** Adds one to the generation of an egg that is there. */
    static void raiseGeneration(Transaction transaction, EggName egg) {
        transaction.update(Keys.egg(egg), raising(egg), Expression.present());
    }

    static Expression raising(EggName egg) {
        return Expression.of("SET #todo = :dirty, #todo_at = :name ADD #generation :one, #row_version :one")
                .with(":dirty", Value.text(DIRTY))
                .with(":name", Value.text(egg.value()))
                .with(":one", Value.number(1));
    }

    /** Records that the egg was reconciled; refused when its generation has moved on. */
    static void reconciled(Transaction transaction, EggName egg, long seen) {
        transaction.update(
                Keys.egg(egg),
                Expression.of("SET #generation_seen = :seen ADD #row_version :one REMOVE #todo, #todo_at")
                        .with(":one", Value.number(1))
                        .with(":seen", Value.number(seen)),
                Expression.of("#generation = :seen"));
    }

    static Item revision(EggRevision revision) {
        return Item.at(Keys.revision(revision.egg(), revision.number())).doc(revision);
    }

    static Item name(EggName egg) {
        return Item.at(Keys.name(egg));
    }
}
