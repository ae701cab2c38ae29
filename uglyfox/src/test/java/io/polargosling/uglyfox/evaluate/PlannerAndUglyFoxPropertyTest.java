package io.polargosling.uglyfox.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.runner.RunnerPlatform;
import io.polargosling.domain.runner.RunnerState;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What the planner and UglyFox come to together, on a clock of their own. */
class PlannerAndUglyFoxPropertyTest {

    @Property(tries = 60)
    void together_noDemand_areAtTheMinimumInTime(
            @ForAll @IntRange(max = 8) int machines,
            @ForAll @IntRange(max = 3) int minimum,
            @ForAll @IntRange(max = 3) int nadir,
            @ForAll boolean cloud,
            @ForAll @IntRange(max = 299) int offset) {
        var village = new Village(minimum, 8, nadir, offset);
        village.settle(machines, cloud ? RunnerPlatform.VM : RunnerPlatform.PROCESS);
        boolean stops = cloud && nadir > 0;
        var idleTimeout = stops ? Village.POOL_IDLE_TIMEOUT : Fleets.IDLE_TIMEOUT;
        var limit = idleTimeout
                .plus(Village.CHECK_INTERVAL)
                .plus(Village.RECONCILE_PERIOD)
                .plus(Village.DRAIN);

        village.runFor(limit.plus(Village.STEP));

        assertThat(village.count(RunnerState.IDLE)).isEqualTo(minimum);
        assertThat(village.count(RunnerState.DORMANT))
                .isEqualTo(stops ? Math.min(nadir, Math.max(0, machines - minimum)) : 0);
        assertThat(village.all()).isEqualTo(village.count(RunnerState.IDLE) + village.count(RunnerState.DORMANT));
        village.runFor(Duration.ofHours(2));
        assertThat(village.count(RunnerState.IDLE)).isEqualTo(minimum);
        assertThat(village.changes()).isEqualTo(village.changesAfter(Duration.ofHours(1)));
    }

    /** Jobs that nobody takes, the worst case: what serves stays, whatever was ordered before they came. */
    @Property(tries = 60)
    void together_jobsWait_lowerNothing(
            @ForAll @IntRange(min = 1, max = 8) int machines,
            @ForAll @IntRange(min = 1, max = 12) int waiting,
            @ForAll @IntRange(max = 3) int nadir,
            @ForAll boolean cloud,
            @ForAll @IntRange(max = 40) int minutesBefore) {
        var village = new Village(0, 8, nadir, 0);
        village.settle(machines, cloud ? RunnerPlatform.VM : RunnerPlatform.PROCESS);
        village.runFor(Duration.ofMinutes(minutesBefore));

        village.await(waiting);
        village.runFor(Village.RECONCILE_PERIOD.plus(Village.STEP));
        int before = village.serving();
        for (int step = 0; step < 200; step++) {
            village.runFor(Village.STEP);
            assertThat(village.serving()).isGreaterThanOrEqualTo(before);
            before = village.serving();
        }
        assertThat(before).isGreaterThanOrEqualTo(Math.min(waiting, 8));
    }
}
