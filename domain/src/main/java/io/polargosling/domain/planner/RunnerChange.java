package io.polargosling.domain.planner;

import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.RunnerId;

/** One thing to do about an egg's runners; the reason is a stable code. */
public sealed interface RunnerChange {

    /** Why. */
    String reason();

    /** Reserve and make a runner. */
    record Create(RunnerKind kind, String reason) implements RunnerChange {}

    /** Pause it and prove that no job runs on it. */
    record Drain(RunnerId runner, String reason) implements RunnerChange {}

    /** Take the next step of a proof that is under way. */
    record ContinueDrain(RunnerId runner, String reason) implements RunnerChange {}

    /** Destroy it: nothing runs on it that could be harmed. */
    record Terminate(RunnerId runner, String reason) implements RunnerChange {}

    /** It is unusable: it will be destroyed, whatever ran on it is lost already. */
    record Fail(RunnerId runner, String reason) implements RunnerChange {}
}
