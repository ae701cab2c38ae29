package io.polargosling.api.heartbeat;

import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabRunners;
import io.polargosling.domain.gitlab.NewGitLabRunner;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.runner.Lifetimes;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerIdentity;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.domain.secret.Secrets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runner entities for machines: one of its own wherever GitLab lets us make it, since that can be paused, revoked and
 * attributed to the machine; else the one whose token the egg shares.
 */
final class Entities {

    private static final Logger LOG = LoggerFactory.getLogger(Entities.class);
    private final Secrets secrets;
    private final GitLabRunners gitlab;
    private final Lifetimes lifetimes;

    Entities(Secrets secrets, GitLabRunners gitlab, Lifetimes lifetimes) {
        this.secrets = secrets;
        this.gitlab = gitlab;
        this.lifetimes = lifetimes;
    }

    /** What came of asking for one. */
    sealed interface Provided {

        record Ready(Entity entity) implements Provided {}

        /**
         * There is neither a right to make one nor a token to share.
         *
         * @param cause holds no secret
         */
        record Refused(String cause) implements Provided {}
    }

    /**
     * An entity for {@code runner}.
     *
     * @throws io.polargosling.domain.problem.UnavailableException when GitLab or the secrets do not answer
     */
    Provided provide(EggConfig egg, Runner runner) {
        if (egg.gitlab().runnerToken().isPresent()) {
            return shared(egg, runner, "token_secret is written");
        }
        try {
            return new Provided.Ready(own(egg, runner));
        } catch (NotFoundException | InvalidException e) {
            return shared(egg, runner, String.valueOf(e.getMessage()));
        }
    }

    /** Deletes what an enrolment before this one made; an entity that others use stays, and so does what cannot be had. */
    void deleteFormer(EggConfig egg, RunnerIdentity former) {
        if (former.gitlabRunnerId().isPresent() && !former.sharesEntity()) {
            try {
                gitlab.deleteRunner(accessOf(egg), former.gitlabRunnerId().getAsLong());
            } catch (GoslingException e) {
                // The sweep for ghosts goes on trying.
                LOG.warn("former gitlab runner left behind egg={} cause=\"{}\"", egg.name(), e.getMessage());
            }
        }
    }

    /** Deletes an entity that nobody has been told of. */
    void withdraw(EggConfig egg, Entity entity, RunnerId id) {
        try {
            if (entity.mode() == Entity.Mode.OWN) {
                gitlab.deleteRunner(accessOf(egg), entity.id());
            }
        } catch (GoslingException e) {
            LOG.warn("gitlab runner left behind egg={} runner={} gitlab_runner={}", egg.name(), id, entity.id());
        }
    }

    private Entity own(EggConfig egg, Runner runner) {
        var limit = lifetimes.jobLimit(runner.egg(), runner.origin().kind());
        var created = gitlab.createRunner(
                accessOf(egg),
                new NewGitLabRunner(
                        egg.gitlab().scope(), runner.id().value(), egg.runner().jobs(), Optional.of(limit)));
        return Entity.own(created.id(), created.token());
    }

    private Provided shared(EggConfig egg, Runner runner, String why) {
        var token = egg.gitlab().sharedToken().flatMap(this::find);
        if (token.isEmpty()) {
            return new Provided.Refused(why + "; and there is no runner token to share");
        }
        var id = gitlab.verify(egg.gitlab().server(), token.get(), RunnerIdentity.systemId(runner.id()));
        if (id.isEmpty()) {
            return new Provided.Refused(why + "; and GitLab does not accept the runner token to share");
        }
        LOG.info("runner token shared egg={} runner={} reason=\"{}\"", egg.name(), runner.id(), why);
        return new Provided.Ready(Entity.shared(id.getAsLong(), token.get(), runner.id()));
    }

    private Optional<SecretValue> find(SecretUri uri) {
        try {
            return secrets.find(uri);
        } catch (InvalidException e) {
            return Optional.empty();
        }
    }

    private GitLabAccess accessOf(EggConfig egg) {
        return new GitLabAccess(
                egg.gitlab().server(),
                secrets.read(egg.gitlab().apiToken(), "egg \"" + egg.name() + "\", gitlab.api_token"));
    }
}
