package io.polargosling.worker.sync;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.sync.NestHead;
import io.polargosling.domain.sync.SyncRecord;
import io.polargosling.domain.sync.SyncRequest;
import io.polargosling.nest.NestEntry;
import io.polargosling.nest.NestRules;
import io.polargosling.nest.NestSnapshot;
import io.polargosling.settings.Settings;
import io.polargosling.worker.binary.KnownVersions;
import io.polargosling.worker.hook.NestProject;
import io.polargosling.worker.lease.HeldLease;
import io.polargosling.worker.sync.SyncAnswers.Ending;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
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
public final class NestSync implements CommitSync {

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
    private final NestAccess access;
    private final NestRepository repository;
    private final SyncAnswers answers;
    private final MergedSyncs merged = new MergedSyncs();
    /** The rules of this process's last read: with others the same head may mean something else. */
    private volatile Optional<NestRules> readWith = Optional.empty();

    /**
     * Syncs the Nest that {@code settings} name into {@code storage}.
     *
     * @param secrets hold the deploy key, the server's key and the token
     * @throws InvalidException when the settings trust an unknown server where that is not allowed
     */
    public NestSync(
            Storage storage,
            CommandQueue queue,
            Leases leases,
            Secrets secrets,
            KnownVersions versions,
            Settings settings,
            InstantSource clock) {
        this.storage = storage;
        this.queue = queue;
        this.leases = leases;
        this.versions = versions;
        this.settings = settings;
        this.clock = clock;
        this.access = new NestAccess(settings, secrets);
        this.repository = new NestRepository(
                settings.dataFolder().resolve("nest.git"), settings.nest().branch(), NestLimits.of(settings.sync()));
        this.answers = new SyncAnswers(storage.operations(), queue, clock);
    }

    /**
     * Syncs now; when somebody else does so, asks for another sync a little later, for the branch may have moved.
     * Commands that come meanwhile are served together.
     */
    public void sync(Command.SyncNest command) {
        merged.serve(command, this::sync);
    }

    @Override
    public Found bring(EggName egg, CommitId commit, UUID operation) {
        var taken = leases.tryTake(LEASE);
        if (taken.isEmpty()) {
            return new Found.Busy();
        }
        var request = new SyncRequest(Optional.of(commit), false, false);
        var asked = List.of(new Command.SyncNest("deploy", request, Optional.of(operation)));
        try (var lease = new HeldLease(taken.get(), leases)) {
            return switch (syncUnder(lease.fence(), asked)) {
                case Ending.Failed(String why) -> new Found.Failed(why);
                case Ending.Read(CommitId head) -> found(egg, commit, head, operation);
            };
        } finally {
            storage.leases().release(taken.get(), Optional.empty());
        }
    }

    private Found found(EggName egg, CommitId commit, CommitId head, UUID operation) {
        if (head.equals(commit)) {
            return new Found.Current();
        }
        if (!repository.contains(head, commit)) {
            return new Found.Missing(head, answers.mayStillCome(operation));
        }
        // The head last: what it was read from is kept for the next sync.
        var then = hashAt(commit, egg);
        return then.equals(hashAt(head, egg)) ? new Found.Current() : new Found.Superseded(head);
    }

    private Optional<String> hashAt(CommitId commit, EggName egg) {
        var fleets = repository
                .read(commit, rules())
                .orElseThrow(() -> damaged(commit))
                .fleets();
        return Optional.ofNullable(fleets.get(egg)).map(NestEntry::hash);
    }

    private void sync(List<Command.SyncNest> asked) {
        var taken = leases.tryTake(LEASE);
        if (taken.isEmpty()) {
            asked.forEach(command -> queue.send(command, WAIT_FOR_HOLDER));
            return;
        }
        try (var lease = new HeldLease(taken.get(), leases)) {
            var ending = syncUnder(lease.fence(), asked);
            asked.forEach(command -> answers.answer(
                    command,
                    ending,
                    commit -> ending instanceof Ending.Read(var head) && repository.contains(head, commit)));
        } finally {
            storage.leases().release(taken.get(), Optional.empty());
        }
    }

    private Ending syncUnder(Fence fence, List<Command.SyncNest> asked) {
        var startedAt = clock.instant();
        var trigger = asked.getFirst().trigger();
        try (var connection = access.connect()) {
            var before = storage.syncs().head().map(NestHead::commit);
            var sought = new HashSet<>(answers.soughtForTheLastTime(asked));
            before.ifPresent(sought::add);
            var head = repository.fetch(connection, sought);
            var rules = rules();
            if (before.equals(Optional.of(head))
                    && !asksToReadAgain(asked)
                    && readWith.orElse(rules).equals(rules)) {
                storage.syncs().checked(clock.instant(), fence);
                return new Ending.Read(head);
            }
            var snapshot = repository.read(head, rules);
            if (snapshot.isEmpty()) {
                head = repository.fetch(connection, sought);
                snapshot = repository.read(head, rules);
            }
            var commit = head;
            boolean rewritten =
                    before.filter(known -> !repository.contains(commit, known)).isPresent();
            boolean all = asked.stream().anyMatch(command -> command.request().allowMassRemoval());
            var limit = new RemovalLimit(settings.sync().massRemovalShare(), all);
            var writer = new NestWriter(storage, clock, commit, fence, limit, NestProject.of(settings.nest()));
            apply(snapshot.orElseThrow(() -> damaged(commit)), writer, rewritten, trigger, startedAt);
            readWith = Optional.of(rules);
            return new Ending.Read(commit);
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
            return new Ending.Failed(e.getMessage());
        }
    }

    /** Removing what an earlier read of the same head held back takes another read. */
    private static boolean asksToReadAgain(List<Command.SyncNest> asked) {
        return asked.stream()
                .map(Command.SyncNest::request)
                .anyMatch(request -> request.force() || request.allowMassRemoval());
    }

    private NestRules rules() {
        var usual = NestRules.defaults();
        return new NestRules(
                usual.secretsBackend(), usual.allowEnvSecrets(), usual.sharedSecrets(), Optional.of(versions.now()));
    }

    private static UnavailableException damaged(CommitId commit) {
        return new UnavailableException(
                "reading commit " + commit + " of the Nest: what was just fetched is not whole");
    }

    private void apply(NestSnapshot snapshot, NestWriter writer, boolean rewritten, String trigger, Instant startedAt) {
        var commit = writer.commit();
        var written = writer.write(snapshot);
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
                        writer.fence());
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
}
