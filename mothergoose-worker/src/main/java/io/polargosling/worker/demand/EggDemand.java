package io.polargosling.worker.demand;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.demand.CiJobId;
import io.polargosling.domain.demand.CiJobStatus;
import io.polargosling.domain.demand.TrackedJob;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.target.EggTargets;
import io.polargosling.worker.target.GroupProjects;
import io.polargosling.worker.target.Pages;
import java.time.Instant;
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
    private final JobDurations durations;

    /** Demand of the eggs in {@code storage}. */
    public EggDemand(Storage storage, EggTargets targets, ProjectLook look, InstantSource clock) {
        this.storage = storage;
        this.targets = targets;
        this.look = look;
        this.clock = clock;
        this.durations = new JobDurations(storage);
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
                    seen.others().stream()
                            .filter(job -> !isOfAnotherEgg(egg, job))
                            .forEach(others::add);
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
                .flatMap(row -> projects
                        .holder(row.id().server(), row.facts().projectId())
                        .map(target -> asDemand(egg, row, target, now))
                        .stream())
                .toList();
    }

    /** True for a job that waits and that the egg's runners would take, but which another egg has. */
    private static boolean isOfAnotherEgg(Egg egg, CiJob job) {
        return !job.running() && egg.config().runner().jobs().accepts(job.tags(), job.protectedRef());
    }

    private CiJob asDemand(Egg egg, TrackedJob row, EggTarget target, Instant now) {
        boolean running = row.progress().status() == CiJobStatus.RUNNING;
        // Where machines stay, or the job has one, it does not matter how long it takes.
        boolean matters =
                !running && egg.config().type().filter(RunnerKind.VM::equals).isEmpty();
        return new CiJob(
                row.id().server(),
                row.facts().projectId(),
                row.id().number(),
                row.facts().tags(),
                row.facts().protectedRef(),
                running,
                row.progress().pendingSince(),
                row.progress().runnerId(),
                matters
                        ? durations.expected(
                                row.id().server(),
                                row.facts().projectId(),
                                row.facts().name(),
                                now)
                        : Optional.empty(),
                target.repo());
    }

    /** Which target each project belongs to; asked once for each. */
    private final class Membership {

        private final List<EggTarget> served;
        private final List<Target> groups;
        private final GroupProjects projects = new GroupProjects(storage);
        private final Map<ListingPlaces.Key, Optional<EggTarget>> known = new HashMap<>();

        Membership(Egg egg, List<EggTarget> served) {
            this.served = served;
            this.groups = served.stream().anyMatch(target -> target.scope() instanceof TargetScope.Group)
                    ? targets.of(egg.name()).stream()
                            .filter(GroupProjects::isGroup)
                            .filter(target -> served.contains(target.declared()))
                            .toList()
                    : List.of();
        }

        /** The target that answers for the project, one that names it before a group; empty when none does. */
        Optional<EggTarget> holder(GitLabServer server, long projectId) {
            return known.computeIfAbsent(new ListingPlaces.Key(server, projectId), this::find);
        }

        private Optional<EggTarget> find(ListingPlaces.Key key) {
            return served.stream()
                    .filter(target -> target.server().equals(key.server())
                            && target.scope().equals(new TargetScope.Project(key.projectId())))
                    .findFirst()
                    .or(() -> groups.stream()
                            .filter(group -> group.declared().server().equals(key.server()))
                            .filter(group ->
                                    projects.find(group, key.projectId()).isPresent())
                            .map(Target::declared)
                            .findFirst());
        }
    }
}
