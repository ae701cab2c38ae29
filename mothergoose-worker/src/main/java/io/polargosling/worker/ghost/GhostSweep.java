package io.polargosling.worker.ghost;

import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.egg.EggDigest;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.lease.DutyRunner;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.secret.Secrets;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.target.EggTargets;
import io.polargosling.worker.target.Pages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what is left in GitLab of runners that have ended, and asks for the end of runners that GitLab has lost.
 *
 * <p>One pass looks at some of the eggs, by name, and the next goes on from there. A server that does not answer, or
 * whose budget of calls is used up, is left alone for the rest of the pass.
 */
public final class GhostSweep {

    private static final Logger log = LoggerFactory.getLogger(GhostSweep.class);
    private static final Duration PERIOD = Duration.ofMinutes(10);

    /** Well below the time to live of the duty's lease, which is not renewed. */
    private static final Duration LONGEST_PASS = Duration.ofSeconds(30);

    private static final int MOST_EGGS = 300;

    private final Storage storage;
    private final EggTargets targets;
    private final GhostEntities entities;
    private final GhostManagers managers;
    private final LostEntities lost;
    private final InstantSource clock;
    private String last = "";

    /** Sweeps between {@code storage} and {@code gitlab}. */
    public GhostSweep(Storage storage, GitLab gitlab, Secrets secrets, CommandQueue queue, InstantSource clock) {
        this.storage = storage;
        this.targets = new EggTargets(storage, secrets);
        this.entities = new GhostEntities(storage, gitlab.runners(), clock);
        this.managers = new GhostManagers(storage, gitlab.runners(), secrets);
        this.lost = new LostEntities(storage, gitlab.runners(), queue, clock);
        this.clock = clock;
    }

    /** Offers to do it. */
    public void offer(DutyRunner duties) {
        duties.every("ghost-sweep", () -> PERIOD, this::sweep);
    }

    /** One pass. */
    public synchronized void sweep() {
        Instant end = clock.instant().plus(LONGEST_PASS);
        Set<GitLabServer> away = new HashSet<>();
        for (var egg : nextEggs()) {
            if (!clock.instant().isBefore(end)) {
                return;
            }
            last = egg.value();
            for (var target : targets.of(egg)) {
                if (!away.contains(target.declared().server())) {
                    look(target, away);
                }
            }
        }
        entities.forgetOld();
    }

    /** Those after the last one looked at, and then the first again; none twice. */
    private List<EggName> nextEggs() {
        var all = Pages.all(storage.eggs()::digests).stream()
                .map(EggDigest::name)
                .sorted(Comparator.comparing(EggName::value))
                .toList();
        int from = (int)
                all.stream().filter(egg -> egg.value().compareTo(last) <= 0).count();
        var turned = new ArrayList<>(all.subList(from, all.size()));
        turned.addAll(all.subList(0, from));
        return turned.subList(0, Math.min(MOST_EGGS, turned.size()));
    }

    /** A target that refuses keeps no other from its turn. */
    private void look(Target target, Set<GitLabServer> away) {
        try {
            var access = targets.access(target.declared());
            // Rows first: what is enrolled meanwhile is younger than any ghost.
            var rows = lost.rowsOf(target);
            var there = entities.sweep(target, access);
            lost.order(rows, there, access);
            managers.sweep(target, access);
        } catch (UnavailableException e) {
            away.add(target.declared().server());
            log.info("ghosts not looked for egg={} cause=\"{}\"", target.id().egg(), e.getMessage());
        } catch (GoslingException e) {
            log.info("ghosts not looked for egg={} cause=\"{}\"", target.id().egg(), e.getMessage());
        }
    }
}
