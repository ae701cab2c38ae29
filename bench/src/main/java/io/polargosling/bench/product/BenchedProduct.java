package io.polargosling.bench.product;

import io.polargosling.bench.report.Processes;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.secrets.LocalSecrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The product as {@code make run} starts it, with a Nest of many eggs, one project each. Every second egg's webhooks are signed.
 */
public final class BenchedProduct implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String server;
    private final int port;
    private final Path data;
    private final Process process;
    private final List<Deliveries.Hooked> eggs;
    private Optional<SecretValue> token = Optional.empty();

    private BenchedProduct(String server, int port, Path data, Process process, List<Deliveries.Hooked> eggs) {
        this.server = server;
        this.port = port;
        this.data = data;
        this.process = process;
        this.eggs = eggs;
    }

    /**
     * What it is started with.
     *
     * @param server host and port of its GitLab, which takes any token
     * @param environment beyond our own
     */
    public record Setup(int eggs, String server, Map<String, String> environment) {

        public Setup {
            environment = Map.copyOf(environment);
        }
    }

    /** Starts it in {@code folder} and returns when it knows all eggs. */
    public static BenchedProduct start(Path project, Path folder, Setup setup) throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Path nest = nest(folder, setup.eggs(), setup.server());
        var hooked = secrets(data, setup.eggs(), setup.server());
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
        command.environment().putAll(setup.environment());
        var process = command.start();
        var product = new BenchedProduct(setup.server(), port, data, process, hooked);
        try {
            product.awaitEggs(setup.eggs());
        } catch (IOException | RuntimeException | InterruptedException e) {
            product.close();
            throw e;
        }
        return product;
    }

    /** Where its API is, on the loopback address. */
    public int port() {
        return port;
    }

    /** Requests as its GitLab sends them. */
    public Deliveries deliveries() {
        return new Deliveries(server, eggs);
    }

    /** Memory of the process that the kernel counts, in MB. */
    public double residentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** How long the process has kept processors busy. */
    public Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Memory of objects that are in use, in MB, after a collection. */
    public double liveMegabytes() throws IOException, InterruptedException {
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
        try {
            return get("/eggs?limit=500").split("\"config_hash\"", -1).length - 1;
        } catch (IOException e) {
            return 0;
        }
    }

    /** The body of its API's answer; fails when it has no administrator yet. */
    public String get(String path) throws IOException, InterruptedException {
        if (token.isEmpty()) {
            token = LocalSecrets.open(data, Optional.empty(), false).find(SecretUri.of("local://gosling/admin-token"));
        }
        var known = token.orElseThrow(
                () -> new IOException("asking for " + path + ": there is no administrator's token yet"));
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + known.reveal())
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** The project of the egg with the index {@code i}. */
    public static long projectOf(int i) {
        return 1000L + i;
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
            hooked.add(new Deliveries.Hooked(projectOf(i), secret));
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
                    """.formatted(name(i), server, projectOf(i)));
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

    /** The name of the egg with the index {@code i}. */
    public static String name(int i) {
        return "bench-%03d".formatted(i);
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
    }
}
