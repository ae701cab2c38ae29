package io.polargosling.api.admin;

import io.polargosling.domain.inventory.OrphanBook;
import java.time.Instant;

/**
 * A machine that no live row speaks of.
 *
 * @param machine where it is and what the cloud calls it
 * @param since when it was first seen so
 */
record OrphanBody(String id, String machine, Instant since, boolean confirmed) {

    static OrphanBody of(OrphanBook.Orphan orphan) {
        return new OrphanBody(orphan.runner().value(), orphan.what(), orphan.since(), orphan.confirmed());
    }
}
