package io.polargosling.domain.run;

/**
 * A failure of a run or of one machine in it.
 *
 * @param message what OpenTofu or the cloud said; masked, never a secret
 */
public record RunFailure(FailureCause cause, String message) {

    @Override
    public String toString() {
        return cause.word() + ": " + message;
    }
}
