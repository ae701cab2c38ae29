package io.polargosling.domain.binary;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.problem.InvalidException;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class BinaryPathPropertyTest {

    private static final Path FOLDER = Path.of("/objects");

    @Property
    void key_anyVersionAndPlatform_isRefusedOrStaysInItsFolder(
            @ForAll BinaryName binary, @ForAll("hostile") String version, @ForAll("hostile") String platform) {
        try {
            var key = binary.key(new BinaryBuild(version, platform));
            assertThat(FOLDER.resolve(key.value()).normalize().toString())
                    .isEqualTo("/objects/" + binary.file() + "/" + version.replace('+', '_') + "/" + platform + "/"
                            + binary.file());
        } catch (InvalidException e) {
            assertThat(e).hasMessageContaining("expected:");
        }
    }

    @Provide
    Arbitrary<String> hostile() {
        var pieces = Arbitraries.of(
                "1.2.3", "-", "+", "..", "/", "../", "\\", "%2e", "\0", "linux-amd64", "a", "0", " ", "\n", "$(x)");
        return Arbitraries.oneOf(
                pieces.list().ofMinSize(1).ofMaxSize(6).map(list -> String.join("", list)),
                Arbitraries.strings().ofMaxLength(40),
                Arbitraries.of("1.2.3", "1.2.3-rc.1+goose", "linux-amd64", "darwin-arm64"));
    }
}
