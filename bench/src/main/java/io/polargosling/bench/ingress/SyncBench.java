package io.polargosling.bench.ingress;

import io.polargosling.bench.fly.GeneratedNest;
import io.polargosling.bench.report.Folders;
import io.polargosling.bench.report.Processes;
import io.polargosling.bench.report.Report;
import io.polargosling.bench.report.Samples;
import io.polargosling.domain.binary.BinaryLibrary;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.command.SendOutcome;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.sync.SyncRecord;
import io.polargosling.secrets.LocalSecrets;
import io.polargosling.settings.Settings;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.storage.object.ObjectStorage;
import io.polargosling.worker.binary.KnownVersions;
import io.polargosling.worker.sync.NestSync;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * Syncs of Nests of several sizes into an empty H2, and of a push that changes one egg, beside {@code git clone} of the
 * same repository over the same {@code file://} address, with its checkout.
 */
final class SyncBench {

    private static final List<Integer> SIZES = List.of(1, 1_000, 10_000);
    private static final int ROUNDS = 5;
    private static final int PUSHES = 9;

    private final Path work;
    private final Report report;

    private SyncBench(Path work, Report report) {
        this.work = work;
        this.report = report;
    }

    /** Measures in a folder of its own below {@code work}. */
    static void measure(Path work, Report report) throws Exception {
        new SyncBench(Files.createTempDirectory(work, "sync"), report).run();
    }

    private void run() throws Exception {
        report.heading(
                "sync of a whole Nest into H2, beside git clone of it with checkout, both over file://; medians, in one"
                        + " process whose first rounds are cold");
        report.row("", "  git clone       sync   ratio   push of one egg");
        for (int eggs : SIZES) {
            var nest = prepare(eggs);
            var clones = new ArrayList<Double>();
            var syncs = new ArrayList<Double>();
            // Taking turns, so that what else the machine does meets both.
            for (int i = 0; i < ROUNDS; i++) {
                clones.add(clone(nest));
                syncs.add(sync(nest, eggs));
            }
            var clone = new Samples(clones);
            var sync = new Samples(syncs);
            var push = pushes(nest, eggs);
            double ratio = sync.median() / clone.median();
            report.row(
                    eggs + " eggs",
                    String.format(
                            Locale.ROOT,
                            "%8.0f ms %7.0f ms %7.2f   %8.0f ms   (syncs %s; pushes %s)",
                            clone.median(),
                            sync.median(),
                            ratio,
                            push.median(),
                            sync.all(0),
                            push.all(0)));
            if (eggs == SIZES.getLast()) {
                report.figure("sync_10k_ratio", ratio);
                report.figure("one_egg_push_ms", push.median());
            }
            report.figure("sync_ms_" + eggs, sync.median());
            report.figure("clone_ms_" + eggs, clone.median());
            report.figure("push_ms_" + eggs, push.median());
        }
        report.row("bounds at 10,000 eggs", "ratio at most 3, push under 500 ms");
    }

    /** A packed bare repository, and a clone to push from. */
    private Path prepare(int eggs) throws Exception {
        var checkout = work.resolve("checkout-" + eggs);
        GeneratedNest.write(checkout, eggs);
        git(checkout, "init", "-q", "-b", "main");
        git(checkout, "add", "-A");
        git(checkout, "commit", "-q", "-m", "all");
        var bare = work.resolve("nest-" + eggs + ".git");
        git(work, "clone", "-q", "--bare", checkout.toString(), bare.toString());
        git(bare, "repack", "-q", "-a", "-d");
        git(checkout, "remote", "add", "origin", bare.toString());
        return bare;
    }

    private double clone(Path nest) throws Exception {
        var target = Files.createTempDirectory(work, "clone");
        long start = System.nanoTime();
        git(work, "clone", "-q", nest.toUri().toString(), target.toString());
        double millis = (System.nanoTime() - start) / 1e6;
        Folders.delete(target);
        return millis;
    }

    private double sync(Path nest, int eggs) throws Exception {
        try (var worker = new Worker(nest, Files.createTempDirectory(work, "data"))) {
            double millis = worker.sync(eggs);
            worker.requireEggs(eggs);
            return millis;
        }
    }

    private Samples pushes(Path nest, int eggs) throws Exception {
        var checkout = work.resolve("checkout-" + eggs);
        var files = GeneratedNest.files(checkout, eggs);
        var millis = new ArrayList<Double>();
        try (var worker = new Worker(nest, Files.createTempDirectory(work, "data"))) {
            worker.sync(eggs);
            for (int i = 0; i < PUSHES; i++) {
                var file = files.get(i * 997 % files.size());
                var text = Files.readString(file);
                var changed = text.replaceFirst("max_runners *= *\\d+", "max_runners = " + (50 + i));
                if (changed.equals(text)) {
                    throw new IllegalStateException(file + " names no max_runners");
                }
                Files.writeString(file, changed);
                git(checkout, "commit", "-q", "-a", "-m", "one egg");
                git(checkout, "push", "-q", "origin", "main");
                millis.add(worker.sync(1));
            }
        }
        return new Samples(millis);
    }

    private static void git(Path folder, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("git", "-c", "user.name=bench", "-c", "user.email=bench@example.com"));
        command.addAll(List.of(arguments));
        var _ = Processes.succeed(folder, command);
    }

    /** The part of the worker that follows the Nest, on a database of its own. */
    private static final class Worker implements AutoCloseable {

        private final Storage storage;
        private final NestSync sync;

        Worker(Path nest, Path data) {
            var source = new MapConfigurationPropertySource(Map.of(
                    "gosling.data",
                    data.toString(),
                    "gosling.nest.url",
                    nest.toUri().toString()));
            var settings = new Binder(source).bindOrCreate("gosling", Bindable.of(Settings.class));
            storage = JdbcStorage.embedded(data);
            storage.check();
            var leases = Leases.ofThisProcess(storage.leases(), Duration.ofSeconds(60));
            var secrets = LocalSecrets.open(data, Optional.empty(), false);
            var clock = InstantSource.system();
            var library = new BinaryLibrary(storage.binaries(), ObjectStorage.files(data.resolve("objects")), clock);
            var versions = new KnownVersions(library, () -> Optional.of(GeneratedNest.OPENTOFU));
            sync = new NestSync(storage, new Nowhere(), leases, secrets, versions, settings, clock);
        }

        /** How long it took, in milliseconds. */
        double sync(int expectedChanges) {
            long start = System.nanoTime();
            sync.sync(Command.SyncNest.because("bench"));
            double millis = (System.nanoTime() - start) / 1e6;
            SyncRecord record =
                    storage.syncs().history(PageRequest.first(1)).items().getFirst();
            int changes = record.outcome().added() + record.outcome().changed();
            if (changes != expectedChanges) {
                throw new IllegalStateException("synced " + changes + " changes (expected: " + expectedChanges + "): "
                        + record.error() + " " + record.findings());
            }
            return millis;
        }

        void requireEggs(int eggs) {
            int stored = 0;
            Optional<String> cursor = Optional.empty();
            do {
                var page = storage.eggs().list(new PageRequest(500, cursor));
                stored += page.items().size();
                cursor = page.next();
            } while (cursor.isPresent());
            if (stored != eggs) {
                throw new IllegalStateException("stored " + stored + " eggs (expected: " + eggs + ")");
            }
        }

        @Override
        public void close() {
            storage.close();
        }
    }

    /** Takes every command and does nothing. */
    private static final class Nowhere implements CommandQueue {

        @Override
        public void send(Command command) {
            // Nobody listens.
        }

        @Override
        public void send(Command command, Duration delay) {
            // Nobody listens.
        }

        @Override
        public List<SendOutcome> sendAll(List<Command> commands) {
            return commands.stream()
                    .<SendOutcome>map(command -> new SendOutcome.Sent())
                    .toList();
        }

        @Override
        public void check() {
            // It is always there.
        }
    }
}
