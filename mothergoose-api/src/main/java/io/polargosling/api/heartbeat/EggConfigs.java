package io.polargosling.api.heartbeat;

import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.store.Storage;

/** What holds for a machine, as it was when its slot was reserved. */
final class EggConfigs {

    private final Storage storage;

    EggConfigs(Storage storage) {
        this.storage = storage;
    }

    /** The configuration of the runner's revision; of a bucket that of the repo it is for. */
    EggConfig of(Runner runner) {
        var revision = storage.eggs()
                .revision(runner.egg(), runner.origin().revision())
                .orElseThrow(() -> new InternalException("configuring runner " + runner.id() + ": its revision "
                        + runner.origin().revision() + " is not stored"));
        return revision.config().targets().stream()
                .filter(target -> target.repo().equals(runner.origin().repo()))
                .findFirst()
                .flatMap(target -> revision.config().configOf(target.id()))
                .orElseThrow(() ->
                        new InternalException("configuring runner " + runner.id() + ": its revision has no repo \""
                                + runner.origin().repo().orElse("") + "\""));
    }
}
