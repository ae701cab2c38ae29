package io.polargosling.api.heartbeat;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.api.problem.ProblemKind;
import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.BucketConfig;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.gitlab.CreatedGitLabRunner;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabRunners;
import io.polargosling.domain.gitlab.NewGitLabRunner;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.token.TokenHash;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a fresh machine its GitLab runner and its own token.
 *
 * <p>Until its first heartbeat a machine may ask again, and the newest answer is the one that counts: whatever was made
 * for an earlier one is deleted. Nothing of the GitLab token stays here.
 */
final class Enrolment {

    private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);
    private static final int ATTEMPTS = 5;
    private static final Duration VM_JOB_LIMIT = Duration.ofHours(24);

    /** Less than the hour such a machine lives, so that GitLab ends a job before its machine goes. */
    private static final Duration SERVERLESS_JOB_LIMIT = Duration.ofMinutes(58);

    private final Storage storage;
    private final Secrets secrets;
    private final GitLabRunners gitlab;
    private final ApiClock clock;
    private final Duration heartbeat;

    Enrolment(Storage storage, Secrets secrets, GitLabRunners gitlab, ApiClock clock, Duration heartbeat) {
        this.storage = storage;
        this.secrets = secrets;
        this.gitlab = gitlab;
        this.clock = clock;
        this.heartbeat = heartbeat;
    }

    /**
     * Enrols the runner.
     *
     * @throws ProblemException when it has ended, or has sent a heartbeat already
     */
    RunnerBootstrap enrol(RunnerId id) {
        var runner = enrollable(id);
        var config = storage.eggs()
                .revision(runner.egg(), runner.origin().revision())
                .map(EggRevision::config)
                .orElseThrow(() -> new InternalException("enrolling runner " + id + ": its revision is not stored"));
        return switch (config) {
            case EggConfig egg -> enrol(runner, egg);
            // A row does not tell yet which repo its machine is for, and none is made for a bucket.
            case BucketConfig _ ->
                throw new UnavailableException("enrolling runner " + id + ": machines for buckets are not made yet");
        };
    }

    private RunnerBootstrap enrol(Runner runner, EggConfig egg) {
        var id = runner.id();
        var access = accessOf(egg);
        deleteFormer(access, runner);
        var entity = create(access, egg, runner);
        String token = TokenHash.newToken();
        try {
            var written = record(runner, access, TokenHash.of(token), entity);
            LOG.info("runner enrolled egg={} runner={} gitlab_runner={}", written.egg(), id, entity.id());
            return RunnerBootstrap.of(token, written, egg, entity, heartbeat);
        } catch (ProblemException | GoslingException e) {
            withdraw(access, entity, id);
            throw e;
        }
    }

    private Runner enrollable(RunnerId id) {
        var runner = storage.runners()
                .find(id)
                .orElseThrow(() -> new ProblemException(ProblemKind.GONE, "there is no such runner any more"));
        if (HeartbeatRule.hasEnded(runner.state())) {
            throw new ProblemException(
                    ProblemKind.GONE, "the runner is " + runner.state().word() + ": stop");
        }
        if (runner.pulse().lastHeartbeat().isPresent()) {
            throw new ProblemException(ProblemKind.ALREADY_ENROLLED, "a heartbeat of this runner was received already");
        }
        return runner;
    }

    /** Missing rights are as passing as a GitLab that is down: the machine tries again until its boot deadline. */
    private GitLabAccess accessOf(EggConfig egg) {
        try {
            var token = secrets.read(egg.gitlab().apiToken(), "egg \"" + egg.name() + "\", gitlab.api_token");
            return new GitLabAccess(egg.gitlab().server(), token);
        } catch (NotFoundException | InvalidException e) {
            throw new UnavailableException(String.valueOf(e.getMessage()), e);
        }
    }

    private CreatedGitLabRunner create(GitLabAccess access, EggConfig egg, Runner runner) {
        var limit = runner.origin().kind() == RunnerKind.VM ? VM_JOB_LIMIT : SERVERLESS_JOB_LIMIT;
        try {
            return gitlab.createRunner(
                    access,
                    new NewGitLabRunner(
                            egg.gitlab().scope(),
                            runner.id().value(),
                            egg.runner().jobs(),
                            Optional.of(limit)));
        } catch (InvalidException e) {
            throw new UnavailableException(
                    "making the GitLab runner of " + runner.id() + " for egg \"" + egg.name() + "\": " + e.getMessage(),
                    e);
        }
    }

    private Runner record(Runner read, GitLabAccess access, TokenHash token, CreatedGitLabRunner entity) {
        var runner = read;
        for (int attempt = 1; ; attempt++) {
            var row = runner.withIdentity(runner.identity().enrolled(token, entity.id()));
            var audit = AuditEntry.of(
                    clock.now(),
                    "runner",
                    "runner.enrolled",
                    "runner/" + row.id(),
                    Map.of("egg", row.egg().value(), "gitlab_runner", Long.toString(entity.id())));
            try {
                return storage.runners()
                        .write(new RunnerWrite(List.of(row), List.of(audit), Optional.empty(), Optional.empty(), false))
                        .getFirst();
            } catch (ConflictException e) {
                if (attempt == ATTEMPTS) {
                    throw new UnavailableException("enrolling runner " + row.id() + ": always outrun", e);
                }
                var again = enrollable(runner.id());
                if (!again.identity().gitlabRunnerId().equals(runner.identity().gitlabRunnerId())) {
                    deleteFormer(access, again);
                }
                runner = again;
            }
        }
    }

    private void deleteFormer(GitLabAccess access, Runner runner) {
        runner.identity().gitlabRunnerId().ifPresent(former -> gitlab.deleteRunner(access, former));
    }

    private void withdraw(GitLabAccess access, CreatedGitLabRunner entity, RunnerId id) {
        try {
            gitlab.deleteRunner(access, entity.id());
        } catch (GoslingException e) {
            LOG.warn("gitlab runner left behind runner={} gitlab_runner={}", id, entity.id());
        }
    }
}
