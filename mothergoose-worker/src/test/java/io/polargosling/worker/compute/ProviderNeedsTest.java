package io.polargosling.worker.compute;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.storage.mirror.ProviderNeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The cache is filled with what the variants ask for. */
class ProviderNeedsTest {

    private static final Pattern ASKED =
            Pattern.compile("(\\w+) = \\{\\s+source\\s+= \"([^\"]+)\"\\s+(?:#[^\\n]*\\s+)?version\\s+= \"([^\"]+)\"");

    @Test
    void all_areJustWhatTheVariantsRequire() throws IOException {
        var asked = new TreeSet<String>();
        try (var variants = Files.newDirectoryStream(Path.of("../compute-module"), "*")) {
            for (var variant : variants) {
                if (Files.exists(variant.resolve("main.tf"))) {
                    var matcher = ASKED.matcher(Files.readString(variant.resolve("main.tf")));
                    while (matcher.find()) {
                        asked.add(matcher.group(1) + " registry.opentofu.org/" + matcher.group(2) + " "
                                + matcher.group(3));
                    }
                }
            }
        }

        assertThat(ProviderNeed.all())
                .extracting(need -> need.name() + " " + need.address() + " " + need.version())
                .containsExactlyInAnyOrderElementsOf(asked)
                .hasSize(2);
    }
}
