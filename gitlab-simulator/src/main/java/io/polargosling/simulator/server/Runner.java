package io.polargosling.simulator.server;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A runner's state; guarded by the lock of {@link World}. */
final class Runner {

    private static final Duration ONLINE_FOR = Duration.ofHours(2);

    final long id;
    final String token;
    final Scope scope;
    final Instant createdAt;
    final @Nullable Instant tokenExpiresAt;
    /** Who uses the token, and when it was last heard of. */
    final Map<String, Instant> managers = new LinkedHashMap<>();

    String description = "";
    String maintenanceNote = "";
    String accessLevel = "not_protected";
    Set<String> tags = Set.of();
    boolean paused;
    boolean locked = true;
    boolean runUntagged;
    OptionalInt maximumTimeout = OptionalInt.empty();

    @Nullable
    Instant contactedAt;

    @Nullable
    Instant pausedAt;

    @Nullable
    Instant deletedAt;

    String version = "";
    long jobRequests;

    /**
     * Whose jobs a runner takes.
     *
     * @param projectId the project of a project runner, else 0
     * @param groupPath the group of a group runner, else empty
     */
    record Scope(String type, long projectId, String groupPath) {

        boolean covers(Project project) {
            return switch (type) {
                case "instance_type" -> true;
                case "group_type" -> project.inGroup(groupPath);
                default -> project.id() == projectId;
            };
        }
    }

    Runner(long id, String token, Scope scope, Instant createdAt, @Nullable Instant tokenExpiresAt) {
        this.id = id;
        this.token = token;
        this.scope = scope;
        this.createdAt = createdAt;
        this.tokenExpiresAt = tokenExpiresAt;
    }

    void pause(boolean wanted, Instant now) {
        if (wanted && !paused) {
            pausedAt = now;
        }
        paused = wanted;
    }

    boolean deleted() {
        return deletedAt != null;
    }

    String status(Instant now) {
        if (contactedAt == null) {
            return "never_contacted";
        }
        return status(contactedAt, now);
    }

    static String status(Instant contactedAt, Instant now) {
        return contactedAt.plus(ONLINE_FOR).isAfter(now) ? "online" : "offline";
    }

    RunnerReport report() {
        return new RunnerReport(
                id,
                description,
                scope.type(),
                tags.stream().sorted().toList(),
                paused,
                new RunnerReport.Times(
                        createdAt,
                        Optional.ofNullable(contactedAt),
                        Optional.ofNullable(pausedAt),
                        Optional.ofNullable(deletedAt)),
                jobRequests);
    }
}
