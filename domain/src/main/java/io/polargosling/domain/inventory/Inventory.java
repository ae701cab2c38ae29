package io.polargosling.domain.inventory;

import io.polargosling.domain.runner.RunnerId;
import java.util.List;

/** What exists in one cloud. */
public interface Inventory {

    /** Everything there that carries our labels. */
    List<CloudResource> list();

    /** Removes a machine that is in no state; nothing when it is gone already. */
    void delete(RunnerId runner);
}
