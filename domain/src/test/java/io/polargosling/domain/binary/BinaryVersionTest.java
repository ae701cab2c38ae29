package io.polargosling.domain.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.InvalidException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BinaryVersionTest {

    private static BinaryVersion version(String version, String platform, String source, char content) {
        return new BinaryVersion(
                BinaryName.OPENTOFU,
                new BinaryBuild(version, platform),
                source,
                new BinaryVersion.Content("path", String.valueOf(content).repeat(64)),
                new BinaryVersion.Added(Instant.EPOCH, "admin"),
                Optional.empty());
    }

    @Test
    void id_anyPartDiffers_differs() {
        var ids = new HashSet<BinaryId>();
        ids.add(version("1.0.0", "linux-amd64", "upload", 'a').id());
        ids.add(version("1.0.1", "linux-amd64", "upload", 'a').id());
        ids.add(version("1.0.0", "linux-arm64", "upload", 'a').id());
        ids.add(version("1.0.0", "linux-amd64", "feed", 'a').id());
        ids.add(version("1.0.0", "linux-amd64", "upload", 'b').id());

        assertThat(ids).hasSize(5);
        assertThat(version("1.0.0", "linux-amd64", "upload", 'a')
                        .activated(Instant.MAX)
                        .id())
                .isIn(ids);
    }

    @Test
    void build_wellFormed_printsItself() {
        for (var version : new String[] {"1.12.6", "0.0.0", "2.0.0-rc.1", "1.2.3+build.5"}) {
            assertThat(new BinaryBuild(version, "linux-amd64")).hasToString(version + " linux-amd64");
        }
    }

    @Test
    void build_malformed_isRefusedBeforeAnyPathIsMadeOfIt() {
        for (var version : new String[] {"", "1.2", "v1.2.3", "1.2.3/..", "../1.2.3", "1.2.3 ", "1.2.3-", "1..3"}) {
            assertThatThrownBy(() -> new BinaryBuild(version, "linux-amd64"))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("semantic version");
        }
        for (var platform :
                new String[] {"", "linux", "linux/amd64", "Linux-amd64", "linux-amd64-x", "..-..", "plan9-mips"}) {
            assertThatThrownBy(() -> new BinaryBuild("1.2.3", platform))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("platform");
        }
    }

    @Test
    void key_everyProgram_isWhereItsBuildLies() {
        var build = new BinaryBuild("1.2.3+build.5", "linux-arm64");

        assertThat(BinaryName.GOSLING.key(build)).hasToString("gosling/1.2.3_build.5/linux-arm64/gosling");
        assertThat(BinaryName.OPENTOFU.key(build)).hasToString("tofu/1.2.3_build.5/linux-arm64/tofu");
        assertThat(BinaryName.GITLAB_RUNNER.key(build))
                .hasToString("gitlab-runner/1.2.3_build.5/linux-arm64/gitlab-runner");
    }

    @Test
    void parse_everyWord_isItsProgram() {
        for (var binary : BinaryName.values()) {
            assertThat(BinaryName.parse(binary.word())).contains(binary);
        }
        assertThat(BinaryName.parse("gitlab_runner")).isEmpty();
        assertThat(BinaryName.GITLAB_RUNNER.word()).isEqualTo("gitlab-runner");
    }

    @Test
    void id_noHash_isRefused() {
        assertThatThrownBy(() -> BinaryId.of("../x")).isInstanceOf(InvalidException.class);
    }
}
