package io.polargosling.api.heartbeat;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.api.problem.ProblemKind;
import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.Phase;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.token.TokenHash;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
    private static final int LATEST = 20;
    private static final String ENROLLED = "runner.enrolled";

    private final Storage storage;
    private final Entities entities;
    private final EggConfigs configs;
    private final TokenFinding finding;
    private final ApiClock clock;
    private final Duration heartbeat;

    Enrolment(Storage storage, Entities entities, EggConfigs configs, ApiClock clock, Duration heartbeat) {
        this.storage = storage;
        this.entities = entities;
        this.configs = configs;
        this.finding = new TokenFinding(storage, clock);
        this.clock = clock;
        this.heartbeat = heartbeat;
    }

    /**
     * Enrols the runner.
     *
     * @throws ProblemException when it has ended, has sent a heartbeat already, or comes after its boot deadline
     */
    RunnerBootstrap enrol(RunnerId id, EnrolmentFacts facts) {
        var runner = enrollable(id);
        var egg = configs.of(runner);
        tellSecondProcess(runner, facts);
        try {
            return switch (entities.provide(egg, runner)) {
                case Entities.Provided.Ready ready -> enrolWith(ready.entity(), egg, runner, facts);
                case Entities.Provided.Refused refused -> {
                    finding.report(egg.name(), refused.cause());
                    // As passing as a GitLab that is down: the machine tries again until its boot deadline.
                    throw new UnavailableException("enrolling runner " + id + ": " + refused.cause());
                }
            };
        } catch (UnavailableException e) {
            remember(runner, facts);
            throw e;
        }
    }

    private RunnerBootstrap enrolWith(Entity entity, EggConfig egg, Runner runner, EnrolmentFacts facts) {
        String token = TokenHash.newToken();
        try {
            var written = record(runner, egg, TokenHash.of(token), entity, facts);
            finding.clear(egg.name());
            LOG.info(
                    "runner enrolled egg={} runner={} gitlab_runner={} mode={}",
                    written.egg(),
                    written.id(),
                    entity.id(),
                    entity.mode());
            var url = egg.gitlab().server().url().toString();
            return RunnerBootstrap.of(token, entity, url, RunnerConfig.of(written, egg, heartbeat));
        } catch (ProblemException | GoslingException e) {
            entities.withdraw(egg, entity, runner.id());
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
        boolean late = runner.status().phase() == Phase.BOOTING
                && runner.schedule()
                        .deadline()
                        .filter(end -> !end.isAfter(clock.now()))
                        .isPresent();
        if (late) {
            throw new ProblemException(ProblemKind.GONE, "the runner's boot deadline has passed: stop");
        }
        return runner;
    }

    private Runner record(Runner read, EggConfig egg, TokenHash token, Entity entity, EnrolmentFacts facts) {
        var runner = read;
        for (int attempt = 1; ; attempt++) {
            var row = runner.withIdentity(entity.on(runner.identity(), token))
                    .withPulse(runner.pulse().inPhase(facts.bootPhase()));
            try {
                var written = storage.runners()
                        .write(new RunnerWrite(
                                List.of(row),
                                List.of(audit(row, entity, facts)),
                                Optional.empty(),
                                Optional.empty(),
                                false))
                        .getFirst();
                // Not before: until now the first heartbeat could have made the former one the one that counts.
                entities.deleteFormer(egg, runner.identity());
                return written;
            } catch (ConflictException e) {
                if (attempt == ATTEMPTS) {
                    throw new UnavailableException("enrolling runner " + row.id() + ": always outrun", e);
                }
                runner = enrollable(runner.id());
            }
        }
    }

    private AuditEntry audit(Runner row, Entity entity, EnrolmentFacts facts) {
        var details = new TreeMap<String, String>();
        details.put("egg", row.egg().value());
        details.put("gitlab_runner", Long.toString(entity.id()));
        details.put("mode", entity.mode().name());
        facts.instanceId().ifPresent(text -> details.put("instance", text));
        facts.osArch().ifPresent(text -> details.put("os_arch", text));
        facts.goslingVersion().ifPresent(text -> details.put("gosling", text));
        facts.nonce().ifPresent(text -> details.put("nonce", text));
        return AuditEntry.of(clock.now(), "runner", ENROLLED, "runner/" + row.id(), details);
    }

    /** A machine that comes again is the same process or one started anew; anything else stole the token. */
    private void tellSecondProcess(Runner runner, EnrolmentFacts facts) {
        if (runner.identity().runnerHash().isEmpty() || facts.nonce().isEmpty()) {
            return;
        }
        var latest = storage.audit().ofResource("runner/" + runner.id(), PageRequest.first(LATEST)).items().stream()
                .filter(entry -> entry.action().equals(ENROLLED))
                .findFirst()
                .map(AuditEntry::details)
                .orElse(Map.of());
        boolean same = facts.nonce().get().equals(latest.getOrDefault("nonce", ""));
        if (!same) {
            LOG.warn(
                    "another process enrols as a runner that has enrolled egg={} runner={} instance={} before={}",
                    runner.egg(),
                    runner.id(),
                    facts.instanceId().orElse("-"),
                    latest.getOrDefault("instance", "-"));
        }
    }

    /** How far it came shows also when it gets no further. */
    private void remember(Runner read, EnrolmentFacts facts) {
        var changed = read.withPulse(read.pulse().inPhase(facts.bootPhase()));
        if (changed.equals(read)) {
            return;
        }
        try {
            var _ = storage.runners()
                    .write(new RunnerWrite(List.of(changed), List.of(), Optional.empty(), Optional.empty(), false));
        } catch (GoslingException e) {
            LOG.info("boot phase not kept runner={} cause=\"{}\"", read.id(), e.getMessage());
        }
    }
}
