package io.polargosling.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class TagRuleTest {

    @Provide
    Arbitrary<Set<String>> tags() {
        return Arbitraries.of("amd64", "arm64", "linux", "docker", "gpu", "AMD64")
                .set()
                .ofMaxSize(4);
    }

    @Property
    void P27_allowedRunner_anyTags_carriesEveryTagOfTheJob(
            @ForAll("tags") Set<String> job, @ForAll("tags") Set<String> runner, @ForAll boolean untagged) {
        Set<String> missing = new HashSet<>(job);
        missing.removeAll(runner);
        boolean expected = job.isEmpty() ? untagged : missing.isEmpty();
        assertThat(TagRule.allows(job, runner, untagged)).isEqualTo(expected);
    }

    @Test
    void allows_otherCase_isAnotherTag() {
        assertThat(TagRule.allows(Set.of("Linux"), Set.of("linux"), true)).isFalse();
    }
}
