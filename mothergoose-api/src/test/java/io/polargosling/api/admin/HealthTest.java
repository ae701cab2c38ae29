package io.polargosling.api.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.api.RunningApi;
import io.polargosling.domain.problem.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HealthTest {

    private final RunningApi api = RunningApi.get();

    @Test
    void ready_storeAndQueueAnswer_isHealthyWithoutCredential() {
        var reply = api.anonymous().get("/health/ready");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("status").asString()).isEqualTo("healthy");
        assertThat(reply.json().path("service").asString()).isEqualTo("mothergoose-api");
        assertThat(Instant.parse(reply.json().path("timestamp").asString())).isBefore(Instant.now());
        assertThat(reply.json().has("components")).isFalse();
    }

    @Test
    void health_viewer_seesComponents() {
        assertThat(api.admin()
                        .get("/health")
                        .json()
                        .path("components")
                        .path("store")
                        .asString())
                .isEqualTo("healthy");
    }

    @Test
    void live_always_answers() {
        assertThat(api.anonymous().get("/health/live").status()).isEqualTo(200);
    }

    @Test
    void answers_any_areNeitherSniffedNorCached() {
        var reply = api.anonymous().get("/health");

        assertThat(reply.header("X-Content-Type-Options")).contains("nosniff");
        assertThat(reply.header("Cache-Control").orElse("")).contains("no-store");
    }

    @Test
    void components_oneThrows_isNotReady() {
        var readiness = new Readiness(
                Map.of("store", () -> {}, "queue", () -> {
                    throw new UnavailableException("no answer");
                }),
                System::nanoTime);

        assertThat(readiness.components()).isEqualTo(Map.of("store", true, "queue", false));
    }

    @Test
    void components_askedTwiceWithinFiveSeconds_checksOnce() {
        var calls = new AtomicInteger();
        var now = new AtomicLong();
        var readiness = new Readiness(Map.of("store", calls::incrementAndGet), now::get);

        readiness.components();
        now.addAndGet(Duration.ofMillis(4_999).toNanos());
        readiness.components();
        assertThat(calls).hasValue(1);

        now.addAndGet(Duration.ofMillis(1).toNanos());
        readiness.components();
        assertThat(calls).hasValue(2);
    }
}
