package io.polargosling.worker.demand;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabProject;
import io.polargosling.domain.gitlab.KnownProject;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.target.EggTargets;
import io.polargosling.worker.target.GroupProjects;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a hint that a project may have other jobs than before. The one project of an egg is looked at by the look at
 * the egg itself; one of a group or a bucket is looked at here, and no other with it, and the egg after it when
 * something changed.
 */
public final class DemandRefresh {

    private static final Logger log = LoggerFactory.getLogger(DemandRefresh.class);
    private static final Duration PUT_OFF = Duration.ofSeconds(30);

    private final Storage storage;
    private final GitLab gitlab;
    private final EggTargets targets;
    private final ProjectLook look;
    private final CommandQueue queue;
    private final Consumer<EggName> reconcile;
    private final InstantSource clock;
    private final GroupProjects projects;
    private final MergedLooks<Look, Boolean> looks = new MergedLooks<>();
    private final Map<Command.RefreshDemand, Instant> putOff = new ConcurrentHashMap<>();

    /** @param project of the group that the egg answers for */
    private record Look(EggName egg, ListingPlaces.Key project) {}

    /**
     * The parts of a refresh.
     *
     * @param reconcile looks at an egg
     */
    public DemandRefresh(
            Storage storage,
            GitLab gitlab,
            EggTargets targets,
            ProjectLook look,
            CommandQueue queue,
            Consumer<EggName> reconcile,
            InstantSource clock) {
        this.storage = storage;
        this.gitlab = gitlab;
        this.targets = targets;
        this.look = look;
        this.queue = queue;
        this.reconcile = reconcile;
        this.clock = clock;
        this.projects = new GroupProjects(storage);
    }

    /** Carries out {@code command}. While GitLab is away the hint is put off, once however often it comes. */
    public void refresh(Command.RefreshDemand command) {
        var egg = storage.eggs().find(command.egg());
        if (egg.isEmpty()) {
            log.info("nothing to look at egg={} reason=unknown", command.egg());
            return;
        }
        var own = targets.of(command.egg()).stream()
                .filter(target -> target.declared().server().equals(command.server()))
                .toList();
        boolean isTheOne = egg.get().config() instanceof EggConfig
                && own.stream().anyMatch(target -> isNamed(target, command.projectId()));
        if (isTheOne) {
            reconcile.accept(command.egg());
            return;
        }
        if (!egg.get().acceptsRunners()) {
            return;
        }
        try {
            if (looks.look(
                    new Look(command.egg(), new ListingPlaces.Key(command.server(), command.projectId())),
                    () -> lookAt(egg.get(), own, command.projectId()))) {
                reconcile.accept(command.egg());
            }
            putOff.remove(command);
        } catch (UnavailableException e) {
            putOff(command, e);
        } catch (GoslingException e) {
            log.warn(
                    "project not looked at egg={} project={} cause=\"{}\"",
                    command.egg(),
                    command.projectId(),
                    e.getMessage());
        }
    }

    /** True when something changed. */
    private boolean lookAt(Egg egg, List<Target> own, long projectId) {
        for (var target : own) {
            boolean isNamed = isNamed(target, projectId);
            if (isNamed || (target.id().scope() instanceof TargetScope.Group scope && isIn(target, scope, projectId))) {
                var seen = look.look(egg, targets.access(target.declared()), projectId);
                if (isNamed) {
                    storage.targets().markPolled(target.id(), clock.instant());
                }
                return seen.changed();
            }
        }
        log.info("not a project of the egg egg={} project={}", egg.name(), projectId);
        return false;
    }

    private static boolean isNamed(Target target, long projectId) {
        return target.id().scope().equals(new TargetScope.Project(projectId));
    }

    /** A project that is new since the last discovery is asked for. */
    private boolean isIn(Target group, TargetScope.Group scope, long projectId) {
        if (projects.find(group, projectId).isPresent()) {
            return true;
        }
        if (group.fullPath().isEmpty()) {
            return false;
        }
        var found = gitlab.projects()
                .find(targets.access(group.declared()), projectId)
                .filter(project -> !project.archived())
                .filter(project -> GroupProjects.isBelow(group.fullPath().get(), project.path()));
        found.ifPresent(project -> remember(group, scope, project));
        return found.isPresent();
    }

    private void remember(Target group, TargetScope.Group scope, GitLabProject project) {
        storage.projects()
                .save(List.of(new KnownProject(
                        group.declared().server(), project.id(), scope.id(), project.path(), clock.instant())));
    }

    private void putOff(Command.RefreshDemand command, UnavailableException e) {
        var now = clock.instant();
        var delay = e.retryAfter().filter(wish -> wish.compareTo(PUT_OFF) > 0).orElse(PUT_OFF);
        boolean[] isFirst = {false};
        putOff.compute(command, (same, until) -> {
            isFirst[0] = until == null || !until.isAfter(now);
            return isFirst[0] ? now.plus(delay) : until;
        });
        if (isFirst[0]) {
            log.info(
                    "look at a project put off egg={} project={} seconds={} cause=\"{}\"",
                    command.egg(),
                    command.projectId(),
                    delay.toSeconds(),
                    e.getMessage());
            queue.send(command, delay);
        }
    }
}
