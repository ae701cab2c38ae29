package io.polargosling.worker.hook;

import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import io.polargosling.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the hook of the Nest's own project, if there is a token to do so with. */
public final class NestHook {

    private static final Logger log = LoggerFactory.getLogger(NestHook.class);
    /** A little less, so that the duty that is due every ten minutes does not miss it. */
    private static final Duration HOUR = Duration.ofMinutes(59);

    private static final String SUBJECT = "nest";

    private final Storage storage;
    private final Secrets secrets;
    private final HookAddress address;
    private final HookSecrets hookSecrets;
    private final OneHook hook;
    private final Optional<NestProject> nest;
    private final InstantSource clock;
    private volatile Instant keptAt = Instant.EPOCH;

    /** @param address where the API takes webhooks */
    public NestHook(
            Storage storage,
            GitLab gitlab,
            Secrets secrets,
            HookAddress address,
            Settings settings,
            InstantSource clock) {
        this.storage = storage;
        this.secrets = secrets;
        this.address = address;
        this.hookSecrets = new HookSecrets(secrets, gitlab, settings.secrets().autocreateWebhookSecret(), clock);
        this.hook = new OneHook(gitlab.hooks());
        this.nest = NestProject.of(settings.nest());
        this.clock = clock;
    }

    /**
     * Brings the hook to what it should be; nothing when that was done within the hour, or the project or its token is
     * not known.
     */
    public void keep() {
        if (nest.isEmpty() || clock.instant().isBefore(keptAt.plus(HOUR))) {
            return;
        }
        var project = nest.get();
        var token = secrets.find(project.apiToken());
        if (token.isEmpty()) {
            log.debug("hook of the nest not kept reason=no-token");
            return;
        }
        try {
            record(keep(project, new GitLabAccess(project.server(), token.get())));
        } catch (InvalidException | NotFoundException e) {
            record(Optional.of(HookProblem.refused(String.valueOf(e.getMessage()))));
        }
        keptAt = clock.instant();
    }

    private Optional<HookProblem> keep(NestProject project, GitLabAccess access) {
        if (!address.isReachableFrom(project.server())) {
            return Optional.of(HookProblem.unreachable(project.server(), address));
        }
        var wanted = address.wanted(hookSecrets.of(project.webhookSecret(), access, "gosling.nest.webhook-secret"));
        var place = new HookPlace(
                access, new TargetScope.Project(project.id()), OptionalLong.empty(), hooksOfEggs(project), true);
        var kept = hook.keep(place, wanted);
        return kept.wasDisabled() ? Optional.of(HookProblem.disabled(place.name(), kept.hook())) : Optional.empty();
    }

    private void record(Optional<HookProblem> problem) {
        for (var code : HookProblem.CODES) {
            if (problem.filter(stands -> stands.code().equals(code)).isEmpty()) {
                storage.findings().clear(SUBJECT, code);
            }
        }
        problem.ifPresent(
                stands -> storage.findings().report(stands.about(SUBJECT, Place.ofFile(".")), clock.instant()));
    }

    private Set<Long> hooksOfEggs(NestProject project) {
        return storage.eggs().projectTargets(project.server(), project.id()).stream()
                .flatMap(target -> storage.targets().find(target.id()).stream())
                .map(target -> target.hook().id())
                .filter(OptionalLong::isPresent)
                .map(OptionalLong::getAsLong)
                .collect(Collectors.toSet());
    }
}
