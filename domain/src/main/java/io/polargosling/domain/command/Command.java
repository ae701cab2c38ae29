package io.polargosling.domain.command;

import io.polargosling.domain.egg.EggName;
import java.util.Optional;
import java.util.UUID;

/** A request to look at something; never an order to make one runner. Carries ids only. */
public sealed interface Command {

    /** Look at {@code egg} again. */
    record ReconcileEgg(EggName egg) implements Command {}

    /**
     * Read the Nest again.
     *
     * @param trigger what asked for it, such as {@code push}
     * @param operation whom to tell how it went
     */
    record SyncNest(String trigger, Optional<UUID> operation) implements Command {}

    /** Judge all runners now. */
    record EvaluatePolicies() implements Command {}
}
