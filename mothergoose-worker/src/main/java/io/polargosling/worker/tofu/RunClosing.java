package io.polargosling.worker.tofu;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.host.HostProcess;
import io.polargosling.domain.plan.Plan;
import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.run.TofuRun;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Storage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes the run that a former owner of the egg left open, before anything new is started. */
final class RunClosing {

    private static final Logger log = LoggerFactory.getLogger(RunClosing.class);
    /** Clocks of two hosts differ by less than this. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(60);

    private static final Duration GRACE = Duration.ofSeconds(60);

    private final Storage storage;
    private final RunFolders folders;
    private final InstantSource clock;
    private final Tofu.Parts parts;
    private final Duration grace;

    RunClosing(Tofu.Parts parts) {
        this(parts, GRACE);
    }

    /** @param grace how long a run may take to end after SIGINT before it is killed */
    RunClosing(Tofu.Parts parts, Duration grace) {
        this.storage = parts.storage();
        this.folders = parts.folders();
        this.clock = parts.clock();
        this.parts = parts;
        this.grace = grace;
    }

    /**
     * Closes the egg's open run, if there is one: ends its processes, reads what they said, settles its plan.
     *
     * @throws UnavailableException while it may still be running on another host, or its processes do not end
     */
    void closeOpenRun(EggName egg, Fence fence) {
        var open = storage.runs().open(egg);
        if (open.isEmpty()) {
            return;
        }
        var run = open.get();
        awaitEnd(run);
        boolean isOurs = run.host().equals(HostProcess.thisHost());
        parts.states().unlockAfter(run);
        var output = parts.workspaces().outputOf(folders.of(egg, run.id()));
        if (isOurs) {
            output.keep(run.step().phase());
            parts.erroredStates().keep(egg, run.id());
        }
        var said = folders.events(egg, run.id(), TofuPhase.APPLY);
        var error = said.error()
                .map(text -> output.failure(text).toString())
                .or(() -> said.isFinished() ? Optional.empty() : Optional.of("it was cut short"));
        boolean changed = !said.completed().isEmpty();
        for (var plan : storage.plans().open(egg)) {
            settle(plan, changed, error, fence);
        }
        var outcome = "taken over after " + run.step().phase().word() + ": "
                + (said.isFinished() ? "it had ended" : "it was cut short");
        storage.runs().save(run.ended(outcome), clock.instant(), fence);
        folders.removeInputs(egg, run.id());
        log.info("closed the run of a former owner egg={} run={} outcome=\"{}\"", egg, run.id(), outcome);
    }

    private void awaitEnd(TofuRun run) {
        if (!run.host().equals(HostProcess.thisHost())) {
            var safe = run.step().killBy().plus(CLOCK_DIFFERENCE);
            if (clock.instant().isBefore(safe)) {
                throw new UnavailableException("closing run " + run.id() + " of egg \"" + run.egg()
                        + "\": another host may run it until " + safe);
            }
            return;
        }
        try {
            if (!new RunProcesses(run.step(), folders.of(run.egg(), run.id()), grace).end()) {
                throw new UnavailableException(
                        "closing run " + run.id() + " of egg \"" + run.egg() + "\": its processes do not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("closing run " + run.id() + ": interrupted", e);
        }
    }

    private void settle(Plan plan, boolean changed, Optional<String> error, Fence fence) {
        var now = clock.instant();
        var settled = plan.status() == PlanStatus.PENDING
                ? plan.moveTo(PlanStatus.DISCARDED, now, Optional.of("its worker died before it was applied"))
                : changed
                        ? plan.moveTo(PlanStatus.APPLIED, now, error)
                        : plan.moveTo(PlanStatus.FAILED, now, error.or(() -> Optional.of("its worker died")));
        storage.plans().save(settled, fence);
    }
}
