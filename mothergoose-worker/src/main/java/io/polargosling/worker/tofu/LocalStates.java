package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.worker.render.StateBackend;
import java.util.OptionalLong;

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
    public OptionalLong serial(EggName egg) {
        return new StateFile(folders.state(egg)).serial();
    }

    @Override
    public void unlockAfter(TofuRun run) {
        new StateFile(folders.state(run.egg())).unlockAfter(run);
    }
}
