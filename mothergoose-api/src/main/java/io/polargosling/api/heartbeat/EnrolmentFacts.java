package io.polargosling.api.heartbeat;

import java.util.Optional;

/**
 * What a fresh machine says of itself.
 *
 * @param bootPhase how far its start has come
 * @param nonce the same in every try of one process
 */
public record EnrolmentFacts(
        Optional<String> instanceId,
        Optional<String> osArch,
        Optional<String> goslingVersion,
        Optional<String> bootPhase,
        Optional<String> nonce) {

    /** It says nothing. */
    public static EnrolmentFacts none() {
        return new EnrolmentFacts(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** It says how far its start has come, and which process it is. */
    public static EnrolmentFacts of(String bootPhase, String nonce) {
        return new EnrolmentFacts(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(bootPhase), Optional.of(nonce));
    }
}
