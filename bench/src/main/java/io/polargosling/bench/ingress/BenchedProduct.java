package io.polargosling.bench.ingress;

import com.sun.net.httpserver.HttpServer;
import io.polargosling.bench.report.Processes;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.secrets.LocalSecrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The product as {@code make run} starts it, with a Nest of many eggs, one project each, and a GitLab that has no jobs.
 * Every second egg's webhooks are signed.
 */
final class BenchedProduct implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long FIRST_PROJECT = 1000;

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer gitlab;
    private final int port;
    private final Path data;
    private final Process process;
    private final List<Deliveries.Hooked> eggs;

    private BenchedProduct(HttpServer gitlab, int port, Path data, Process process, List<Deliveries.Hooked> eggs) {
        this.gitlab = gitlab;
        this.port = port;
        this.data = data;
        this.process = process;
        this.eggs = eggs;
    }

    /** Starts it in {@code folder} and returns when it knows all eggs. */
    static BenchedProduct start(Path project, Path folder, int eggs) throws Exception {
        var gitlab = gitlab();
        Path data = Files.createDirectories(folder.resolve("data"));
        Path nest = nest(folder, eggs, server(gitlab));
        var hooked = secrets(data, eggs, server(gitlab));
        int port = freePort();
        Path program = project.resolve("standalone/target/standalone/bin/polar-gosling");
        var command = new ProcessBuilder(
                        program.toString(),
                        "--server.port=" + port,
                        "--gosling.data=" + data,
                        "--gosling.nest.url=" + nest.toUri())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("product.log").toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        // For work instead of a quick start: with the compiler of hot code.
        command.environment().put("POLAR_GOSLING_JVM", "-XX:+UseParallelGC -Xmx768m -Xmn384m");
        var process = command.start();
        var product = new BenchedProduct(gitlab, port, data, process, hooked);
        try {
            product.awaitEggs(eggs);
        } catch (IOException | RuntimeException | InterruptedException e) {
            product.close();
            throw e;
        }
        return product;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    Deliveries deliveries() {
        return new Deliveries(server(gitlab), eggs);
    }

    /** Memory of the process that the kernel counts, in MB. */
    double residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** How long the process has kept processors busy. */
    Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Memory of objects that are in use, in MB, after a collection. */
    double liveMegabytes() throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        String pid = Long.toString(process.pid());
        var _ = Processes.run(Path.of("/"), List.of(jcmd, pid, "GC.run"));
        var outcome = Processes.run(Path.of("/"), List.of(jcmd, pid, "GC.class_histogram"));
        String total = outcome.output()
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElse("Total 0 0");
        return Long.parseLong(total.trim().split("\\s+")[2]) / 1e6;
    }

    private void awaitEggs(int wanted) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (known() < wanted) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IOException("starting the product: it knows " + known() + " eggs (expected: " + wanted
                        + "); it said:\n" + Files.readString(data.resolveSibling("product.log")));
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private int known() throws InterruptedException {
        var token = LocalSecrets.open(data, Optional.empty(), false).find(SecretUri.of("local://gosling/admin-token"));
        if (token.isEmpty()) {
            return 0;
        }
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/eggs?limit=500"))
                .header("Authorization", "Bearer " + token.get().reveal())
                .build();
        try {
            var body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return body.split("\"config_hash\"", -1).length - 1;
        } catch (IOException e) {
            return 0;
        }
    }

    private static List<Deliveries.Hooked> secrets(Path data, int eggs, String server) {
        var secrets = LocalSecrets.open(data, Optional.empty(), false);
        var random = new Random(7);
        var hooked = new ArrayList<Deliveries.Hooked>();
        for (int i = 0; i < eggs; i++) {
            var bytes = new byte[32];
            random.nextBytes(bytes);
            String text = Base64.getEncoder().encodeToString(bytes);
            String secret = i % 2 == 0 ? text : "whsec_" + text;
            String folder = "local://gitlab/" + server.replace(':', '_') + "/" + name(i);
            secrets.write(SecretUri.of(folder + "/webhook-secret"), SecretValue.of(secret));
            secrets.write(SecretUri.of(folder + "/api-token"), SecretValue.of("glpat-bench"));
            hooked.add(new Deliveries.Hooked(FIRST_PROJECT + i, secret));
        }
        return hooked;
    }

    private static Path nest(Path folder, int eggs, String server) throws IOException, InterruptedException {
        Path nest = Files.createDirectories(folder.resolve("nest"));
        for (int i = 0; i < eggs; i++) {
            Path egg = Files.createDirectories(nest.resolve("Eggs/" + name(i)));
            Files.writeString(egg.resolve("config.fly"), """
                    egg "%s" {
                      type = "vm"

                      cloud {
                        provider = "local"
                      }

                      runner {
                        tags = ["bench"]
                      }

                      gitlab {
                        server     = "%s"
                        project_id = %d
                      }
                    }
                    """.formatted(name(i), server, FIRST_PROJECT + i));
        }
        for (var command : List.of(
                List.of("git", "init", "-q", "-b", "main"),
                List.of("git", "add", "."),
                List.of(
                        "git",
                        "-c",
                        "user.name=bench",
                        "-c",
                        "user.email=bench@example.com",
                        "commit",
                        "-q",
                        "-m",
                        "Eggs"))) {
            var _ = Processes.succeed(nest, command);
        }
        return nest;
    }

    private static String name(int i) {
        return "bench-%03d".formatted(i);
    }

    /** Has no jobs, and says so quickly. */
    private static HttpServer gitlab() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                byte[] body = "[]".getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        return server;
    }

    private static String server(HttpServer gitlab) {
        return "127.0.0.1:" + gitlab.getAddress().getPort();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().get(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
        }
        gitlab.stop(0);
    }
}
