package io.polargosling.domain.gitlab;

import io.polargosling.domain.egg.TargetScope;
import java.net.URI;
import java.util.EnumSet;
import java.util.Set;

/**
 * A hook as it should be: pushes, tags, merge requests, pipelines and jobs, at a group its projects and subgroups too;
 * everything else off, no filter of branches and no template of its own.
 *
 * @param sslVerification whether GitLab checks the receiver's certificate
 */
public record WantedHook(URI url, HookSecret secret, boolean sslVerification) {

    /** What a hook at {@code scope} is triggered by. */
    public static Set<HookTrigger> triggers(TargetScope scope) {
        var triggers = EnumSet.allOf(HookTrigger.class);
        if (scope instanceof TargetScope.Project) {
            triggers.removeIf(HookTrigger::ofGroupsOnly);
        }
        return triggers;
    }

    /** True when {@code hook}, of {@code scope}, is like this, as far as GitLab shows: it never shows a secret. */
    public boolean isMetBy(GitLabHook hook, TargetScope scope) {
        var wanted = triggers(scope);
        boolean secretFits = switch (secret) {
            case HookSecret.SigningToken signing -> hook.signingTokenPresent() && !hook.tokenPresent();
            case HookSecret.SecretToken token -> hook.tokenPresent() && !hook.signingTokenPresent();
        };
        return secretFits
                && hook.url().equals(url.toString())
                && hook.shape().sslVerification() == sslVerification
                && !hook.shape().customised()
                && wanted.stream().allMatch(trigger -> hook.shape().has(trigger.word()))
                && hook.shape().events().entrySet().stream()
                        .filter(event -> event.getValue())
                        .allMatch(event -> wanted.stream()
                                .anyMatch(trigger -> trigger.word().equals(event.getKey())));
    }
}
