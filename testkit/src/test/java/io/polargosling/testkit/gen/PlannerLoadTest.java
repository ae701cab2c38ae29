package io.polargosling.testkit.gen;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.planner.Planner;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class PlannerLoadTest {

    /** How long it takes is printed, since a busy machine must not fail the build. */
    @Test
    void plan_tenThousandRunnersAndJobs_judgesEveryWaitingJob() {
        var input = PlannerLoad.of(10_000, 10_000);
        var times = new ArrayList<Duration>();
        for (int round = 0; round < 50; round++) {
            long begin = System.nanoTime();
            var planning = Planner.plan(input);
            times.add(Duration.ofNanos(System.nanoTime() - begin));
            assertThat(planning.verdicts()).hasSize(5_000);
            assertThat(planning.changes()).isNotEmpty();
        }
        System.out.printf(
                "planner: 10,000 runners and 10,000 jobs in %.1f ms at best (aim: under 50)%n",
                times.stream().min(Duration::compareTo).orElseThrow().toNanos() / 1e6);
    }
}
