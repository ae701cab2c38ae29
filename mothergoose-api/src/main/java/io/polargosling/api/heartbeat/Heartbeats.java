package io.polargosling.api.heartbeat;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.api.problem.ProblemKind;
import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerStore;
import io.polargosling.domain.runner.RunnerWrite;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what runners say of themselves, and tells them what to do. */
final class Heartbeats {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    private static final int ATTEMPTS = 5;

    /** A machine that fails more often than this has told enough of it. */
    private static final int MOST_FAILURES_KEPT = 20;

    /** An active runner is asked again soon, so that it does not take a whole period until its load is known. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private final RunnerStore runners;
    private final CommandQueue queue;
    private final ApiClock clock;
    private final Duration period;

    Heartbeats(RunnerStore runners, CommandQueue queue, ApiClock clock, Duration period) {
        this.runners = runners;
        this.queue = queue;
        this.clock = clock;
        this.period = period;
    }

    /**
     * Takes a heartbeat.
     *
     * @throws ProblemException when the runner has ended, a newer heartbeat was there before, or it serves another egg
     */
    Directive take(RunnerId id, Heartbeat heartbeat) {
        var written = record(id, heartbeat);
        var next = written.state() == RunnerState.ACTIVE && SOON.compareTo(period) < 0 ? SOON : period;
        return new Directive(
                HeartbeatRule.desired(written),
                written.origin().revision(),
                Math.max(1, next.toSeconds()),
                clock.now());
    }

    private Runner record(RunnerId id, Heartbeat heartbeat) {
        for (int attempt = 1; ; attempt++) {
            try {
                return recordOnce(id, heartbeat);
            } catch (ConflictException e) {
                if (attempt == ATTEMPTS) {
                    throw new UnavailableException("writing the heartbeat of runner " + id + ": always outrun", e);
                }
            }
        }
    }

    private Runner recordOnce(RunnerId id, Heartbeat heartbeat) {
        var runner = runners.find(id)
                .orElseThrow(() -> new ProblemException(ProblemKind.GONE, "there is no such runner any more"));
        if (!runner.egg().value().equals(heartbeat.egg())) {
            throw ProblemException.invalid("/egg_name", "egg", "egg_name: this runner serves another egg");
        }
        var now = clock.now();
        return switch (HeartbeatRule.apply(runner, heartbeat, now)) {
            case HeartbeatRule.Outcome.Ended _ ->
                throw new ProblemException(
                        ProblemKind.GONE, "the runner is " + runner.state().word() + ": stop");
            case HeartbeatRule.Outcome.Stale _ ->
                throw new ProblemException(
                        ProblemKind.STALE_SEQUENCE,
                        "seq: expected above " + runner.pulse().sequence());
            case HeartbeatRule.Outcome.Pulse pulse ->
                runners.write(new RunnerWrite(
                                List.of(pulse.row()),
                                trouble(runner, heartbeat, now),
                                Optional.empty(),
                                Optional.empty(),
                                false))
                        .getFirst();
            case HeartbeatRule.Outcome.Changed changed -> change(runner, changed, heartbeat, now);
        };
    }

    private Runner change(Runner before, HeartbeatRule.Outcome.Changed changed, Heartbeat heartbeat, Instant now) {
        var row = changed.row();
        var audit = new ArrayList<>(trouble(before, heartbeat, now));
        audit.add(AuditEntry.of(
                now,
                "runner",
                changed.action(),
                "runner/" + row.id(),
                Map.of(
                        "egg", row.egg().value(),
                        "from", before.state().word(),
                        "to", row.state().word(),
                        "sequence", Long.toString(row.pulse().sequence()))));
        var written = runners.write(new RunnerWrite(List.of(row), audit, Optional.empty(), Optional.empty(), true))
                .getFirst();
        LOG.info(
                "runner moved egg={} runner={} from={} to={} finished={}",
                row.egg(),
                row.id(),
                before.state().word(),
                row.state().word(),
                row.pulse().finished());
        try {
            queue.send(new Command.ReconcileEgg(row.egg()));
        } catch (UnavailableException e) {
            // The generation was raised with the row, so the sweep looks at the egg anyway.
            LOG.warn("reconcile not sent egg={} runner={} cause={}", row.egg(), row.id(), e.getMessage());
        }
        return written;
    }

    /** The record of what went wrong; the log says only that there is one. */
    private static List<AuditEntry> trouble(Runner runner, Heartbeat heartbeat, Instant now) {
        var trouble = heartbeat.trouble();
        if (trouble.failures().isEmpty() || runner.pulse().failures() >= MOST_FAILURES_KEPT) {
            return List.of();
        }
        LOG.warn(
                "runner reports failures egg={} runner={} count={}",
                runner.egg(),
                runner.id(),
                trouble.failures().size());
        return List.of(AuditEntry.of(
                now,
                "runner",
                "runner.trouble",
                "runner/" + runner.id(),
                Map.of(
                        "egg", runner.egg().value(),
                        "failures", String.join("\n", trouble.failures()),
                        "log_tail", String.join("\n", trouble.logTail()))));
    }
}
