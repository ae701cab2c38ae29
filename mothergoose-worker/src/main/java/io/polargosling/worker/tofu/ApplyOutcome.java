package io.polargosling.worker.tofu;

import io.polargosling.domain.plan.PlanChanges;
import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.run.TofuPhase;
import io.polargosling.domain.runner.RunnerId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an apply came to, runner by runner.
 *
 * @param created with the cloud's id of each, or its runner's where no cloud knows it
 * @param why what went wrong first; empty when all went well
 */
record ApplyOutcome(
        Map<RunnerId, String> created,
        Set<RunnerId> destroyed,
        Map<RunnerId, RunFailure> failed,
        Optional<RunFailure> why) {

    static ApplyOutcome of(PlanChanges planned, TofuEvents events, PhaseRun.Ended ended, RunOutput output) {
        var failed = new HashMap<RunnerId, RunFailure>();
        boolean isWhole = ended.exit() == 0 && ended.cut().isEmpty();
        Optional<RunFailure> general =
                isWhole ? Optional.empty() : Optional.of(output.failure(TofuPhase.APPLY, events, ended));
        events.errors()
                .forEach(error ->
                        error.runner().ifPresent(runner -> failed.putIfAbsent(runner, output.failure(error.text()))));
        var rest = general.orElseGet(() -> output.failure("OpenTofu says nothing of it"));
        // A provisioner that fails leaves the resource in the state, marked as half made.
        events.errored().forEach(runner -> failed.putIfAbsent(runner, rest));
        var created = new HashMap<RunnerId, String>();
        var destroyed = new HashSet<RunnerId>();
        events.completed().forEach((runner, action) -> {
            if (failed.containsKey(runner)) {
                return;
            }
            if ("delete".equals(action)) {
                destroyed.add(runner);
            } else {
                created.put(runner, events.cloudId(runner).orElse(runner.value()));
            }
        });
        Stream.concat(
                        planned.created().stream().filter(runner -> !created.containsKey(runner)),
                        planned.destroyed().stream().filter(runner -> !destroyed.contains(runner)))
                .forEach(runner -> failed.putIfAbsent(runner, rest));
        var why = general.or(() -> failed.values().stream().findFirst());
        return new ApplyOutcome(created, destroyed, failed, why);
    }

    /** True when nothing of what was planned came about. */
    boolean isNothing() {
        return why.isPresent() && created.isEmpty() && destroyed.isEmpty();
    }
}
