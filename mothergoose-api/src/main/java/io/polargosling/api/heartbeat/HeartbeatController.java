package io.polargosling.api.heartbeat;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.problem.Parameters;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Heartbeats. */
@RestController
final class HeartbeatController {

    private static final Logger LOG = LoggerFactory.getLogger(HeartbeatController.class);
    private static final int ATTEMPTS = 5;

    /** An active runner is asked again soon, so that it does not take a whole period until its load is known. */
    private static final Duration SOON = Duration.ofSeconds(2);

    private final RunnerStore runners;
    private final CommandQueue queue;
    private final ApiClock clock;
    private final Duration period;

    HeartbeatController(RunnerStore runners, CommandQueue queue, ApiClock clock, Duration period) {
        this.runners = runners;
        this.queue = queue;
        this.clock = clock;
        this.period = period;
    }

    /** @param desired run, drain or stop */
    record Directive(String desired, long configVersion, long nextInSeconds, Instant serverTime) {}

    @PostMapping("/runners/{id}/heartbeat")
    Directive heartbeat(@PathVariable String id, @RequestBody HeartbeatBody body) {
        var written = record(Parameters.runner(id), body.checked());
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
            case HeartbeatRule.Outcome.Ended ended ->
                throw new ProblemException(
                        ProblemKind.GONE, "the runner is " + runner.state().word() + ": stop");
            case HeartbeatRule.Outcome.Stale stale ->
                throw new ProblemException(
                        ProblemKind.STALE_SEQUENCE,
                        "seq: expected above " + runner.pulse().sequence());
            case HeartbeatRule.Outcome.Pulse pulse ->
                runners.write(new RunnerWrite(
                                List.of(pulse.row()), List.of(), Optional.empty(), Optional.empty(), false))
                        .getFirst();
            case HeartbeatRule.Outcome.Changed changed -> change(runner, changed, now);
        };
    }

    private Runner change(Runner before, HeartbeatRule.Outcome.Changed changed, Instant now) {
        var row = changed.row();
        var audit = AuditEntry.of(
                now,
                "runner",
                changed.action(),
                "runner/" + row.id(),
                Map.of(
                        "egg", row.egg().value(),
                        "from", before.state().word(),
                        "to", row.state().word(),
                        "sequence", Long.toString(row.pulse().sequence())));
        var written = runners.write(RunnerWrite.unfenced(row, audit)).getFirst();
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
}
