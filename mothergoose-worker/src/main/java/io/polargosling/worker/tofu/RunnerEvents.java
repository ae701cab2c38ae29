package io.polargosling.worker.tofu;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was said of one runner's resources: its machine and what belongs to that alone. */
final class RunnerEvents {

    private final Set<String> planned = new HashSet<>();
    private final Set<String> completed = new HashSet<>();
    private @Nullable String plannedAction;
    private @Nullable String completedAction;
    private @Nullable String cloudId;
    private boolean machineDone;
    private boolean errored;

    void plan(String address, String action, boolean isMachine) {
        planned.add(address);
        // The machine's action is the runner's; what lies beside it speaks only when the machine does not change.
        if (isMachine || plannedAction == null) {
            plannedAction = action;
        }
    }

    void complete(String address, String action, boolean isMachine, String id) {
        completed.add(address);
        machineDone |= isMachine;
        completedAction = action;
        if (!id.isEmpty()) {
            cloudId = id;
        }
    }

    void fail() {
        errored = true;
    }

    Optional<String> planned() {
        return Optional.ofNullable(plannedAction);
    }

    Optional<String> completed() {
        return completed.containsAll(planned) ? Optional.ofNullable(completedAction) : Optional.empty();
    }

    /** True when its machine itself was made or removed, whatever became of what lies beside it. */
    boolean isMachineDone() {
        return machineDone;
    }

    Optional<String> cloudId() {
        return Optional.ofNullable(cloudId);
    }

    boolean isErrored() {
        return errored;
    }
}
