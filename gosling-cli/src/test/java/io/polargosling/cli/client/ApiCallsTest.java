package io.polargosling.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.polargosling.domain.secret.SecretValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiCallsTest {

    private final List<Duration> waits = new ArrayList<>();

    private ApiCalls calls(String url) {
        return new ApiCalls(ApiClient.of(URI.create(url), Duration.ofSeconds(5)), SecretValue.of("k"), waits::add);
    }

    @Test
    void get_nobodyThere_waitsOneTwoAndFourSeconds() throws Exception {
        assertThat(calls("http://127.0.0.1:1").get("/x")).isInstanceOf(ApiAnswer.Unreachable.class);

        assertThat(waits).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    }

    @Test
    void get_serviceAsksForAWait_takesThatUpToAMinute() throws Exception {
        var server = server();
        try {
            assertThat(calls("http://127.0.0.1:" + server.getAddress().getPort()).get("/x"))
                    .isInstanceOf(ApiAnswer.Problem.class);
        } finally {
            server.stop(0);
        }

        assertThat(waits).containsExactly(Duration.ofSeconds(7), Duration.ofMinutes(1), Duration.ofSeconds(4));
    }

    private static HttpServer server() throws IOException {
        var asked = new ArrayList<>(List.of("7", "86400", "Wed, 21 Oct 2026 07:28:00 GMT", "1"));
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Retry-After", asked.removeFirst());
            exchange.sendResponseHeaders(429, -1);
            exchange.close();
        });
        server.start();
        return server;
    }
}
