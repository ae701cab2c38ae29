package io.polargosling.worker.gitlab;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.egg.TargetHook;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.group.GroupDiscovery;
import io.polargosling.worker.hook.HookKeeper;
import io.polargosling.worker.hook.HookProblem;
import io.polargosling.worker.lease.HeldLease;
import io.polargosling.worker.target.EggTargets;
import io.polargosling.worker.target.Pages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what an egg has at GitLab to what it should be: the projects of its groups are found, and its hooks are there.
 *
 * <p>One process at a time does so for an egg. A target that refuses keeps no other from its turn; what stands against
 * the egg's hooks is reported as findings.
 */
public final class EggAtGitLab {

    private static final Logger log = LoggerFactory.getLogger(EggAtGitLab.class);
    private static final int REVISIONS = 5;
    private static final Duration HOLDER = Duration.ofSeconds(5);
    /** Shorter than the period of the duty that asks for it. */
    private static final Duration EVERY_PROJECT = Duration.ofMinutes(55);

    private final Storage storage;
    private final GitLab gitlab;
    private final EggTargets targets;
    private final GroupDiscovery discovery;
    private final HookKeeper hooks;
    private final Leases leases;
    private final CommandQueue queue;
    private final InstantSource clock;
    private final Map<EggName, Whole> wholes = new ConcurrentHashMap<>();

    /** When every hook of an egg was last looked at, and what the egg was like. */
    private record Whole(long revision, boolean takesRunners, Instant at) {}

    /** The parts of it. */
    public EggAtGitLab(
            Storage storage,
            GitLab gitlab,
            EggTargets targets,
            GroupDiscovery discovery,
            HookKeeper hooks,
            Leases leases,
            CommandQueue queue,
            InstantSource clock) {
        this.storage = storage;
        this.gitlab = gitlab;
        this.targets = targets;
        this.discovery = discovery;
        this.hooks = hooks;
        this.leases = leases;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Does it for {@code egg}; nothing when there is no such egg. While another process does, it is asked for again.
     *
     * @throws UnavailableException when GitLab did not answer for one of its targets
     */
    public void bringUpToDate(EggName egg) {
        var row = storage.eggs().find(egg);
        if (row.isEmpty()) {
            log.info("nothing to keep at gitlab egg={} reason=unknown", egg);
            return;
        }
        var taken = leases.tryTake("gitlab:" + egg);
        if (taken.isEmpty()) {
            queue.send(new Command.ReconcileGitLab(egg), HOLDER);
            return;
        }
        try (var lease = new HeldLease(taken.get(), leases)) {
            under(row.get(), lease);
        } finally {
            storage.leases().release(taken.get(), Optional.empty());
        }
    }

    private void under(Egg egg, HeldLease lease) {
        boolean whole = isWholeDue(egg);
        var problems = new ArrayList<HookProblem>();
        UnavailableException away = null;
        if (whole) {
            removeFormer(egg);
        }
        for (var target : targets.of(egg.name())) {
            lease.requireFresh();
            try {
                if (egg.acceptsRunners()) {
                    keep(egg, target, whole, problems);
                } else {
                    removeOrLeave(target);
                }
            } catch (InvalidException | NotFoundException e) {
                problems.add(HookProblem.refused(String.valueOf(e.getMessage())));
            } catch (UnavailableException e) {
                away = e;
            }
        }
        if (away != null) {
            // What was not reached is no longer new at the next time: then everything is looked at.
            wholes.remove(egg.name());
            report(egg.name(), problems);
            throw away;
        }
        if (whole) {
            record(egg.name(), problems);
            wholes.put(egg.name(), new Whole(egg.active().number(), egg.acceptsRunners(), clock.instant()));
        } else {
            report(egg.name(), problems);
        }
    }

    private void keep(Egg egg, Target target, boolean whole, List<HookProblem> problems) {
        var access = targets.access(target.declared());
        switch (target.id().scope()) {
            case TargetScope.Project project -> {
                problems.addAll(hooks.keepProject(target, access));
                if (whole) {
                    learnPath(target, access, project.id());
                }
            }
            case TargetScope.Group _ -> {
                var found = discovery.discover(target, access);
                // Nobody has listened there until now, so jobs may wait.
                queue.sendAll(found.fresh().stream()
                        .<Command>map(project -> new Command.RefreshDemand(egg.name(), project.server(), project.id()))
                        .toList());
                problems.addAll(hooks.keepGroup(target, access, found, whole));
                discovery.forget(target, found.at());
            }
        }
    }

    /** An egg that takes no runners any more has no hooks, and no projects of groups. */
    private void remove(Target target) {
        if (!target.hook().equals(TargetHook.none())) {
            hooks.remove(target, targets.access(target.declared()));
        }
        if (target.id().scope() instanceof TargetScope.Group) {
            discovery.forget(target, clock.instant());
        }
    }

    /** What the egg answered for a little while ago loses its hooks, unless somebody else answers for it now. */
    private void removeFormer(Egg egg) {
        var current = egg.config().targets().stream().map(EggTarget::id).toList();
        var former = storage.eggs().revisions(egg.name(), PageRequest.first(REVISIONS)).items().stream()
                .flatMap(revision -> revision.config().targets().stream())
                .filter(target -> !current.contains(target.id()))
                .collect(Collectors.toMap(EggTarget::id, target -> target, (newer, older) -> newer));
        for (var target : former.values()) {
            if (isDeclared(target)) {
                continue;
            }
            var leftBehind = new Target(
                    target,
                    Optional.empty(),
                    new TargetHook(OptionalLong.empty(), TargetHook.Status.EXECUTABLE),
                    Optional.empty(),
                    Optional.empty());
            removeOrLeave(leftBehind);
        }
    }

    /** What GitLab refuses to remove stays there, and is refused here. */
    private void removeOrLeave(Target target) {
        try {
            remove(target);
        } catch (InvalidException | NotFoundException e) {
            log.info("hooks left behind egg={} cause=\"{}\"", target.id().egg(), e.getMessage());
        }
    }

    private boolean isDeclared(EggTarget former) {
        return switch (former.scope()) {
            case TargetScope.Project project ->
                !storage.eggs().projectTargets(former.server(), project.id()).isEmpty();
            case TargetScope.Group group ->
                Pages.all(page -> storage.targets().groups(former.server(), page)).stream()
                        .anyMatch(target -> target.id().scope().equals(group));
        };
    }

    private void learnPath(Target target, GitLabAccess access, long projectId) {
        gitlab.projects()
                .find(access, projectId)
                .filter(project -> !target.fullPath().equals(Optional.of(project.path())))
                .ifPresent(project -> storage.targets().savePath(target.id(), project.path()));
    }

    private boolean isWholeDue(Egg egg) {
        var last = wholes.get(egg.name());
        return last == null
                || last.revision() != egg.active().number()
                || last.takesRunners() != egg.acceptsRunners()
                || !clock.instant().isBefore(last.at().plus(EVERY_PROJECT));
    }

    /** Of everything: what does not stand any more is cleared. */
    private void record(EggName egg, List<HookProblem> problems) {
        for (var code : HookProblem.CODES) {
            if (problems.stream().noneMatch(problem -> problem.code().equals(code))) {
                storage.findings().clear("egg/" + egg, code);
            }
        }
        report(egg, problems);
    }

    private void report(EggName egg, List<HookProblem> problems) {
        problems.forEach(problem -> storage.findings().report(problem.about(egg), clock.instant()));
    }
}
