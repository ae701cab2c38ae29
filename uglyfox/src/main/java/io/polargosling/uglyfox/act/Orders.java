package io.polargosling.uglyfox.act;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Storage;
import io.polargosling.uglyfox.evaluate.Ruling;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rulings: for each, the order on the runner's row, an audit row and the egg's generation in one transaction,
 * and then asks for another look at the eggs concerned. Calls no cloud and runs no OpenTofu.
 */
public final class Orders {

    private static final Logger log = LoggerFactory.getLogger("io.polargosling.uglyfox.order");

    private final Storage storage;
    private final CommandQueue queue;
    private final InstantSource clock;

    /** Writes to {@code storage} and asks through {@code queue}. */
    public Orders(Storage storage, CommandQueue queue, InstantSource clock) {
        this.storage = storage;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Writes the rulings whose runner is still as it was read; the others are left to the next evaluation.
     *
     * @param policyCommit of the Nest the policy was read from, where it was
     * @return how many were written
     */
    public int place(List<Ruling> rulings, Optional<CommitId> policyCommit) {
        var eggs = new LinkedHashSet<EggName>();
        int written = 0;
        for (var ruling : rulings) {
            if (write(ruling, policyCommit)) {
                eggs.add(ruling.runner().egg());
                written++;
            }
        }
        eggs.forEach(this::askForAnotherLook);
        return written;
    }

    private boolean write(Ruling ruling, Optional<CommitId> policyCommit) {
        var runner = ruling.runner();
        try {
            var _ = storage.runners()
                    .write(RunnerWrite.unfenced(runner.withOrder(ruling.order()), audit(ruling, policyCommit)));
        } catch (ConflictException e) {
            log.info(
                    "order not written egg={} runner={} reason={} cause=\"{}\"",
                    runner.egg(),
                    runner.id(),
                    ruling.reason(),
                    e.getMessage());
            return false;
        }
        log.info("{} egg={} runner={} reason={}", ruling.action(), runner.egg(), runner.id(), ruling.reason());
        return true;
    }

    private AuditEntry audit(Ruling ruling, Optional<CommitId> policyCommit) {
        var details = new TreeMap<>(ruling.values());
        details.put("egg", ruling.runner().egg().value());
        details.put("reason", ruling.reason());
        policyCommit.ifPresent(commit -> details.put("policy_commit", commit.value()));
        return AuditEntry.of(
                clock.instant(),
                Ruling.AUTHOR,
                ruling.action(),
                "runner/" + ruling.runner().id(),
                details);
    }

    private void askForAnotherLook(EggName egg) {
        try {
            queue.send(new Command.ReconcileEgg(egg));
        } catch (UnavailableException e) {
            // The generation is raised, so a sweep finds the egg all the same.
            log.warn("asking for a look at an egg egg={} cause=\"{}\"", egg, e.getMessage());
        }
    }
}
