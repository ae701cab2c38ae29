package io.polargosling.api.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.demand.ReasonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ReasonGuideTest {

    @Test
    void guide_reasons_areThoseOfTheCodeWithTheirSentences() throws IOException {
        var guide = Files.readString(Path.of("../docs/guides/deploy.md"));

        assertThat(guide.lines().filter(line -> line.matches("\\| `[a-z-]+` \\| (refused|coming|held-back) \\| .*")))
                .containsExactlyElementsOf(Arrays.stream(ReasonCode.values())
                        .map(code -> "| `" + code.word() + "` | "
                                + code.outlook().name().toLowerCase(Locale.ROOT).replace('_', '-') + " | "
                                + code.sentence() + " |")
                        .toList());
    }
}
