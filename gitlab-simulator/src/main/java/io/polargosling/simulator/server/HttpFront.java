package io.polargosling.simulator.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** The HTTP server: reads requests, applies faults and access rules, routes, writes answers. */
final class HttpFront implements AutoCloseable {

    private static final Logger LOG = System.getLogger(HttpFront.class.getName());

    static {
        // Without it every answer on a kept connection waits for the peer's delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final Router router;
    private final World world;
    private final Faults faults;
    private final Gate gate;
    private final LongAdder requests = new LongAdder();

    private HttpFront(
            HttpServer server, ExecutorService threads, Router router, World world, Faults faults, Gate gate) {
        this.server = server;
        this.threads = threads;
        this.router = router;
        this.world = world;
        this.faults = faults;
        this.gate = gate;
    }

    static HttpFront bind(int port, Router router, World world, Faults faults, Gate gate) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        HttpServer server = HttpServer.create(new InetSocketAddress(loopback, port), 0);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(threads);
        HttpFront front = new HttpFront(server, threads, router, world, faults, gate);
        server.createContext("/", front::serve);
        return front;
    }

    void start() {
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = Request.read(exchange);
            write(exchange, Unchanged.orWhole(request, answer(request)));
        }
    }

    long requestCount() {
        return requests.sum();
    }

    private Response answer(Request request) {
        if (!request.rawPath().startsWith("/simulator/")) {
            requests.increment();
        }
        try {
            Optional<Response> disturbed = disturb(request);
            return disturbed.isPresent() ? disturbed.get() : route(request);
        } catch (Refusal e) {
            return e.response();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "serving request method=" + request.method() + " path=" + request.rawPath(), e);
            return Response.json(500, Json.object().put("message", "500 Internal Server Error"));
        }
    }

    private Optional<Response> disturb(Request request) {
        Optional<Fault> fault = world.locked(() -> faults.take(request.method(), request.rawPath()));
        fault.ifPresent(disturbance -> pause(disturbance.latency()));
        return fault.flatMap(Fault::status).map(status -> {
            Response response =
                    Response.json(status, Json.object().put("message", status + " (fault set by the test)"));
            return fault.flatMap(Fault::retryAfter)
                    .map(wait -> response.with("Retry-After", Long.toString(wait.toSeconds())))
                    .orElse(response);
        });
    }

    private static void pause(Duration latency) {
        try {
            Thread.sleep(latency);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Response route(Request request) {
        Router.Match match = router.match(request).orElseThrow(() -> Refusal.error(404, "404 Not Found"));
        Map<String, String> rateHeaders =
                world.locked(() -> gate.admit(request, match.route().access()));
        Response response;
        try {
            response = match.route().handler().handle(match.request());
        } catch (Refusal e) {
            response = e.response();
        }
        return response.with(rateHeaders);
    }

    private static void write(HttpExchange exchange, Response response) throws IOException {
        response.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = response.body();
        exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
