package io.polargosling.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.standalone.demo.ExampleNest.DemoEgg;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExampleNestTest {

    private final ExampleNest example = ExampleNest.read(Path.of("../examples/nest"));

    @Test
    void shortened_ofTheExample_changesServerAndTimes() {
        var nest = example.at("127.0.0.1:4711").shortened();

        assertThat(nest.text(DemoEgg.BUILDER.file()))
                .contains("server     = \"127.0.0.1:4711\"")
                .contains("idle_timeout = \"5s\"")
                .doesNotContain("10m", "8929");
        assertThat(nest.text(DemoEgg.ONESHOT.file())).contains("\"127.0.0.1:4711\"");
        assertThat(nest.text("UF/config.fly"))
                .contains("check_interval   = \"2s\"")
                .doesNotContain("5m");
    }

    @Test
    void eggs_ofTheDemo_areThoseOfTheExample() {
        for (var egg : new DemoEgg[] {DemoEgg.BUILDER, DemoEgg.ONESHOT}) {
            assertThat(example.text(egg.file()))
                    .contains("egg \"" + egg.name() + "\"")
                    .contains("project_id = " + egg.project())
                    .containsPattern("tags +?= \\[\"" + egg.tag() + "\"]");
        }
    }
}
