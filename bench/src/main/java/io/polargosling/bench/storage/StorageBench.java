package io.polargosling.bench.storage;

import io.polargosling.bench.report.Folders;
import io.polargosling.bench.report.Report;
import io.polargosling.bench.report.Samples;
import io.polargosling.domain.runner.Runner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;

/** Measures every backend in one run. Argument: the project's folder. */
public final class StorageBench {

    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration SPAN = Duration.ofSeconds(5);
    private static final int LISTINGS = 200;
    private static final int ROUNDS = 5;

    private final Path work;
    private final Report report = new Report("storage");

    private StorageBench(Path work) {
        this.work = work;
    }

    public static void main(String[] arguments) throws Exception {
        Path project = Path.of(arguments[0]).toRealPath();
        Path work = Files.createTempDirectory("bench-storage");
        try {
            var bench = new StorageBench(work);
            bench.run();
            bench.report.write(project.resolve("bench/results"));
        } finally {
            Folders.delete(work);
        }
    }

    private void run() throws Exception {
        try (var h2 = new H2Backend(work.resolve("h2"))) {
            measure(h2);
        }
        killed();
        try (var postgres = new PostgresBackend(work.resolve("postgres"))) {
            measure(postgres);
        }
        try (var dynamo = new DynamoDbBackend()) {
            measure(dynamo);
        }
    }

    private void measure(Backend backend) throws Exception {
        report.heading(backend.name() + ": transition (runner row and audit row in one atomic write)");
        int eggs = 0;
        for (int threads : new int[] {1, 16}) {
            var ours = new ArrayList<Load.Operation>();
            var bare = new ArrayList<Load.Operation>();
            for (int thread = 0; thread < threads; thread++) {
                ours.add(transitions(backend, eggs++));
                bare.add(backend.bare(100 * threads + thread));
            }
            Load peer = Load.measure(bare, WARM_UP, SPAN);
            Load load = Load.measure(ours, WARM_UP, SPAN);
            String label = threads + (threads == 1 ? " thread" : " threads");
            report.row(label, load.toString());
            report.row(
                    "  the bare statements",
                    peer + String.format(Locale.ROOT, "   ours : bare %.2f", load.perSecond() / peer.perSecond()));
            String key = backend.name() + "_transitions_" + threads;
            report.figure(key + "_per_s", load.perSecond());
            report.figure(key + "_p50_ms", load.p50Millis());
            report.figure(key + "_p99_ms", load.p99Millis());
            report.figure(key + "_bare_per_s", peer.perSecond());
        }
        list(backend, eggs);
        status(backend);
    }

    private static Load.Operation transitions(Backend backend, int egg) {
        var storage = backend.storage();
        var runner =
                new Runner[] {Fleet.ready(storage, Fleet.declare(storage, egg).getFirst())};
        return () -> runner[0] = Fleet.move(storage, runner[0]);
    }

    private void list(Backend backend, int declared) throws Exception {
        report.heading(backend.name() + ": the " + Fleet.RUNNERS_OF_EGG + " runners of one egg, median of " + LISTINGS);
        int eggs = declared;
        for (int size : backend.sizes()) {
            Fleet.declareAll(backend.storage(), eggs, size / Fleet.RUNNERS_OF_EGG);
            eggs = size / Fleet.RUNNERS_OF_EGG;
            var millis = new ArrayList<Double>();
            for (int i = 0; i < 2 * LISTINGS; i++) {
                var egg = Fleet.egg((i * 7919) % eggs);
                long start = System.nanoTime();
                int found = backend.storage().runners().ofEgg(egg).size();
                double took = (System.nanoTime() - start) / 1e6;
                if (found != Fleet.RUNNERS_OF_EGG) {
                    throw new IllegalStateException("found " + found + " runners of " + egg);
                }
                if (i >= LISTINGS) {
                    millis.add(took);
                }
            }
            double median = new Samples(millis).median();
            report.row(
                    String.format(Locale.ROOT, "among %,d runners", size),
                    String.format(Locale.ROOT, "%8.3f ms", median));
            report.figure(backend.name() + "_list_among_" + size + "_ms", median);
        }
    }

    private void status(Backend backend) {
        var millis = new ArrayList<Double>();
        for (int i = 0; i < 2 * LISTINGS; i++) {
            long start = System.nanoTime();
            var found = backend.storage().statuses().of(Fleet.egg(0));
            double took = (System.nanoTime() - start) / 1e6;
            if (found.isEmpty()) {
                throw new IllegalStateException("found no status of " + Fleet.egg(0));
            }
            if (i >= LISTINGS) {
                millis.add(took);
            }
        }
        double median = new Samples(millis).median();
        report.row("the status of one egg", String.format(Locale.ROOT, "%8.3f ms", median));
        report.figure(backend.name() + "_status_ms", median);
    }

    private void killed() throws Exception {
        report.heading("h2: transitions of 16 threads in a process killed with SIGKILL (bound: 3000/s, none lost)");
        var perSecond = new ArrayList<Double>();
        long lost = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            var outcome = KilledWriter.measure(work.resolve("killed-" + round));
            perSecond.add(outcome.perSecond());
            lost += outcome.lost();
            report.row(
                    "round " + round,
                    String.format(
                            Locale.ROOT,
                            "%8.0f/s   acknowledged %,d   lost %d",
                            outcome.perSecond(),
                            outcome.acknowledged(),
                            outcome.lost()));
        }
        report.figure("h2_durable_transitions_per_s", new Samples(perSecond).median());
        report.figure("h2_lost_after_kill", (double) lost);
    }
}
