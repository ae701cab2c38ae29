package io.polargosling.domain.gitlab;

import java.util.Locale;

/** What a hook may be triggered by, of those that we listen to. */
public enum HookTrigger {
    PUSH_EVENTS,
    TAG_PUSH_EVENTS,
    MERGE_REQUESTS_EVENTS,
    PIPELINE_EVENTS,
    JOB_EVENTS,
    /** Groups only: a subgroup comes or goes. */
    SUBGROUP_EVENTS,
    /** Groups only: a project comes or goes. */
    PROJECT_EVENTS;

    /** GitLab's word. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True when only a group's hook knows it. */
    public boolean ofGroupsOnly() {
        return this == SUBGROUP_EVENTS || this == PROJECT_EVENTS;
    }
}
