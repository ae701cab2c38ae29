package io.polargosling.api.runner;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerStore;
import io.polargosling.domain.runner.RunnerWrite;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** Orders the end of a runner on its row; the worker carries it out. */
final class RunnerEnd {

    private static final Logger LOG = LoggerFactory.getLogger(RunnerEnd.class);
    private static final String FORCED = "forced";
    private static final int TRIES = 5;

    private final RunnerStore runners;
    private final CommandQueue queue;
    private final ApiClock clock;

    RunnerEnd(RunnerStore runners, CommandQueue queue, ApiClock clock) {
        this.runners = runners;
        this.queue = queue;
        this.clock = clock;
    }

    /** 202 with the row as ordered, 200 with the row as it is when it is ending already. */
    ResponseEntity<RunnerBody> end(RunnerId id, String reason, boolean forced, String author) {
        for (int i = 1; ; i++) {
            var runner =
                    runners.find(id).orElseThrow(() -> ProblemException.notFound("there is no runner \"" + id + "\""));
            if (isEnding(runner, forced)) {
                return ResponseEntity.ok(RunnerBody.of(runner));
            }
            try {
                return order(runner, reason, forced, author);
            } catch (ConflictException e) {
                // Heartbeats write the same row.
                if (i == TRIES) {
                    throw e;
                }
            }
        }
    }

    private static boolean isEnding(Runner runner, boolean forced) {
        return switch (runner.state()) {
            case FAILED, TERMINATING, TERMINATED -> true;
            case PROVISIONING, ACTIVE, IDLE, BUSY, DRAINING, DEMOTING, DORMANT, PROMOTING ->
                !forced
                        && runner.status()
                                .order()
                                .filter(order -> order.kind() == PendingOrder.Kind.TERMINATE)
                                .isPresent();
        };
    }

    private ResponseEntity<RunnerBody> order(Runner runner, String reason, boolean forced, String author) {
        var now = clock.now();
        var order = new PendingOrder(PendingOrder.Kind.TERMINATE, reason, author);
        var changed = forced
                ? runner.moveTo(RunnerState.FAILED, now, Optional.of(FORCED))
                : runner.withOrder(Optional.of(order));
        var audit = AuditEntry.of(
                now,
                author,
                forced ? "runner.failed" : "runner.order.terminate",
                "runner/" + runner.id(),
                Map.of(
                        "egg",
                        runner.egg().value(),
                        "from",
                        runner.state().word(),
                        "reason",
                        forced ? FORCED + ": " + reason : reason,
                        "jobs",
                        runner.pulse().runningJobs().toString()));
        var written = runners.write(RunnerWrite.unfenced(changed, audit)).getFirst();
        LOG.info(
                "runner end ordered egg={} runner={} state={} reason={} forced={} by={}",
                runner.egg(),
                runner.id(),
                runner.state().word(),
                reason,
                forced,
                author);
        try {
            queue.send(new Command.ReconcileEgg(runner.egg()));
        } catch (UnavailableException e) {
            // The row has it, and the sweep finds the egg by its generation.
            LOG.warn("hint not sent egg={} cause=\"{}\"", runner.egg(), e.getMessage());
        }
        return ResponseEntity.status(HttpStatus.ACCEPTED).body(RunnerBody.of(written));
    }
}
