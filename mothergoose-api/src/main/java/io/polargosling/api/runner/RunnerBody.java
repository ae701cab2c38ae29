package io.polargosling.api.runner;

import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A runner.
 *
 * @param type its pool: apex, nadir, serverless or job; vm or serverless when it holds no slot any more
 * @param state the coarse form of {@code lifecycle}
 */
public record RunnerBody(
        String id,
        String eggName,
        String type,
        String platform,
        String state,
        String lifecycle,
        String phase,
        String cloudProvider,
        @Nullable String region,
        @Nullable String zone,
        @Nullable Long gitlabRunnerId,
        String deployedFromCommit,
        long revision,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant lastHeartbeat,
        List<Long> runningJobs,
        boolean finished,
        int failureCount,
        @Nullable OrderBody pendingOrder,
        @Nullable Instant deadlineAt,
        @Nullable Instant lifetimeEndsAt,
        @Nullable String cause) {

    /** The body of {@code runner}. */
    public static RunnerBody of(Runner runner) {
        var origin = runner.origin();
        var gitlabId = runner.identity().gitlabRunnerId();
        return new RunnerBody(
                runner.id().value(),
                runner.egg().value(),
                runner.slot()
                        .map(pool -> pool.word())
                        .orElseGet(() -> origin.kind().word()),
                origin.platform().word(),
                runner.state().coarse(),
                runner.state().word(),
                runner.status().phase().word(),
                origin.placement().provider().word(),
                origin.placement().region().orElse(null),
                origin.placement().zone().orElse(null),
                gitlabId.isPresent() ? gitlabId.getAsLong() : null,
                origin.commit().value(),
                origin.revision(),
                origin.createdAt(),
                runner.status().since(),
                runner.pulse().lastHeartbeat().orElse(null),
                runner.pulse().runningJobs(),
                runner.pulse().finished(),
                runner.pulse().failures(),
                runner.status().order().map(OrderBody::of).orElse(null),
                runner.schedule().deadline().orElse(null),
                runner.schedule().lifetimeEnd().orElse(null),
                runner.status().cause().orElse(null));
    }

    /** What is to happen to it. */
    public record OrderBody(String kind, String reason, String author) {

        static OrderBody of(PendingOrder order) {
            return new OrderBody(order.kind().word(), order.reason(), order.author());
        }
    }
}
