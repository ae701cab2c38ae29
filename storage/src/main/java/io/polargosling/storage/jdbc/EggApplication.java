package io.polargosling.storage.jdbc;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggDeclaration;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.egg.FleetConfig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Making declared configurations those of eggs, inside one transaction. */
record EggApplication(Session db, CommitId commit, Instant now) {

    /** The names that are taken among those from the first to the last of {@code declared}. */
    static Set<EggName> known(Session db, List<EggDeclaration> declared) {
        var names = declared.stream().map(one -> one.config().name()).sorted().toList();
        return Set.copyOf(db.list(
                EggRows.TABLE
                        .select()
                        .only("name")
                        .from("name", names.getFirst().value())
                        .upTo("name", names.getLast().value()),
                cells -> EggName.of(cells.text("name"))));
    }

    Egg apply(EggDeclaration declared) {
        var stored = EggRows.lock(db, declared.config().name());
        if (stored.isPresent() && stored.get().active().hash().equals(declared.hash())) {
            return refresh(stored.get(), declared);
        }
        var egg = changed(stored, declared);
        EggRows.insertRevision(db, egg.active());
        JdbcAuditLog.add(db, declared.audit());
        return EggRows.save(db, stored, egg, now);
    }

    /**
     * Applies all of them; those not {@code known} are written together.
     *
     * @return the rows as written, in the order of {@code declared}
     */
    List<Egg> applyAll(List<EggDeclaration> declared, Set<EggName> known) {
        var written = new ArrayList<Egg>();
        var fresh = new ArrayList<Egg>();
        var audits = new ArrayList<Row>();
        for (var one : declared) {
            if (known.contains(one.config().name())) {
                written.add(apply(one));
            } else {
                var egg = changed(Optional.empty(), one);
                fresh.add(egg);
                audits.add(JdbcAuditLog.row(one.audit()));
                written.add(egg);
            }
        }
        EggRows.insertAll(db, fresh, now);
        db.insertAll(audits);
        return written;
    }

    private Egg changed(Optional<Egg> stored, EggDeclaration declared) {
        var config = declared.config();
        long number = stored.map(egg -> egg.active().number()).orElse(0L) + 1;
        return new Egg(
                new EggRevision(config.name(), number, config, declared.hash(), commit, now),
                declaredState(config),
                Optional.empty(),
                false,
                stored.map(Egg::generation).orElse(0L) + 1,
                stored.map(Egg::generationSeen).orElse(0L),
                now);
    }

    private Egg refresh(Egg stored, EggDeclaration declared) {
        // What degrades an egg is not mended by reading the same configuration again.
        var state = stored.state() == EggState.DEGRADED ? EggState.DEGRADED : declaredState(stored.config());
        boolean moved = state != stored.state();
        if (moved) {
            JdbcAuditLog.add(db, declared.audit());
        }
        var egg = new Egg(
                stored.active(),
                state,
                moved ? Optional.empty() : stored.reason(),
                false,
                stored.generation() + (moved ? 1 : 0),
                stored.generationSeen(),
                now);
        return EggRows.save(db, Optional.of(stored), egg, now);
    }

    private static EggState declaredState(FleetConfig config) {
        return config.options().enabled() ? EggState.ACTIVE : EggState.DISABLED;
    }
}
