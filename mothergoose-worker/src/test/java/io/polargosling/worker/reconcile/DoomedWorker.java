package io.polargosling.worker.reconcile;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.worker.SentCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A worker that looks at one egg, in a JVM of its own so that it can be killed. */
final class DoomedWorker {

    private static final long PAUSE_MILLIS = 100;

    private DoomedWorker() {}

    /**
     * Starts one.
     *
     * @param log where its output goes
     * @param arguments as {@link #main} takes them
     */
    static Process start(Path log, Path tofu, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DoomedWorker.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().put("TOFU_BINARY", tofu.toString());
        return builder.start();
    }

    /**
     * Looks at the egg: once, or with a database's URL again and again until it is killed.
     *
     * @param arguments data folder, keystore's folder, egg, URL
     */
    public static void main(String[] arguments) throws InterruptedException {
        var data = Path.of(arguments[0]);
        var keystore = WorkerBench.keystore(Path.of(arguments[1]));
        var egg = EggName.of(arguments[2]);
        if (arguments.length == 3) {
            new WorkerBench(data, keystore, new SentCommands(), Map.of(), Map.of()).reconciler.reconcile(egg);
            return;
        }
        var storage = JdbcStorage.open(arguments[3], 4);
        var bench = new WorkerBench(storage, data, keystore, new SentCommands(), Map.of(), Map.of());
        while (true) {
            try {
                bench.reconciler.reconcile(egg);
            } catch (GoslingException e) {
                System.out.println("look failed: " + e.getMessage());
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }
}
