package io.polargosling.domain.runner;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.problem.InvalidException;
import java.time.Duration;
import java.util.Optional;

/**
 * How long runners live at most. A machine that stays has no limit here; the runner of a self-management job has the
 * job's, whatever kind of machine it is.
 *
 * @param serverless above ten minutes, at most an hour
 * @param job above zero, at most ten minutes
 */
public record Lifetimes(Duration serverless, Duration job) {

    private static final Duration LONGEST_SERVERLESS = Duration.ofMinutes(60);
    private static final Duration LONGEST_JOB = Duration.ofMinutes(10);
    private static final Duration VM_JOB = Duration.ofHours(24);
    /** GitLab takes no shorter time limit for a runner's jobs. */
    private static final Duration SHORTEST_AT_GITLAB = Duration.ofMinutes(10);
    /** So that GitLab ends a job before its machine goes. */
    private static final Duration BEFORE_THE_END = Duration.ofMinutes(2);

    /** @throws InvalidException when one is out of its range */
    public Lifetimes {
        requireWithin("gosling.limits.serverless", serverless, LONGEST_JOB, LONGEST_SERVERLESS);
        requireWithin("gosling.limits.job", job, Duration.ZERO, LONGEST_JOB);
    }

    /** Those that nothing lowers. */
    public static Lifetimes longest() {
        return new Lifetimes(LONGEST_SERVERLESS, LONGEST_JOB);
    }

    private static void requireWithin(String name, Duration value, Duration above, Duration most) {
        if (value.compareTo(above) <= 0 || value.compareTo(most) > 0) {
            throw new InvalidException(name + " = " + value.toSeconds() + " s (expected: more than " + above.toSeconds()
                    + " and at most " + most.toSeconds() + " s)");
        }
    }

    /** How long a runner of {@code kind} for {@code egg} lives at most, from its reservation; empty for no limit. */
    public Optional<Duration> of(EggName egg, RunnerKind kind) {
        if (egg.isOfJob()) {
            return Optional.of(job);
        }
        return kind == RunnerKind.VM ? Optional.empty() : Optional.of(serverless);
    }

    /** After which time GitLab ends a job on such a runner. */
    public Duration jobLimit(EggName egg, RunnerKind kind) {
        if (egg.isOfJob()) {
            return SHORTEST_AT_GITLAB;
        }
        if (kind == RunnerKind.VM) {
            return VM_JOB;
        }
        var limit = serverless.minus(BEFORE_THE_END);
        return limit.compareTo(SHORTEST_AT_GITLAB) < 0 ? SHORTEST_AT_GITLAB : limit;
    }
}
