package io.polargosling.clouds;

import io.polargosling.domain.runner.RunnerId;
import java.util.Map;

/** What OpenTofu writes on the machine of a runner. */
final class TestLabels {

    private TestLabels() {}

    static Map<String, String> of(String nest, RunnerId runner) {
        return Map.of(
                "gosling-managed", "true",
                "gosling-nest", nest,
                "gosling-egg", "web",
                "gosling-runner", runner.value(),
                "gosling-expires", "1900000000");
    }
}
