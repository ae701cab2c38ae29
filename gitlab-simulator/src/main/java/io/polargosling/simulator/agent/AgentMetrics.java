package io.polargosling.simulator.agent;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The few Prometheus metrics of the agent that others read: running, all and failed jobs. */
final class AgentMetrics {

    private final Map<String, Integer> failures = new TreeMap<>();
    private int running;
    private int total;

    synchronized void started() {
        running++;
        total++;
    }

    synchronized void ended(Optional<String> failureReason) {
        running--;
        failureReason.ifPresent(reason -> failures.merge(reason, 1, Integer::sum));
    }

    synchronized String text() {
        StringBuilder text = new StringBuilder()
                .append("# TYPE gitlab_runner_jobs gauge\n")
                .append("gitlab_runner_jobs{state=\"running\"} ")
                .append(running)
                .append('\n')
                .append("# TYPE gitlab_runner_jobs_total counter\n")
                .append("gitlab_runner_jobs_total ")
                .append(total)
                .append('\n')
                .append("# TYPE gitlab_runner_failed_jobs_total counter\n");
        failures.forEach((reason, count) -> text.append("gitlab_runner_failed_jobs_total{failure_reason=\"")
                .append(reason)
                .append("\"} ")
                .append(count)
                .append('\n'));
        return text.toString();
    }

    /** Serves {@code /metrics} on an address like {@code 127.0.0.1:9252} for as long as the process lives. */
    void serve(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        String host = colon <= 0 ? "127.0.0.1" : address.substring(0, colon);
        HttpServer server =
                HttpServer.create(new InetSocketAddress(host, Integer.parseInt(address.substring(colon + 1))), 0);
        server.createContext("/metrics", exchange -> {
            byte[] body = text().getBytes(StandardCharsets.UTF_8);
            try (exchange) {
                exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }
}
