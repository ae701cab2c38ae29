package io.polargosling.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.standalone.demo.ExampleNest.DemoEgg;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BadInputIT {

    @Test
    void nest_withABrokenFile_isReportedAndTheOtherEggLands() {
        try (var sandbox = Sandboxes.prepare("bad-input")) {
            sandbox.start();
            sandbox.nest().write(DemoEgg.BUILDER.file(), "egg \"builder\" {\n  cloud {\n    provider = \n");
            sandbox.nest().write(DemoEgg.ONESHOT.file(), sandbox.example().text(DemoEgg.ONESHOT.file()));

            var commit = sandbox.push("A broken file");
            sandbox.awaitSync(commit);

            var sync = sandbox.product().sync(commit).orElseThrow();
            assertThat(GitLabStandIn.list(sync.path("findings"))).anySatisfy(finding -> {
                assertThat(finding.path("severity").asString("")).isEqualTo("error");
                assertThat(finding.path("file").asString("")).isEqualTo(DemoEgg.BUILDER.file());
                assertThat(finding.path("line").asInt(0)).isPositive();
                assertThat(finding.path("message").asString("")).isNotBlank();
            });
            assertThat(GitLabStandIn.list(sandbox.product().api().read("/eggs").path("items")))
                    .extracting(BadInputIT::name)
                    .containsExactly(DemoEgg.ONESHOT.name());
        }
    }

    private static String name(JsonNode egg) {
        return egg.path("name").asString("");
    }
}
