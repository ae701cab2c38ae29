package io.polargosling.gitlab;

import io.polargosling.domain.problem.UnavailableException;
import java.time.Duration;

/** Waiting on behalf of a call. */
final class Pauses {

    private Pauses() {}

    /** Waits; an interruption ends the call. */
    static void pause(GitLabClient.Pause pause, Duration wait, Call call) {
        try {
            pause.of(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(call.act() + ": interrupted while waiting for GitLab", e);
        }
    }
}
