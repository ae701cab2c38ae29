package io.polargosling.worker.sweep;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.inventory.Cloud;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.Clouds;
import io.polargosling.domain.inventory.OrphanBook;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.store.Storage;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes machines that no live row speaks of: marked at the first sight, removed at the second.
 *
 * <p>One with a live row is the reconciler's, whatever state that row is in. None is removed while GitLab shows a job
 * on it, or while GitLab cannot be asked. A pass that would remove many of all there are removes none but those an
 * operator confirmed: more likely than so many orphans is a database that is not the one they were made from.
 */
public final class OrphanSweep {

    private static final Logger log = LoggerFactory.getLogger(OrphanSweep.class);
    /** So many are removed whatever their share. */
    private static final int FEW = 3;

    private static final int PERCENT = 20;

    private final Storage storage;
    private final Clouds clouds;
    private final OrphanJobs jobs;
    private final OrphanBook book;
    private final InstantSource clock;

    /** Sweeps {@code clouds}. */
    public OrphanSweep(Storage storage, Clouds clouds, OrphanJobs jobs, InstantSource clock) {
        this.storage = storage;
        this.clouds = clouds;
        this.jobs = jobs;
        this.book = new OrphanBook(storage.findings());
        this.clock = clock;
    }

    /** One pass. */
    public void sweep() {
        var listed = list();
        var orphans = listed.machines().stream()
                .filter(machine -> !hasLiveRow(machine.runner()))
                .collect(Collectors.toMap(CloudResource::runner, machine -> machine, (one, _) -> one, TreeMap::new));
        var marked = book.marked();
        if (listed.complete()) {
            marked.keySet().stream().filter(id -> !orphans.containsKey(id)).forEach(book::forget);
        }
        orphans.values().stream()
                .filter(machine -> !marked.containsKey(machine.runner()))
                .forEach(machine -> book.mark(machine, clock.instant()));
        var idle = orphans.values().stream()
                .filter(machine -> marked.containsKey(machine.runner()))
                .filter(jobs.ofThisPass(this::noteJob))
                .toList();
        var confirmed = marked.values().stream()
                .filter(OrphanBook.Orphan::confirmed)
                .map(OrphanBook.Orphan::runner)
                .collect(Collectors.toSet());
        removable(idle, confirmed, listed.machines().size()).forEach(this::remove);
    }

    /** @param complete false when a cloud did not answer */
    private record Listed(List<CloudResource> machines, boolean complete) {}

    private Listed list() {
        var machines = new ArrayList<CloudResource>();
        boolean complete = true;
        for (Map.Entry<CloudProvider, Cloud> cloud : clouds.all().entrySet()) {
            try {
                machines.addAll(cloud.getValue().inventory().list());
            } catch (GoslingException e) {
                complete = false;
                log.warn(
                        "machines not swept cloud={} cause=\"{}\"",
                        cloud.getKey().word(),
                        e.getMessage());
            }
        }
        return new Listed(machines, complete);
    }

    private boolean hasLiveRow(RunnerId runner) {
        return storage.runners()
                .find(runner)
                .filter(row -> row.state() != RunnerState.TERMINATED)
                .isPresent();
    }

    private void noteJob(RunnerId runner, Optional<Long> job) {
        book.setBusy(runner, job, clock.instant());
        job.ifPresent(
                id -> log.warn("a machine without a live row has a job, left alone runner={} job={}", runner, id));
    }

    private List<CloudResource> removable(List<CloudResource> idle, Set<RunnerId> confirmed, int all) {
        var unconfirmed = idle.stream()
                .map(CloudResource::runner)
                .filter(id -> !confirmed.contains(id))
                .toList();
        boolean many = unconfirmed.size() > FEW && unconfirmed.size() * 100L > (long) PERCENT * all;
        // Once they wait for an operator they all do: some of them confirmed do not make the rest few.
        boolean mass = many || (!unconfirmed.isEmpty() && book.isMass());
        book.setMass(mass ? unconfirmed : List.of(), all, clock.instant());
        if (!mass) {
            return idle;
        }
        log.error("too many machines without a live row, none removed count={} of={}", unconfirmed.size(), all);
        return idle.stream()
                .filter(machine -> confirmed.contains(machine.runner()))
                .toList();
    }

    /** One that cannot be removed must not keep the others; it is tried again in the next pass. */
    private void remove(CloudResource orphan) {
        log.warn(
                "removing a machine without a live row runner={} cloud={} id={}",
                orphan.runner(),
                orphan.provider().word(),
                orphan.cloudId());
        try {
            clouds.of(orphan.provider()).orElseThrow().inventory().delete(orphan.runner());
            book.forget(orphan.runner());
        } catch (GoslingException e) {
            log.warn(
                    "a machine without a live row is still there runner={} cause=\"{}\"",
                    orphan.runner(),
                    e.getMessage());
        }
    }
}
