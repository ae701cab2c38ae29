package io.polargosling.domain.gitlab;

import io.polargosling.domain.egg.TargetScope;
import java.util.List;

/** Webhooks of a project or a group. */
public interface GitLabHooks {

    /** All hooks of the project or group, not only ours. */
    List<GitLabHook> list(GitLabAccess access, TargetScope scope);

    /**
     * Whether the token may keep hooks at the group: false where the licence has none, or for a token that is no
     * owner's. Hooks of each project are the way out.
     */
    boolean groupHooksAllowed(GitLabAccess access, long groupId);

    /** Makes a hook. An answer that is lost may leave one behind, which the list shows. */
    GitLabHook create(GitLabAccess access, TargetScope scope, WantedHook hook);

    /**
     * Makes the hook as wanted, its secret included.
     *
     * @throws io.polargosling.domain.problem.NotFoundException when there is no such hook
     */
    GitLabHook update(GitLabAccess access, TargetScope scope, long hookId, WantedHook hook);

    /** Deletes the hook; one that is gone already counts as deleted. */
    void delete(GitLabAccess access, TargetScope scope, long hookId);

    /**
     * Lets GitLab send a test delivery, which ends a disablement when it is answered with 2xx. GitLab allows five a
     * minute.
     *
     * @return false when the delivery was not answered with 2xx, or there is nothing to make one of (no commit yet)
     * @throws io.polargosling.domain.problem.NotFoundException when there is no such hook
     */
    boolean test(GitLabAccess access, TargetScope scope, long hookId, HookTrigger trigger);
}
