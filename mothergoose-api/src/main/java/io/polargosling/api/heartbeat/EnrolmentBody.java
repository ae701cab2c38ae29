package io.polargosling.api.heartbeat;

import org.jspecify.annotations.Nullable;

/** What a fresh machine says of itself, as it was sent. */
record EnrolmentBody(
        @Nullable String instanceId,
        @Nullable String osArch,
        @Nullable String goslingVersion,
        @Nullable String bootPhase,
        @Nullable String nonce) {

    /** The facts, checked; {@code body} may be left out. */
    static EnrolmentFacts checked(@Nullable EnrolmentBody body) {
        return body == null
                ? EnrolmentFacts.none()
                : new EnrolmentFacts(
                        Words.shortText(body.instanceId, "instance_id"),
                        Words.shortText(body.osArch, "os_arch"),
                        Words.shortText(body.goslingVersion, "gosling_version"),
                        Words.phase(body.bootPhase),
                        Words.shortText(body.nonce, "nonce"));
    }
}
