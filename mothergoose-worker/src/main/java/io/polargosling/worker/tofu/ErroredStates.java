package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.store.Storage;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** States that OpenTofu could not save where they belong: kept, and told to the operator. */
final class ErroredStates {

    /** Code of the finding. */
    static final String CODE = "errored-state";

    private final Storage storage;
    private final RunFolders folders;
    private final InstantSource clock;

    ErroredStates(Storage storage, RunFolders folders, InstantSource clock) {
        this.storage = storage;
        this.folders = folders;
        this.clock = clock;
    }

    /** Keeps the one that the run left, if there is one; ends the finding when the operator has removed them all. */
    void keep(EggName egg, UUID run) {
        var kept = folders.keepErroredState(egg, run);
        if (kept.isPresent()) {
            storage.findings().report(finding(egg, run, kept.get()), clock.instant());
        } else if (folders.erroredStatesWereRemoved(egg)) {
            storage.findings().clear("egg/" + egg, CODE);
        }
    }

    private static Finding finding(EggName egg, UUID run, Path kept) {
        return new Finding(
                Severity.ERROR,
                CODE,
                Place.ofFile("Eggs/" + egg + "/config.fly"),
                "egg/" + egg,
                "run " + run + " could not save the state of egg \"" + egg
                        + "\" (expected: saved after each apply); it is" + " kept, encrypted, as " + kept,
                Optional.of("machines that only this state knows are removed as orphans; to keep them push it with"
                        + " \"tofu state push\" from a folder of the egg's runs, then delete the file"));
    }
}
