package io.polargosling.worker.reconcile;

import io.polargosling.domain.egg.EggName;
import io.polargosling.worker.SentCommands;
import java.nio.file.Path;
import java.util.Map;

/** A worker that looks at one egg, in a JVM of its own so that it can be killed. */
final class DoomedWorker {

    private DoomedWorker() {}

    /**
     * Looks at the egg once.
     *
     * @param arguments data folder, keystore's folder, egg
     */
    public static void main(String[] arguments) {
        var bench = new WorkerBench(
                Path.of(arguments[0]),
                WorkerBench.keystore(Path.of(arguments[1])),
                new SentCommands(),
                Map.of(),
                Map.of());
        bench.reconciler.reconcile(EggName.of(arguments[2]));
    }
}
