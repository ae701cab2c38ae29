package io.polargosling.worker.target;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import java.util.List;

/** The targets of eggs, and the way to GitLab for each. */
public final class EggTargets {

    private final Storage storage;
    private final Secrets secrets;

    /** Targets as {@code storage} has them, called with tokens from {@code secrets}. */
    public EggTargets(Storage storage, Secrets secrets) {
        this.storage = storage;
        this.secrets = secrets;
    }

    /** All targets of the egg, in a stable order; those of an egg that takes no runners too. */
    public List<Target> of(EggName egg) {
        return Pages.all(page -> storage.targets().ofEgg(egg, page));
    }

    /**
     * How GitLab is called for the target.
     *
     * @throws io.polargosling.domain.problem.GoslingException when its token cannot be had
     */
    public GitLabAccess access(EggTarget target) {
        return new GitLabAccess(target.server(), secrets.read(target.apiToken(), place(target, "api_token")));
    }

    /** Where the setting {@code key} of the target stands, as messages name it. */
    public static String place(EggTarget target, String key) {
        return "egg \"" + target.egg() + "\", "
                + target.repo().map(repo -> "repo \"" + repo + "\", ").orElse("") + "gitlab." + key;
    }
}
