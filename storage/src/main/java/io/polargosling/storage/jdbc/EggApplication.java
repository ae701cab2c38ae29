package io.polargosling.storage.jdbc;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggDeclaration;
import io.polargosling.domain.egg.EggName;
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
        if (stored.isPresent() && stored.get().keepsRevisionFor(declared.hash())) {
            return refresh(stored.get(), declared);
        }
        long number = EggRows.newestRevision(db, declared.config().name()) + 1;
        var egg = Egg.revised(stored, declared, number, commit, now);
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
                var egg = Egg.revised(Optional.empty(), one, 1, commit, now);
                fresh.add(egg);
                audits.add(JdbcAuditLog.row(one.audit()));
                written.add(egg);
            }
        }
        EggRows.insertAll(db, fresh, now);
        db.insertAll(audits);
        return written;
    }

    private Egg refresh(Egg stored, EggDeclaration declared) {
        var egg = stored.foundAgain(declared.hash(), now);
        if (egg.state() != stored.state()) {
            JdbcAuditLog.add(db, declared.audit());
        }
        return EggRows.save(db, Optional.of(stored), egg, now);
    }
}
