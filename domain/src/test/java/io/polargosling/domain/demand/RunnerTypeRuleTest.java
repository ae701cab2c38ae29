package io.polargosling.domain.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.RunnerKind;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class RunnerTypeRuleTest {

    private static final long HOUR = 3600;

    @Provide
    Arbitrary<String> tags() {
        return Arbitraries.of("docker", "linux", "long-running", "persistent", "");
    }

    @Property
    void P10_expectedDuration_decidesAtSixtyMinutes(
            @ForAll @LongRange(min = 0, max = 4 * HOUR) long seconds, @ForAll("tags") String tag) {
        var kind =
                RunnerTypeRule.decide(Optional.empty(), Optional.of(Duration.ofSeconds(seconds)), Set.of(tag), false);

        assertThat(kind).isEqualTo(seconds < HOUR ? RunnerKind.SERVERLESS : RunnerKind.VM);
    }

    @Property
    void P10_wordOfTheEgg_countsBeforeEverything(
            @ForAll RunnerKind written,
            @ForAll @LongRange(min = 0, max = 4 * HOUR) long seconds,
            @ForAll @Size(max = 3) Set<@net.jqwik.api.From("tags") String> tags,
            @ForAll boolean privileged) {
        var expected = Optional.of(Duration.ofSeconds(seconds));

        assertThat(RunnerTypeRule.decide(Optional.of(written), expected, tags, privileged))
                .isEqualTo(written);
    }

    @Property
    void P10_privileged_isAlwaysAVm(@ForAll @LongRange(min = 0, max = 4 * HOUR) long seconds) {
        var expected = Optional.of(Duration.ofSeconds(seconds));

        assertThat(RunnerTypeRule.decide(Optional.empty(), expected, Set.of(), true))
                .isEqualTo(RunnerKind.VM);
    }

    @Example
    void P10_nothingKnown_tagsDecide() {
        assertThat(kindOf(Set.of("persistent", "x"))).isEqualTo(RunnerKind.VM);
        assertThat(kindOf(Set.of("long-running"))).isEqualTo(RunnerKind.VM);
        assertThat(kindOf(Set.of("Long-Running"))).isEqualTo(RunnerKind.SERVERLESS);
        assertThat(kindOf(Set.of())).isEqualTo(RunnerKind.SERVERLESS);
    }

    @Example
    void P10_borders_fallOnTheRightSide() {
        assertThat(kindOf(Duration.ofMinutes(60).minusNanos(1))).isEqualTo(RunnerKind.SERVERLESS);
        assertThat(kindOf(Duration.ofMinutes(60))).isEqualTo(RunnerKind.VM);
        assertThat(kindOf(Duration.ZERO)).isEqualTo(RunnerKind.SERVERLESS);
    }

    private static RunnerKind kindOf(Set<String> tags) {
        return RunnerTypeRule.decide(Optional.empty(), Optional.empty(), tags, false);
    }

    private static RunnerKind kindOf(Duration expected) {
        return RunnerTypeRule.decide(Optional.empty(), Optional.of(expected), Set.of(), false);
    }
}
