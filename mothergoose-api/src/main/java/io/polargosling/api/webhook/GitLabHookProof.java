package io.polargosling.api.webhook;

import io.polargosling.domain.secret.SecretValue;
import io.polargosling.gitlab.RawBody;
import io.polargosling.gitlab.WebhookVerifier;
import java.util.Optional;

/** GitLab's own two ways: a signature over the body, or the secret itself in a header. */
final class GitLabHookProof implements HookProof {

    private final WebhookVerifier verifier;

    GitLabHookProof(WebhookVerifier verifier) {
        this.verifier = verifier;
    }

    @Override
    public boolean proves(Optional<SecretValue> secret, HookHeaders headers, RawBody body) {
        var credentials = new WebhookVerifier.Credentials(
                headers.token(), headers.id(), headers.timestamp(), headers.signature());
        return verifier.accepts(secret, credentials, body);
    }
}
