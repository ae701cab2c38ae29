package io.polargosling.api.heartbeat;

import org.jspecify.annotations.Nullable;

/** What a fresh machine says of itself; for the log, nothing depends on it. */
record EnrolmentBody(
        @Nullable String instanceId,
        @Nullable String osArch,
        @Nullable String goslingVersion,
        @Nullable String bootPhase,
        @Nullable String nonce) {}
