package io.polargosling.bench.orchestrator;

import io.polargosling.bench.product.BenchedProduct;
import io.polargosling.bench.report.Folders;
import io.polargosling.bench.report.Report;
import io.polargosling.bench.report.Samples;
import io.polargosling.domain.planner.Planner;
import io.polargosling.simulator.server.GitLabSimulator;
import io.polargosling.testkit.gen.PlannerLoad;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * From a webhook to a machine beside OpenTofu typed by hand, many webhooks and many eggs at once, and the planner alone.
 *
 * <p>Arguments: the project's folder, {@code --eggs N} that get machines one after the other (30), {@code --crowd N} at
 * once (500). {@code TOFU_BINARY} names OpenTofu.
 */
public final class OrchestratorBench {

    private static final int PLANNED = 10_000;
    private static final int PLANNER_ROUNDS = 60;
    private static final int PLANNER_WARMING = 20;
    private static final int HOOKS = 100;
    private static final int WAITING = 10;
    private static final int WITH_JOBS = 8;

    private final Path project;
    private final Path work;
    private final Path tofu;
    private final Report report = new Report("orchestrator");

    private OrchestratorBench(Path project, Path work, Path tofu) {
        this.project = project;
        this.work = work;
        this.tofu = tofu;
    }

    public static void main(String[] arguments) throws Exception {
        Path project = Path.of(arguments[0]).toRealPath();
        var options = List.of(arguments);
        var tofu = Optional.ofNullable(System.getenv("TOFU_BINARY"))
                .orElseThrow(() -> new IllegalStateException("looking for OpenTofu: TOFU_BINARY is not set"
                        + " (expected: its path, as make bench-orchestrator sets it)"));
        Path work = Files.createTempDirectory("bench-orchestrator");
        try {
            var bench = new OrchestratorBench(project, work, Path.of(tofu).toRealPath());
            bench.planner();
            bench.machines(option(options, "--eggs", 30));
            bench.report.write(project.resolve("bench/results"));
            bench.crowd(option(options, "--crowd", 500));
            bench.report.write(project.resolve("bench/results"));
        } finally {
            Folders.delete(work);
        }
    }

    private static int option(List<String> arguments, String name, int otherwise) {
        int at = arguments.indexOf(name);
        return at < 0 ? otherwise : Integer.parseInt(arguments.get(at + 1));
    }

    private void planner() {
        var input = PlannerLoad.of(PLANNED, PLANNED);
        var millis = new ArrayList<Double>();
        int changes = 0;
        for (int round = 0; round < PLANNER_ROUNDS; round++) {
            long start = System.nanoTime();
            changes += Planner.plan(input).changes().size();
            if (round >= PLANNER_WARMING) {
                millis.add((System.nanoTime() - start) / 1e6);
            }
        }
        var samples = new Samples(millis);
        report.heading("the planner alone (bound: 50 ms)");
        report.row(
                "10,000 runners and 10,000 jobs",
                String.format(
                        Locale.ROOT,
                        "%8.1f ms   p99 %.1f ms   %d changes",
                        samples.median(),
                        samples.at(0.99),
                        changes / PLANNER_ROUNDS));
        report.figure("planner_10k_ms", samples.median());
    }

    private void machines(int eggs) throws Exception {
        var folder = Files.createDirectory(work.resolve("machines"));
        try (var gitlab = gitlab()) {
            var watched = WatchedTofu.in(folder.resolve("tofu"), tofu);
            try (var product = product(folder, watched, gitlab, eggs + 2)) {
                var events = new Events(product, gitlab, watched);
                events.awaitQuiet();
                new FromEventToMachine(report, events, folder).measure(eggs);
                bursts(events, eggs);
            } finally {
                Scripts.endRunners(folder.resolve("data/runners"));
            }
        }
    }

    private void bursts(Events events, int egg) throws Exception {
        report.heading(HOOKS + " webhooks within a second for one egg (bound: 3 applies)");
        for (int i = 0; i < WAITING; i++) {
            events.enqueue(egg);
        }
        int applies = applies(events, egg, WAITING + " jobs wait", _ -> {});
        report.figure("applies_for_100_hooks", applies);
        int other = egg + 1;
        var _ = applies(events, other, WAITING + " jobs come during that second", number -> {
            if (number % (HOOKS / WAITING) == 0) {
                events.enqueue(other);
            }
        });
    }

    private int applies(Events events, int egg, String label, IntConsumer before) throws Exception {
        var sent = events.spread(egg, HOOKS, Duration.ofSeconds(1), before);
        events.awaitQuiet();
        int applies = (int) events.tofu().notes(BenchedProduct.name(egg), sent.begun()).stream()
                .filter(note -> note.is("apply", false))
                .count();
        report.row(
                label, String.format(Locale.ROOT, "%8d applies   all accepted within %.0f ms", applies, sent.millis()));
        return applies;
    }

    private void crowd(int most) throws Exception {
        report.heading("eggs that are dirty at once, on one worker (bound: growth linear)");
        var folder = Files.createDirectory(work.resolve("crowd"));
        try (var gitlab = gitlab()) {
            var watched = WatchedTofu.in(folder.resolve("tofu"), tofu);
            try (var product = product(folder, watched, gitlab, most)) {
                var events = new Events(product, gitlab, watched);
                events.awaitQuiet();
                report.row("warming up", dirty(product, events, most));
                for (int eggs : List.of(most / 4, most / 2, most)) {
                    report.row(eggs + " eggs", dirty(product, events, eggs));
                }
                for (int i = 0; i < WITH_JOBS; i++) {
                    events.enqueue(i * most / WITH_JOBS);
                }
                report.row(most + " eggs, " + WITH_JOBS + " of them with a job", dirty(product, events, most));
            } finally {
                Scripts.endRunners(folder.resolve("data/runners"));
            }
        }
    }

    private String dirty(BenchedProduct product, Events events, int eggs) throws Exception {
        var cpu = product.cpu();
        double seconds = events.lookedAt(eggs);
        double busy = product.cpu().minus(cpu).toNanos() / 1e9;
        double megabytes = product.residentMegabytes();
        return String.format(
                Locale.ROOT,
                "%8.2f s   %.1f ms an egg   %.0f MB resident   processors busy for %.1f s",
                seconds,
                1000 * seconds / eggs,
                megabytes,
                busy);
    }

    private static GitLabSimulator gitlab() throws java.io.IOException {
        var gitlab = GitLabSimulator.start(GitLabSimulator.Options.defaults().withRequestsPerMinute(1_000_000));
        gitlab.setAccessToken("glpat-bench");
        return gitlab;
    }

    private BenchedProduct product(Path folder, WatchedTofu watched, GitLabSimulator gitlab, int eggs)
            throws Exception {
        for (int i = 0; i < eggs; i++) {
            gitlab.createProject(BenchedProduct.projectOf(i), "bench/project-" + BenchedProduct.projectOf(i));
        }
        Scripts.writeIdleGosling(folder.resolve("bin/gosling"));
        var environment = Map.of(
                "TOFU_BINARY",
                watched.program().toString(),
                "PATH",
                folder.resolve("bin") + ":" + System.getenv("PATH"),
                "HOME",
                folder.toString());
        return BenchedProduct.start(project, folder, new BenchedProduct.Setup(eggs, server(gitlab.url()), environment));
    }

    private static String server(URI url) {
        return url.getAuthority();
    }
}
