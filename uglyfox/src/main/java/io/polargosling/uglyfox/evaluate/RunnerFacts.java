package io.polargosling.uglyfox.evaluate;

import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.policy.Fact;
import io.polargosling.domain.policy.Facts;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What rows tell of a runner. Load, finished jobs and notices of interruption are not stored, so they stay unknown. */
final class RunnerFacts {

    private RunnerFacts() {}

    static Duration age(Runner runner, Instant now) {
        return Duration.between(runner.origin().createdAt(), now);
    }

    /** True while the runner has a job. */
    static boolean isBusy(Runner runner) {
        return runner.state() == RunnerState.BUSY
                || !runner.pulse().runningJobs().isEmpty();
    }

    /** Since when it has had no job: 0 while it has one, empty when that is not known. */
    static Optional<Duration> idleTime(Runner runner, Instant now) {
        if (isBusy(runner)) {
            return Optional.of(Duration.ZERO);
        }
        var begin = runner.schedule().idleSince();
        return begin.or(() -> Optional.of(runner.status().since()).filter(at -> runner.state() == RunnerState.IDLE))
                .map(since -> Duration.between(since, now));
    }

    static Facts of(Runner runner, Egg egg, Instant now) {
        var origin = runner.origin();
        var facts = Facts.none()
                .with(Fact.FAILED_COUNT, runner.pulse().failures())
                .with(Fact.AGE, age(runner, now))
                .with(Fact.STATE, runner.state().word())
                .with(Fact.TYPE, origin.kind().word())
                .with(Fact.PROVIDER, origin.placement().provider().word())
                .with(Fact.EGG, runner.egg().value())
                .with(Fact.BUSY, isBusy(runner))
                .with(Fact.OUTDATED, origin.revision() < egg.active().number());
        var idle = idleTime(runner, now);
        if (idle.isPresent()) {
            facts = facts.with(Fact.IDLE_TIME, idle.get());
        }
        var silence = HeartbeatLoss.silence(runner, now);
        if (silence.isPresent()) {
            facts = facts.with(Fact.HEARTBEAT_AGE, silence.get());
        }
        if (runner.slot().isPresent()) {
            facts = facts.with(Fact.POOL, runner.slot().get().word());
        }
        if (origin.placement().region().isPresent()) {
            facts = facts.with(Fact.REGION, origin.placement().region().get());
        }
        return facts;
    }

    /** The values a ruling rests on, for its audit row. */
    static Map<String, String> values(Runner runner, Instant now) {
        var values = new TreeMap<String, String>();
        values.put("state", runner.state().word());
        values.put("failed_count", String.valueOf(runner.pulse().failures()));
        values.put("age", age(runner, now).toString());
        idleTime(runner, now).ifPresent(idle -> values.put("idle_time", idle.toString()));
        HeartbeatLoss.silence(runner, now).ifPresent(silence -> values.put("heartbeat_age", silence.toString()));
        values.put("heartbeat_seq", String.valueOf(runner.pulse().sequence()));
        runner.status()
                .order()
                .ifPresent(order -> values.put("former_order", order.kind().word() + " " + order.reason()));
        return values;
    }
}
