package io.polargosling.domain.planner;

import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.RunnerId;
import java.util.Optional;

/** One thing to do about an egg's runners; the reason is a stable code. */
public sealed interface RunnerChange {

    /** Why. */
    String reason();

    /** The runner it is about; empty for one that is to be made. */
    default Optional<RunnerId> subject() {
        return Optional.empty();
    }

    /**
     * Reserve and make a runner.
     *
     * @param placement where
     * @param repo the bucket's repo it is for; empty for an egg
     */
    record Create(RunnerKind kind, Placement placement, Optional<String> repo, String reason) implements RunnerChange {}

    /** A change of a runner that exists. */
    sealed interface OfRunner extends RunnerChange {

        /** Which. */
        RunnerId runner();

        @Override
        default Optional<RunnerId> subject() {
            return Optional.of(runner());
        }
    }

    /** Start a stopped one: take an Apex slot, turn it on, take the pause in GitLab back. */
    record Wake(RunnerId runner, String reason) implements OfRunner {}

    /** Take the next step of a start that is under way. */
    record ContinueWake(RunnerId runner, String reason) implements OfRunner {}

    /** Pause it and prove that no job runs on it, to end it then. */
    record Drain(RunnerId runner, String reason) implements OfRunner {}

    /** Pause it and prove that no job runs on it, to stop it then and keep it in Nadir. */
    record Demote(RunnerId runner, String reason) implements OfRunner {}

    /** Take the next step of a proof, or of a stop, that is under way. */
    record ContinueDrain(RunnerId runner, String reason) implements OfRunner {}

    /** Take back a proof that is under way and nobody wants any more. */
    record Withdraw(RunnerId runner, String reason) implements OfRunner {}

    /** Destroy it: nothing runs on it that could be harmed. */
    record Terminate(RunnerId runner, String reason) implements OfRunner {}

    /** It is unusable: it will be destroyed, whatever ran on it is lost already. */
    record Fail(RunnerId runner, String reason) implements OfRunner {}
}
