package io.polargosling.worker.sync;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.sync.NestHead;
import io.polargosling.domain.sync.SyncRecord;
import io.polargosling.domain.sync.SyncRequest;
import io.polargosling.nest.NestFiles;
import io.polargosling.nest.NestReader;
import io.polargosling.nest.NestRules;
import io.polargosling.nest.NestSnapshot;
import io.polargosling.settings.Settings;
import io.polargosling.worker.binary.KnownVersions;
import io.polargosling.worker.lease.HeldLease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the Nest and brings the stored eggs and policy to what it says.
 *
 * <p>The branch's head is read under the lease, so an older commit never overwrites a newer one. Each object is written
 * by itself; repeating a sync that died is harmless, since what is written already compares equal.
 */
public final class NestSync {

    private static final Logger log = LoggerFactory.getLogger(NestSync.class);
    private static final String LEASE = "nest-sync";
    private static final Duration WAIT_FOR_HOLDER = Duration.ofSeconds(2);
    private static final int MAX_FINDINGS = 500;

    private final Storage storage;
    private final CommandQueue queue;
    private final Leases leases;
    private final KnownVersions versions;
    private final Settings settings;
    private final InstantSource clock;

    /** Syncs the Nest that {@code settings} name into {@code storage}. */
    public NestSync(
            Storage storage,
            CommandQueue queue,
            Leases leases,
            KnownVersions versions,
            Settings settings,
            InstantSource clock) {
        this.storage = storage;
        this.queue = queue;
        this.leases = leases;
        this.versions = versions;
        this.settings = settings;
        this.clock = clock;
    }

    /** Syncs now; when somebody else does so, asks for another sync a little later, for the branch may have moved. */
    public void sync(String trigger, Optional<UUID> operation) {
        var taken = leases.tryTake(LEASE);
        if (taken.isEmpty()) {
            queue.send(new Command.SyncNest(trigger, SyncRequest.usual(), operation), WAIT_FOR_HOLDER);
            return;
        }
        try (var lease = new HeldLease(taken.get(), leases)) {
            var failure = syncUnder(lease.fence(), trigger);
            operation.ifPresent(id -> finish(id, failure));
        } finally {
            storage.leases().release(taken.get(), Optional.empty());
        }
    }

    /** Why the Nest could not be read; empty when it was. */
    private Optional<String> syncUnder(Fence fence, String trigger) {
        var startedAt = clock.instant();
        try {
            var repository = repository();
            var commit = repository.fetch();
            var head = storage.syncs().head();
            if (head.filter(known -> known.commit().equals(commit)).isPresent()) {
                storage.syncs().checked(clock.instant(), fence);
                return Optional.empty();
            }
            var snapshot = NestReader.read(NestFiles.of(repository.flyFiles(commit)), rules());
            boolean rewritten = head.filter(known -> !repository.descends(commit, known.commit()))
                    .isPresent();
            apply(snapshot, commit, rewritten, trigger, startedAt, fence);
            return Optional.empty();
        } catch (GoslingException e) {
            var outcome = SyncRecord.Outcome.failed();
            storage.syncs()
                    .record(
                            record(
                                    Optional.empty(),
                                    trigger,
                                    outcome,
                                    List.of(),
                                    Optional.of(e.getMessage()),
                                    startedAt),
                            Optional.empty(),
                            fence);
            log.warn("nest not synced trigger={} cause=\"{}\"", trigger, e.getMessage());
            return Optional.of(e.getMessage());
        }
    }

    private NestRules rules() {
        var usual = NestRules.defaults();
        return new NestRules(
                usual.secretsBackend(), usual.allowEnvSecrets(), usual.sharedSecrets(), Optional.of(versions.now()));
    }

    private NestRepository repository() {
        var url = settings.nest()
                .url()
                .orElseThrow(() -> new InvalidException(
                        "syncing the Nest: gosling.nest.url is not set (expected: the address of its repository)"));
        return new NestRepository(
                settings.dataFolder().resolve("nest.git"), url, settings.nest().branch());
    }

    private void apply(
            NestSnapshot snapshot, CommitId commit, boolean rewritten, String trigger, Instant startedAt, Fence fence) {
        var limit = new RemovalLimit(settings.sync().massRemovalShare(), false);
        var written = new NestWriter(storage, clock, commit, fence, limit).write(snapshot);
        var findings = new ArrayList<>(written.findings());
        if (rewritten) {
            findings.add(historyRewritten());
        }
        var outcome = written.outcome(findings);
        var standing = new StandingFindings(storage, clock);
        standing.update(standing.lastRead(), kept(findings));
        var now = clock.instant();
        storage.syncs()
                .record(
                        record(Optional.of(commit), trigger, outcome, findings, Optional.empty(), startedAt),
                        Optional.of(new NestHead(commit, now, now)),
                        fence);
        // What is not sent is found: a sweep looks at changed eggs, and a duty at what they have at GitLab.
        var _ = queue.sendAll(written.commands());
        log.info(
                "nest synced commit={} trigger={} status={} added={} changed={} removed={} findings={}",
                commit.abbreviated(),
                trigger,
                outcome.status().word(),
                outcome.added(),
                outcome.changed(),
                outcome.removed(),
                findings.size());
    }

    private Finding historyRewritten() {
        return new Finding(
                Severity.WARNING,
                "history-rewritten",
                Place.ofFile("."),
                "nest",
                "the head of branch \"" + settings.nest().branch()
                        + "\" does not come after the commit read before (expected: a later one); it was accepted",
                Optional.of("nothing, if the push was forced on purpose"));
    }

    private SyncRecord record(
            Optional<CommitId> commit,
            String trigger,
            SyncRecord.Outcome outcome,
            List<Finding> findings,
            Optional<String> error,
            Instant startedAt) {
        var timing = new SyncRecord.Timing(startedAt, Duration.between(startedAt, clock.instant()));
        return new SyncRecord(
                UUID.randomUUID(), commit, trigger.toLowerCase(Locale.ROOT), outcome, kept(findings), error, timing);
    }

    private static List<Finding> kept(List<Finding> findings) {
        return findings.subList(0, Math.min(findings.size(), MAX_FINDINGS));
    }

    private void finish(UUID id, Optional<String> failure) {
        storage.operations()
                .find(id)
                .ifPresent(operation -> storage.operations()
                        .save(operation.ended(
                                failure.isEmpty() ? Operation.Status.SUCCEEDED : Operation.Status.FAILED,
                                failure,
                                clock.instant())));
    }
}
