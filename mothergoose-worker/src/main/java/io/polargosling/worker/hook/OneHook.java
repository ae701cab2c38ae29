package io.polargosling.worker.hook;

import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.TargetHook;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.GitLabHook;
import io.polargosling.domain.gitlab.GitLabHooks;
import io.polargosling.domain.gitlab.HookTrigger;
import io.polargosling.domain.gitlab.WantedHook;
import io.polargosling.domain.object.Sha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the one hook of a place as it should be: made, found again, repaired, and re-armed when GitLab has disabled it.
 *
 * <p>GitLab never shows a secret. It is sent again with every repair, with a hook that is taken over, and when it is
 * another one than this process sent before; one that was changed while no worker ran shows when GitLab disables the
 * hook for its refused deliveries.
 */
final class OneHook {

    private static final Logger log = LoggerFactory.getLogger(OneHook.class);
    /** The second works for a project without commits too. */
    private static final List<HookTrigger> TESTS = List.of(HookTrigger.PUSH_EVENTS, HookTrigger.JOB_EVENTS);

    private final GitLabHooks hooks;
    private final Map<Sent, Sha256> secrets = new ConcurrentHashMap<>();

    /** A hook whose secret is known to this process. */
    private record Sent(GitLabServer server, TargetScope scope, long hookId) {}

    OneHook(GitLabHooks hooks) {
        this.hooks = hooks;
    }

    /**
     * What there is now.
     *
     * @param wasDisabled whether GitLab sent nothing to it any more
     */
    record Kept(TargetHook hook, boolean wasDisabled) {}

    /** Makes the hook of {@code place} as {@code wanted}. */
    Kept keep(HookPlace place, WantedHook wanted) {
        var listed = hooks.list(place.access(), place.scope());
        var own = own(place, wanted.url(), listed);
        if (own.isEmpty()) {
            var made = hooks.create(place.access(), place.scope(), wanted);
            remember(place, made.id(), wanted);
            log.info("hook made place=\"{}\" hook={}", place.name(), made.id());
            return new Kept(new TargetHook(OptionalLong.of(made.id()), TargetHook.Status.EXECUTABLE), false);
        }
        listed.stream()
                .filter(hook -> hook.id() != own.get().id())
                .filter(hook -> isOurs(place, wanted.url(), hook))
                .forEach(hook -> delete(place, hook.id(), "double"));
        return new Kept(brought(place, own.get(), wanted), isDisabled(own.get()));
    }

    /** Deletes what hooks of the place have our address, and the one that is known. */
    void remove(HookPlace place, URI url) {
        hooks.list(place.access(), place.scope()).stream()
                .filter(hook -> isKnown(place, hook) || isOurs(place, url, hook))
                .forEach(hook -> delete(place, hook.id(), "not wanted"));
    }

    private TargetHook brought(HookPlace place, GitLabHook hook, WantedHook wanted) {
        var id = OptionalLong.of(hook.id());
        boolean isDisabled = isDisabled(hook);
        if (isDisabled || !hasSecret(place, hook, wanted) || !wanted.isMetBy(hook, place.scope())) {
            hooks.update(place.access(), place.scope(), hook.id(), wanted);
            remember(place, hook.id(), wanted);
            log.info("hook set anew place=\"{}\" hook={} disabled={}", place.name(), hook.id(), isDisabled);
        }
        if (isDisabled && !testSucceeds(place, hook.id())) {
            return new TargetHook(id, status(hook));
        }
        return new TargetHook(id, TargetHook.Status.EXECUTABLE);
    }

    /** Of a hook that is known but was not met by this process yet, it is taken for granted. */
    private boolean hasSecret(HookPlace place, GitLabHook hook, WantedHook wanted) {
        if (isKnown(place, hook)) {
            secrets.putIfAbsent(sent(place, hook.id()), digest(wanted));
        }
        return digest(wanted).equals(secrets.get(sent(place, hook.id())));
    }

    private boolean testSucceeds(HookPlace place, long hookId) {
        return TESTS.stream().anyMatch(trigger -> hooks.test(place.access(), place.scope(), hookId, trigger));
    }

    private static Optional<GitLabHook> own(HookPlace place, URI url, List<GitLabHook> listed) {
        return listed.stream()
                .filter(hook -> isKnown(place, hook))
                .findFirst()
                .or(() ->
                        listed.stream().filter(hook -> isOurs(place, url, hook)).findFirst());
    }

    private static boolean isKnown(HookPlace place, GitLabHook hook) {
        return place.id().isPresent() && place.id().getAsLong() == hook.id();
    }

    private static boolean isOurs(HookPlace place, URI url, GitLabHook hook) {
        return place.mayAdopt()
                && hook.url().equals(url.toString())
                && !place.others().contains(hook.id());
    }

    private void delete(HookPlace place, long hookId, String why) {
        hooks.delete(place.access(), place.scope(), hookId);
        secrets.remove(sent(place, hookId));
        log.info("hook deleted place=\"{}\" hook={} reason=\"{}\"", place.name(), hookId, why);
    }

    private static boolean isDisabled(GitLabHook hook) {
        return hook.health().status() != GitLabHook.AlertStatus.EXECUTABLE;
    }

    private static TargetHook.Status status(GitLabHook hook) {
        return switch (hook.health().status()) {
            case EXECUTABLE -> TargetHook.Status.EXECUTABLE;
            case TEMPORARILY_DISABLED -> TargetHook.Status.TEMPORARILY_DISABLED;
            case DISABLED -> TargetHook.Status.DISABLED;
        };
    }

    private void remember(HookPlace place, long hookId, WantedHook wanted) {
        secrets.put(sent(place, hookId), digest(wanted));
    }

    private static Sent sent(HookPlace place, long hookId) {
        return new Sent(place.access().server(), place.scope(), hookId);
    }

    private static Sha256 digest(WantedHook wanted) {
        return Sha256.of(wanted.secret().value().reveal().getBytes(StandardCharsets.UTF_8));
    }
}
