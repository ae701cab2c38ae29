package io.polargosling.worker.tofu;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was said of one runner's resources: its machine and what belongs to that alone. */
final class RunnerEvents {

    private static final String CREATE = "create";

    private final Set<String> planned = new HashSet<>();
    private final Set<String> completed = new HashSet<>();
    private @Nullable String plannedAction;
    private @Nullable String completedAction;
    private @Nullable String cloudId;
    private boolean machineChanges;
    private boolean machineMade;
    private boolean errored;

    void plan(String address, String action, boolean isMachine) {
        planned.add(address);
        machineChanges |= isMachine;
        // The machine's action is the runner's; what lies beside it speaks only when the machine does not change.
        if (isMachine || plannedAction == null) {
            plannedAction = action;
        }
    }

    void complete(String address, String action, boolean isMachine, String id) {
        completed.add(address);
        machineMade |= isMachine && CREATE.equals(action);
        completedAction = action;
        if (!id.isEmpty()) {
            cloudId = id;
        }
    }

    void fail() {
        errored = true;
    }

    /** True when its machine stays as it is and what it lacks beside it is to be made. */
    boolean isToBeCompleted() {
        return !machineChanges && CREATE.equals(plannedAction);
    }

    Optional<String> planned() {
        return Optional.ofNullable(plannedAction);
    }

    /**
     * What lies beside a machine waits for the machines of all runners, so where one of these fails it is missing from
     * the others, whose machines are there all the same; a later run makes it.
     */
    Optional<String> completed() {
        if (machineMade) {
            return Optional.of(CREATE);
        }
        return completed.containsAll(planned) ? Optional.ofNullable(completedAction) : Optional.empty();
    }

    Optional<String> cloudId() {
        return Optional.ofNullable(cloudId);
    }

    boolean isErrored() {
        return errored;
    }
}
