package io.polargosling.bench.ingress;

import com.sun.management.ThreadMXBean;
import io.polargosling.bench.product.BenchedProduct;
import io.polargosling.bench.product.Connection;
import io.polargosling.bench.product.Deliveries;
import io.polargosling.bench.report.Folders;
import io.polargosling.bench.report.Report;
import io.polargosling.gitlab.WebhookEvent;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Webhooks into the product beside a peer, and syncs of Nests beside {@code git clone}, in one run.
 *
 * <p>Arguments: the project's folder, {@code --minutes N} of watching the memory (5), {@code --seconds N} of each other
 * measurement (20), {@code --sync-only} for the syncs of Nests alone.
 */
public final class IngressBench {

    private static final int EGGS = 200;
    private static final int CONNECTIONS = 400;
    private static final int LARGE = 20 * 1024 * 1024;

    private final Path project;
    private final Path work;
    private final Duration span;
    private final int minutes;
    private final Report report = new Report("ingress");

    private IngressBench(Path project, Path work, Duration span, int minutes) {
        this.project = project;
        this.work = work;
        this.span = span;
        this.minutes = minutes;
    }

    public static void main(String[] arguments) throws Exception {
        Path project = Path.of(arguments[0]).toRealPath();
        var options = List.of(arguments);
        Path work = Files.createTempDirectory("bench-ingress");
        try {
            var span = Duration.ofSeconds(option(options, "--seconds", 20));
            var bench = new IngressBench(project, work, span, option(options, "--minutes", 5));
            if (!options.contains("--sync-only")) {
                bench.run();
            }
            SyncBench.measure(work, bench.report);
            bench.report.merge(project.resolve("bench/results"));
        } finally {
            Folders.delete(work);
        }
    }

    private static int option(List<String> arguments, String name, int otherwise) {
        int at = arguments.indexOf(name);
        return at < 0 ? otherwise : Integer.parseInt(arguments.get(at + 1));
    }

    private void run() throws Exception {
        // For work instead of a quick start: with the compiler of hot code.
        var jvm = Map.of("POLAR_GOSLING_JVM", "-XX:+UseParallelGC -Xmx768m -Xmn384m");
        try (var gitlab = QuietGitLab.start();
                var product =
                        BenchedProduct.start(project, work, new BenchedProduct.Setup(EGGS, gitlab.server(), jvm))) {
            var deliveries = product.deliveries();
            report.heading("webhooks accepted by the product, over " + EGGS
                    + " eggs, half of them signed (bound: 5000/s; p99 200 ms at half the rate)");
            var warm = Shots.closed(product.port(), CONNECTIONS, span, deliveries::next);
            report.row("warming up", warm.toString());
            var before = product.cpu();
            var ownBefore = ownCpu();
            var all = Shots.closed(product.port(), CONNECTIONS, span, deliveries::next);
            double cpu = seconds(product.cpu().minus(before));
            double own = seconds(ownCpu().minus(ownBefore));
            report.row("as many as go, " + CONNECTIONS + " connections", all.toString());
            double millis = 1000 * cpu / (all.acceptedPerSecond() * all.seconds());
            report.row(
                    "  processors busy",
                    String.format(
                            Locale.ROOT,
                            "%8.2f with the product (%.3f ms for each webhook), %.2f with the load",
                            cpu / all.seconds(),
                            millis,
                            own / all.seconds()));
            report.figure("cpu_ms_per_webhook", millis);
            report.figure("accepted_per_s", all.acceptedPerSecond());
            double half = all.acceptedPerSecond() / 2;
            var paced = Shots.open(product.port(), CONNECTIONS, span, half, deliveries::next);
            report.row(String.format(Locale.ROOT, "at %.0f/s", half), paced.toString());
            report.figure("p99_ms_at_half", paced.millis(0.99));
            large(product, deliveries);
            memory(product, deliveries, half);
        }
        peer();
    }

    private static Duration ownCpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private void large(BenchedProduct product, Deliveries deliveries) throws IOException {
        byte[] body = pipeline();
        report.heading("a pipeline event of 20 MB (bound: parsed in 1 s, at most 3 times its size held)");
        byte[] request = deliveries.withBody(body);
        try (var connection = new Connection(product.port())) {
            double before = product.residentMegabytes();
            long start = System.nanoTime();
            int status = connection.send(request);
            double millis = (System.nanoTime() - start) / 1e6;
            report.row(
                    "through HTTP",
                    String.format(
                            Locale.ROOT,
                            "%8.0f ms   status %d   the process grew by %.0f MB",
                            millis,
                            status,
                            product.residentMegabytes() - before));
            report.figure("large_event_ms", millis);
        }
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 3; i++) {
            var _ = WebhookEvent.parse(body);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        var _ = WebhookEvent.parse(body);
        double millis = (System.nanoTime() - start) / 1e6;
        double share = (double) (threads.getCurrentThreadAllocatedBytes() - allocated) / body.length;
        report.row(
                "parsing alone", String.format(Locale.ROOT, "%8.0f ms   %.3f times its size allocated", millis, share));
        report.figure("large_event_parse_ms", millis);
    }

    private static byte[] pipeline() {
        var text = new StringBuilder(LARGE + 1000);
        text.append("{\"object_kind\":\"pipeline\",\"object_attributes\":{\"id\":1,\"status\":\"pending\"},")
                .append("\"project\":{\"id\":1000,\"path_with_namespace\":\"bench/project-1000\"},\"builds\":[");
        for (int i = 0; text.length() < LARGE; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"id\":")
                    .append(i)
                    .append(",\"stage\":\"test\",\"name\":\"a job with a name of the usual length\",")
                    .append("\"status\":\"created\",\"created_at\":\"2026-05-14 09:02:15 UTC\",\"runner\":null,")
                    .append("\"user\":{\"id\":51,\"name\":\"A Name\"},\"artifacts_file\":{\"size\":null}}");
        }
        return text.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private void memory(BenchedProduct product, Deliveries deliveries, double perSecond) throws Exception {
        report.heading(String.format(Locale.ROOT, "memory at %.0f/s", perSecond));
        for (int minute = 0; minute <= minutes; minute++) {
            double resident = product.residentMegabytes();
            double live = product.liveMegabytes();
            report.row(
                    "after " + minute + " min",
                    String.format(Locale.ROOT, "%8.0f MB resident   %6.0f MB in live objects", resident, live));
            report.figure("live_mb_after_" + minute + "_min", live);
            if (minute < minutes) {
                var _ = Shots.open(product.port(), CONNECTIONS, Duration.ofMinutes(1), perSecond, deliveries::next);
            }
        }
    }

    private void peer() throws Exception {
        report.heading("adnanh/webhook of Debian: the HTTP path only (it starts a process per hook and keeps nothing)");
        var started = Peer.start(work, "peer-token");
        if (started.isEmpty()) {
            report.row("not installed", "apt-get install webhook");
            return;
        }
        try (var peer = started.get()) {
            var deliveries = new Deliveries("gitlab.bench.test", List.of(new Deliveries.Hooked(1, "peer-token")));
            var shots = Shots.closed(peer.port(), CONNECTIONS, span, () -> deliveries.forPeer(Peer.PATH, "peer-token"));
            report.row("as many as go, " + CONNECTIONS + " connections", shots.toString());
            report.figure("peer_per_s", shots.acceptedPerSecond());
        }
    }
}
