package io.polargosling.api.webhook;

import io.polargosling.domain.secret.SecretValue;

/** Secret tokens only. */
final class GitLabHookProof implements HookProof {

    @Override
    public boolean proves(SecretValue secret, HookHeaders headers, byte[] body) {
        return secret.matches(headers.token().orElse(""));
    }
}
