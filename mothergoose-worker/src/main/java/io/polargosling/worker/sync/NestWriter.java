package io.polargosling.worker.sync;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.infrastructure.StoredInfrastructure;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.sync.SyncRecord;
import io.polargosling.nest.NestInfrastructure;
import io.polargosling.nest.NestSnapshot;
import io.polargosling.worker.hook.NestProject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what one commit of the Nest says into the store: eggs and buckets, jobs, the policy and the description of the
 * control plane, each object whole or not at all. What is stored already costs no write, so a sync that died is
 * repeated by doing it again.
 */
final class NestWriter {

    private final Storage storage;
    private final InstantSource clock;
    private final CommitId commit;
    private final Fence fence;
    private final RemovalLimit limit;
    private final Optional<NestProject> project;

    /**
     * Writes {@code commit}.
     *
     * @param limit how many eggs the commit may remove
     * @param project the Nest's own, whose pipelines its jobs are; empty when it is not known
     */
    NestWriter(
            Storage storage,
            InstantSource clock,
            CommitId commit,
            Fence fence,
            RemovalLimit limit,
            Optional<NestProject> project) {
        this.storage = storage;
        this.clock = clock;
        this.commit = commit;
        this.fence = fence;
        this.limit = limit;
        this.project = project;
    }

    /** How many objects were added, changed and removed. */
    record Changes(int added, int changed, int removed) {

        Changes plus(Changes more) {
            return new Changes(added + more.added, changed + more.changed, removed + more.removed);
        }
    }

    /**
     * What was written.
     *
     * @param commands what is to be asked for because of it
     * @param findings those of the Nest and of the writing
     */
    record Written(Changes changes, SyncRecord.Synced synced, List<Command> commands, List<Finding> findings) {

        /** How a sync that wrote this ended, with findings that came from elsewhere too. */
        SyncRecord.Outcome outcome(List<Finding> all) {
            var status =
                    all.stream().anyMatch(Finding::isError) ? SyncRecord.Status.PARTIAL : SyncRecord.Status.SUCCESS;
            return new SyncRecord.Outcome(status, changes.added(), changes.changed(), changes.removed(), synced);
        }
    }

    Written write(NestSnapshot snapshot) {
        var eggs = new EggWriter(this).write(snapshot);
        var jobEggs = new JobEggWriter(this, project, snapshot.infrastructure().map(NestInfrastructure::config));
        var jobs = new JobWriter(this, jobEggs).write(snapshot.jobs());
        snapshot.policy()
                .filter(policy ->
                        !storage.policies().current().filter(policy::equals).isPresent())
                .ifPresent(policy -> storage.policies().save(policy, commit, clock.instant(), fence));
        snapshot.infrastructure().ifPresent(this::write);
        var findings = new ArrayList<>(snapshot.findings());
        findings.addAll(eggs.findings());
        findings.addAll(jobEggs.findings());
        var commands = new LinkedHashSet<>(eggs.commands());
        commands.addAll(jobEggs.commands());
        var synced = new SyncRecord.Synced(
                eggs.synced(), snapshot.jobs().jobs().size(), snapshot.policy().isPresent());
        return new Written(eggs.changes().plus(jobs), synced, List.copyOf(commands), findings);
    }

    private void write(NestInfrastructure declared) {
        boolean same = storage.infrastructure()
                .current()
                .filter(stored -> stored.config().equals(declared.json()))
                .isPresent();
        if (!same) {
            storage.infrastructure().save(new StoredInfrastructure(declared.json(), commit, clock.instant()), fence);
        }
    }

    Storage storage() {
        return storage;
    }

    InstantSource clock() {
        return clock;
    }

    CommitId commit() {
        return commit;
    }

    Fence fence() {
        return fence;
    }

    RemovalLimit limit() {
        return limit;
    }

    AuditEntry audit(String action, String resource) {
        return AuditEntry.of(clock.instant(), "worker", action, resource, Map.of("commit", commit.value()));
    }
}
