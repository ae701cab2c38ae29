package io.polargosling.api.heartbeat;

import io.polargosling.domain.secret.SecretValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** All that a machine needs to start its agent; the only answer that holds tokens. */
public record RunnerBootstrap(String runnerToken, GitLabPart gitlab, RunnerConfig config) {

    /**
     * The runner entity the machine acts as.
     *
     * @param mode {@code own}: the token is this machine's alone; {@code shared}: others use it too
     * @param systemId what the agent must call itself, so that it can be told from the others; null when it is alone
     */
    public record GitLabPart(
            String url,
            long runnerId,
            String token,
            String mode,
            @Nullable String systemId) {

        /** The mask: this holds a token. */
        @Override
        public String toString() {
            return "GitLabPart[" + SecretValue.MASK + "]";
        }
    }

    static RunnerBootstrap of(String runnerToken, Entity entity, String url, RunnerConfig config) {
        return new RunnerBootstrap(
                runnerToken,
                new GitLabPart(
                        url,
                        entity.id(),
                        entity.token().reveal(),
                        entity.mode().name().toLowerCase(Locale.ROOT),
                        entity.systemId().orElse(null)),
                config);
    }

    /** The mask: this holds tokens. */
    @Override
    public String toString() {
        return "RunnerBootstrap[" + SecretValue.MASK + "]";
    }
}
