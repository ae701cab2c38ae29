package io.polargosling.worker.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class ServerlessLifePropertyTest {

    /** A look each minute, the proof, and the run that removes. */
    private static final Duration CLEANUP = Duration.ofMinutes(5);

    private static final AtomicLong PROJECTS = new AtomicLong(1000);

    @SuppressWarnings("NullAway.Init")
    private static LifeBench.Outside outside;

    @BeforeContainer
    static void open() throws IOException {
        outside = LifeBench.Outside.open(Files.createTempDirectory("serverless-life"));
    }

    @AfterContainer
    static void close() {
        outside.close();
    }

    /** Whatever its job does and whether or not it reports, and though it is looked at once a minute and more rarely. */
    @Property(tries = 100)
    void P12_serverlessRunner_neverOutlivesAnHour(
            @ForAll @IntRange(min = 0, max = 130) int jobMinutes,
            @ForAll @IntRange(min = 0, max = 70) int silentAfter) {
        var life = bench();
        var runner = started(life);
        long job = life.enqueue();
        life.agentPolls(runner);
        var born = runner.origin().createdAt();
        var ends = born.plus(Duration.ofMinutes(60));
        while (!isGone(life, runner)) {
            assertThat(life.now()).as("gone in time: %s", life.all()).isBefore(ends.plus(CLEANUP));
            long age = Duration.between(born, life.now()).toMinutes();
            if (age >= jobMinutes) {
                life.cancel(job);
            }
            life.setSilent(age >= silentAfter);
            life.minutes(age < 50 ? 7 : 1);
        }
        assertThat(life.row(runner).state()).isEqualTo(RunnerState.TERMINATED);
    }

    @Property(tries = 100)
    void P13_finishedRunner_leavesNothingAfterFiveMinutes(@ForAll @IntRange(min = 0, max = 300) int jobSeconds) {
        var life = bench();
        var runner = started(life);
        long job = life.enqueue();
        life.agentPolls(runner);
        for (int passed = 0; passed < jobSeconds; passed += 10) {
            life.tick();
        }
        life.cancel(job);
        life.finish(runner);
        Instant finished = life.now();
        while (!isGone(life, runner)) {
            assertThat(life.now()).as("gone in time: %s", life.all()).isBefore(finished.plus(CLEANUP));
            life.tick();
        }
        assertThat(life.entityIsGone(life.row(runner))).isTrue();
        assertThat(life.live()).isEmpty();
    }

    private static LifeBench bench() {
        return new LifeBench(outside, PROJECTS.incrementAndGet(), RunnerKind.SERVERLESS, LifeBench.limits(0, 0));
    }

    /** A runner that reported, without a job. */
    private static Runner started(LifeBench life) {
        long first = life.enqueue();
        for (int i = 0; i < 12 && life.live().stream().noneMatch(r -> r.state() == RunnerState.IDLE); i++) {
            life.tick();
        }
        life.cancel(first);
        return life.only();
    }

    private static boolean isGone(LifeBench life, Runner runner) {
        return life.cloud.machine(runner.id()).isEmpty();
    }
}
