package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.worker.render.StateBackend;
import java.util.Optional;

/** States in files of this host, for workers of one host. */
final class LocalStates implements States {

    private final RunFolders folders;

    LocalStates(RunFolders folders) {
        this.folders = folders;
    }

    @Override
    public StateBackend backend(EggName egg) {
        return new StateBackend.LocalFile(folders.state(egg));
    }

    @Override
    public Optional<StateHead> head(EggName egg) {
        return new StateFile(folders.state(egg)).head();
    }

    @Override
    public void unlockAfter(TofuRun run) {
        new StateFile(folders.state(run.egg())).unlockAfter(run);
    }

    @Override
    public Optional<String> refusal() {
        return Optional.empty();
    }

    @Override
    public Optional<String> refusal(EggName egg) {
        return Optional.empty();
    }
}
