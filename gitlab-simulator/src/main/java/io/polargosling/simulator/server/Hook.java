package io.polargosling.simulator.server;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A hook of a project or group and its health; guarded by the lock of {@link World}. */
final class Hook {

    /** The event flags GitLab knows, each with its value when a request does not name it. */
    static final List<String> FLAGS = List.of(
            "push_events",
            "tag_push_events",
            "merge_requests_events",
            "pipeline_events",
            "job_events",
            "issues_events",
            "confidential_issues_events",
            "note_events",
            "confidential_note_events",
            "deployment_events",
            "releases_events",
            "milestone_events",
            "feature_flag_events",
            "wiki_page_events",
            "emoji_events",
            "resource_access_token_events",
            "resource_deploy_token_events",
            "vulnerability_events");

    /** Those that only a group's hook has. */
    static final List<String> GROUP_FLAGS = List.of("subgroup_events", "member_events", "project_events");

    private static final int TOLERATED_FAILURES = 3;
    private static final int FAILURES_TO_DISABLE = 40;
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(24);

    final long id;
    final Owner owner;
    final Instant createdAt;
    final Map<String, Boolean> flags = new LinkedHashMap<>();
    final Map<String, String> customHeaders = new LinkedHashMap<>();

    String url = "";
    String name = "";
    String description = "";
    String branchFilter = "";
    String branchFilterStrategy = "wildcard";
    boolean verifyTls = true;

    @Nullable
    String token;

    @Nullable
    String signingToken;

    private int consecutiveFailures;
    private int pauses;
    private @Nullable Instant disabledUntil;

    /**
     * Whose hook it is.
     *
     * @param group whether it is a group, with all that is below it
     * @param path of the project or group
     */
    record Owner(boolean group, long id, String path) {

        boolean covers(Project project) {
            return group ? project.inGroup(path) : project.id() == id;
        }

        boolean isProject(long projectId) {
            return !group && id == projectId;
        }
    }

    Hook(long id, Owner owner, Instant createdAt) {
        this.id = id;
        this.owner = owner;
        this.createdAt = createdAt;
        FLAGS.forEach(flag -> flags.put(flag, flag.equals("push_events")));
        if (owner.group()) {
            GROUP_FLAGS.forEach(flag -> flags.put(flag, false));
        }
    }

    /** GitLab forgets the secret when the address changes, so that it cannot be sent elsewhere. */
    void moveTo(String newUrl) {
        if (!url.isEmpty() && !url.equals(newUrl)) {
            token = null;
            signingToken = null;
        }
        url = newUrl;
    }

    void succeeded() {
        consecutiveFailures = 0;
        pauses = 0;
        disabledUntil = null;
    }

    /** Counts a failed delivery and, from the fourth in a row on, pauses the hook for 1, 2, 4 … minutes. */
    void failed(Instant now) {
        consecutiveFailures++;
        if (consecutiveFailures > TOLERATED_FAILURES) {
            Duration pause = pauses >= 11 ? LONGEST_PAUSE : FIRST_PAUSE.multipliedBy(1L << pauses);
            pauses++;
            disabledUntil = now.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
        }
    }

    boolean executable(Instant now) {
        return alertStatus(now).equals("executable");
    }

    String alertStatus(Instant now) {
        if (consecutiveFailures >= FAILURES_TO_DISABLE) {
            return "disabled";
        }
        return disabledUntil(now) == null ? "executable" : "temporarily_disabled";
    }

    @Nullable
    Instant disabledUntil(Instant now) {
        return disabledUntil != null && disabledUntil.isAfter(now) ? disabledUntil : null;
    }
}
