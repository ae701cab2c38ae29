package io.polargosling.domain.egg;

import io.polargosling.domain.secret.SecretUri;
import java.util.Optional;

/**
 * One project or group an egg or a bucket answers for, as webhooks are matched against it.
 *
 * @param egg the name of the egg or bucket
 * @param repo the name of the bucket's repo that it is; empty for the target of an egg
 * @param apiToken what GitLab is called with for this target
 */
public record EggTarget(
        EggName egg,
        Optional<String> repo,
        GitLabServer server,
        TargetScope scope,
        SecretUri apiToken,
        SecretUri webhookSecret) {

    /** The target of the egg {@code egg}. */
    public static EggTarget of(EggName egg, GitLabBinding gitlab) {
        return of(egg, Optional.empty(), gitlab);
    }

    /** The target that is the repo {@code repo} of the bucket {@code bucket}. */
    static EggTarget of(EggName bucket, Optional<String> repo, GitLabBinding gitlab) {
        return new EggTarget(bucket, repo, gitlab.server(), gitlab.scope(), gitlab.apiToken(), gitlab.webhookSecret());
    }

    /** Its identity. */
    public TargetId id() {
        return new TargetId(server, scope, egg);
    }
}
