package io.polargosling.worker.ghost;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabRunner;
import io.polargosling.domain.gitlab.GitLabRunners;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.runner.PendingOrder;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Storage;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runners whose entity is gone in GitLab: they are given no job any more, so their end is ordered. */
final class LostEntities {

    /** The reason of the order. */
    static final String REASON = "entity-gone";

    private static final Logger log = LoggerFactory.getLogger(LostEntities.class);
    private static final String ACTOR = "worker";

    private final Storage storage;
    private final GitLabRunners gitlab;
    private final CommandQueue queue;
    private final InstantSource clock;

    LostEntities(Storage storage, GitLabRunners gitlab, CommandQueue queue, InstantSource clock) {
        this.storage = storage;
        this.gitlab = gitlab;
        this.queue = queue;
        this.clock = clock;
    }

    /** Runners with an entity of their own at just this target that could be given a job. */
    List<Runner> rowsOf(Target target) {
        var revisions = storage.runners().ofEgg(target.id().egg()).stream()
                .filter(LostEntities::needsItsEntity)
                .filter(runner ->
                        runner.origin().repo().equals(target.declared().repo()))
                .collect(Collectors.groupingBy(runner -> runner.origin().revision()));
        return revisions.entrySet().stream()
                .filter(revision -> isOf(target, revision.getKey()))
                .flatMap(revision -> revision.getValue().stream())
                .toList();
    }

    /** One of an earlier revision may have its entity elsewhere, where this target's token need not lead. */
    private boolean isOf(Target target, long revision) {
        return storage.eggs()
                .revision(target.id().egg(), revision)
                .filter(found ->
                        found.config().targets().stream().map(EggTarget::id).anyMatch(target.id()::equals))
                .isPresent();
    }

    private static boolean needsItsEntity(Runner runner) {
        return runner.identity().gitlabRunnerId().isPresent()
                && !runner.identity().sharesEntity()
                && switch (runner.state()) {
                    case ACTIVE, IDLE, BUSY, DORMANT -> true;
                    case PROVISIONING, DRAINING, DEMOTING, PROMOTING, FAILED, TERMINATING, TERMINATED -> false;
                };
    }

    /** Orders the end of those of {@code rows} whose entity is neither in {@code there} nor found when asked for. */
    void order(List<Runner> rows, List<GitLabRunner> there, GitLabAccess access) {
        var ids = there.stream().map(GitLabRunner::id).collect(Collectors.toSet());
        for (var runner : rows) {
            long id = runner.identity().gitlabRunnerId().orElseThrow();
            if (!ids.contains(id) && gitlab.find(access, id).isEmpty()) {
                orderEnd(runner);
            }
        }
    }

    private void orderEnd(Runner runner) {
        if (runner.state() == RunnerState.BUSY) {
            log.warn("gitlab has lost a busy runner egg={} runner={}", runner.egg(), runner.id());
            return;
        }
        boolean ordered = runner.status()
                .order()
                .filter(order -> order.kind() == PendingOrder.Kind.TERMINATE)
                .isPresent();
        if (ordered) {
            return;
        }
        var order = new PendingOrder(PendingOrder.Kind.TERMINATE, REASON, ACTOR);
        var audit = AuditEntry.of(
                clock.instant(),
                ACTOR,
                "runner.ordered",
                "runner/" + runner.id(),
                Map.of("egg", runner.egg().value(), "order", order.kind().word(), "reason", REASON));
        try {
            var _ = storage.runners().write(RunnerWrite.unfenced(runner.withOrder(Optional.of(order)), audit));
        } catch (ConflictException e) {
            // It has changed meanwhile; the next pass looks again.
            return;
        }
        log.warn("gitlab has lost a runner egg={} runner={} order=terminate", runner.egg(), runner.id());
        queue.send(new Command.ReconcileEgg(runner.egg()));
    }
}
