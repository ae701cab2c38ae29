package io.polargosling.api.heartbeat;

import org.jspecify.annotations.Nullable;

/** What a fresh machine may say of itself; nothing depends on it yet. */
record EnrolmentBody(
        @Nullable String instanceId,
        @Nullable String osArch,
        @Nullable String goslingVersion,
        @Nullable String bootPhase,
        @Nullable String nonce) {}
