package io.polargosling.worker.demand;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.demand.CiJobId;
import io.polargosling.domain.demand.CiJobStatus;
import io.polargosling.domain.demand.TrackedJob;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.target.EggTargets;
import io.polargosling.worker.target.GroupProjects;
import io.polargosling.worker.target.Pages;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The jobs that ask for an egg's runners. The one project of an egg is looked at now; of a group or a bucket what hints
 * and polls have brought counts, since a look at every project would be too dear.
 */
public final class EggDemand {

    /** More than any egg may have runners for. */
    private static final int MAX_JOBS = 1000;

    private final Storage storage;
    private final EggTargets targets;
    private final ProjectLook look;
    private final InstantSource clock;

    /** Demand of the eggs in {@code storage}. */
    public EggDemand(Storage storage, EggTargets targets, ProjectLook look, InstantSource clock) {
        this.storage = storage;
        this.targets = targets;
        this.look = look;
        this.clock = clock;
    }

    /**
     * What was found.
     *
     * @param access how GitLab is called, for each target whose token could be had
     * @param jobs that wait or run, the longest waiting first, those that other runners are asked for too; empty when
     *     no target could be looked at
     * @param missing what could not be found out, and why
     */
    public record Found(Map<TargetId, GitLabAccess> access, Optional<List<CiJob>> jobs, Optional<String> missing) {

        public Found {
            access = Map.copyOf(access);
        }
    }

    /** The demand of {@code egg}, now. */
    public Found of(Egg egg) {
        var problems = new ArrayList<String>();
        var ways = new HashMap<TargetId, GitLabAccess>();
        var others = new ArrayList<CiJob>();
        var over = new HashSet<CiJobId>();
        var served = new ArrayList<EggTarget>();
        for (var target : egg.config().targets()) {
            try {
                var access = targets.access(target);
                ways.put(target.id(), access);
                if (egg.config() instanceof EggConfig && target.scope() instanceof TargetScope.Project project) {
                    var seen = look.look(egg, access, project.id());
                    others.addAll(seen.others());
                    over.addAll(seen.over());
                    storage.targets().markPolled(target.id(), clock.instant());
                }
                served.add(target);
            } catch (GoslingException e) {
                problems.add(e.getMessage());
            }
        }
        var missing = problems.isEmpty() ? Optional.<String>empty() : Optional.of(String.join("; ", problems));
        if (served.isEmpty()) {
            return new Found(ways, Optional.empty(), missing);
        }
        var jobs = new ArrayList<>(rows(egg, served, over));
        jobs.addAll(others);
        return new Found(ways, Optional.of(jobs), missing);
    }

    private List<CiJob> rows(Egg egg, List<EggTarget> served, Set<CiJobId> over) {
        var now = clock.instant();
        var rows = new ArrayList<TrackedJob>();
        for (var status : List.of(CiJobStatus.PENDING, CiJobStatus.RUNNING)) {
            rows.addAll(Pages.upTo(MAX_JOBS, page -> storage.ciJobs().ofEgg(egg.name(), status, now, page)));
        }
        var projects = new Membership(egg, served);
        return rows.stream()
                .filter(row -> !over.contains(row.id()))
                .filter(row -> projects.holds(row.id().server(), row.facts().projectId()))
                .map(EggDemand::asDemand)
                .toList();
    }

    private static CiJob asDemand(TrackedJob row) {
        return new CiJob(
                row.id().server(),
                row.facts().projectId(),
                row.id().number(),
                row.facts().tags(),
                row.facts().protectedRef(),
                row.progress().status() == CiJobStatus.RUNNING,
                row.progress().pendingSince(),
                row.progress().runnerId(),
                Optional.empty());
    }

    /** Which projects are the egg's; asked once for each. */
    private final class Membership {

        private final List<EggTarget> served;
        private final List<Target> groups;
        private final GroupProjects projects = new GroupProjects(storage);
        private final Map<ListingPlaces.Key, Boolean> known = new HashMap<>();

        Membership(Egg egg, List<EggTarget> served) {
            this.served = served;
            this.groups = served.stream().anyMatch(target -> target.scope() instanceof TargetScope.Group)
                    ? targets.of(egg.name()).stream()
                            .filter(GroupProjects::isGroup)
                            .filter(target -> served.contains(target.declared()))
                            .toList()
                    : List.of();
        }

        boolean holds(GitLabServer server, long projectId) {
            return known.computeIfAbsent(new ListingPlaces.Key(server, projectId), this::find);
        }

        private boolean find(ListingPlaces.Key key) {
            return served.stream()
                            .anyMatch(target -> target.server().equals(key.server())
                                    && target.scope().equals(new TargetScope.Project(key.projectId())))
                    || groups.stream()
                            .filter(group -> group.declared().server().equals(key.server()))
                            .anyMatch(group ->
                                    projects.find(group, key.projectId()).isPresent());
        }
    }
}
