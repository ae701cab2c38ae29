package io.polargosling.worker.sync;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.EggName;
import java.util.UUID;

/** Brings the stored eggs to where the Nest's branch is, for the sake of one commit of it. */
public interface CommitSync {

    /**
     * Syncs, and tells how {@code commit} stands to what is stored of {@code egg} then.
     *
     * @param operation on whose behalf; how long the commit is waited for counts from its begin
     */
    Found bring(EggName egg, CommitId commit, UUID operation);

    /** How a commit stands to the branch's head. */
    sealed interface Found {

        /** The head is it or contains it, and the egg is the same there. */
        record Current() implements Found {}

        /** The head contains it, and the egg differs there. */
        record Superseded(CommitId head) implements Found {}

        /** The head does not contain it; {@code mayStillCome} says whether to ask again. */
        record Missing(CommitId head, boolean mayStillCome) implements Found {}

        /** Another sync is under way. */
        record Busy() implements Found {}

        /** The branch could not be read; {@code why} never holds a secret. */
        record Failed(String why) implements Found {}
    }
}
