package io.polargosling.domain.planner;

import io.polargosling.domain.demand.CiJob;
import io.polargosling.domain.demand.JobFit;
import io.polargosling.domain.demand.ReasonCode;
import io.polargosling.domain.demand.RunnerTypeRule;
import io.polargosling.domain.egg.FleetConfig;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An egg's jobs, sorted into those that wait, those that run on its runners, and those it makes no runner for. */
final class Workload {

    private static final Comparator<CiJob> LONGEST_WAITING_FIRST = Comparator.<CiJob, Instant>comparing(
                    CiJob::createdAt)
            .thenComparing(job -> job.server().toString())
            .thenComparingLong(CiJob::id);

    private final PlannerInput input;
    private final FleetConfig config;
    private final Homes homes;
    private final List<Sorted> waiting = new ArrayList<>();
    private final Map<Group, List<CiJob>> pending = new HashMap<>();
    private final Map<RunnerId, Integer> jobsOn = new HashMap<>();
    private final Map<Place, Runner> byReport = new HashMap<>();
    private final Map<Place, List<Runner>> byEntity = new HashMap<>();
    private final Set<Place> unplaced = new HashSet<>();
    private int demanded;
    private int running;

    /** A number that GitLab gave, on the server of a repo. */
    private record Place(Optional<String> repo, long number) {}

    /**
     * A job that waits.
     *
     * @param group whose runners it asks for; empty when it is refused
     */
    record Sorted(CiJob job, Optional<Group> group, Optional<JobVerdict> refusal) {}

    Workload(PlannerInput input, Homes homes, List<Runner> oldestFirst) {
        this.input = input;
        this.config = input.egg().config();
        this.homes = homes;
        oldestFirst.forEach(this::index);
        input.jobs().orElse(List.of()).stream().sorted(LONGEST_WAITING_FIRST).forEach(this::sort);
    }

    private void index(Runner runner) {
        var repo = runner.origin().repo();
        runner.pulse().runningJobs().forEach(job -> byReport.putIfAbsent(new Place(repo, job), runner));
        runner.identity()
                .gitlabRunnerId()
                .ifPresent(id -> byEntity.computeIfAbsent(new Place(repo, id), place -> new ArrayList<>())
                        .add(runner));
    }

    private void sort(CiJob job) {
        var home = homes.of(job);
        // A runner's report may be ahead of what GitLab lists.
        var reported = home.map(found -> byReport.get(new Place(found.repo(), job.id())));
        if (reported.isPresent()) {
            runs(reported.get());
        } else if (job.running()) {
            home.ifPresent(found -> place(job, found));
        } else {
            await(job, home);
        }
    }

    private void place(CiJob job, Homes.Home home) {
        if (job.runnerId().isEmpty()) {
            return;
        }
        var entity = new Place(home.repo(), job.runnerId().getAsLong());
        var runners = byEntity.getOrDefault(entity, List.of());
        if (!runners.isEmpty()) {
            unplaced.add(entity);
            runs(runners.getFirst());
        }
    }

    private void runs(Runner runner) {
        running++;
        jobsOn.merge(runner.id(), 1, Integer::sum);
    }

    private void await(CiJob job, Optional<Homes.Home> home) {
        var filter = config.runner().jobs();
        var refusal = JobFit.refusal(filter, job.tags(), job.protectedRef())
                .map(code -> new JobVerdict(
                        job, code.word(), JobFit.inputs(input.egg().name(), filter, job.tags())))
                .or(() -> refusedByPlace(job, home))
                .or(() -> needsVm(job));
        if (refusal.isPresent()) {
            waiting.add(new Sorted(job, Optional.empty(), refusal));
            return;
        }
        demanded++;
        var group = new Group(kindOf(job), home.flatMap(Homes.Home::repo));
        pending.computeIfAbsent(group, first -> new ArrayList<>()).add(job);
        waiting.add(new Sorted(job, Optional.of(group), Optional.empty()));
    }

    private Optional<JobVerdict> refusedByPlace(CiJob job, Optional<Homes.Home> home) {
        return home.isPresent()
                ? Optional.empty()
                : Optional.of(new JobVerdict(
                        job,
                        ReasonCode.NOT_OUR_PROJECT.word(),
                        Map.of("egg", input.egg().name().value(), "project_id", String.valueOf(job.projectId()))));
    }

    /** What a serverless runner cannot do, in an egg that makes no other. */
    private Optional<JobVerdict> needsVm(CiJob job) {
        if (config.type().filter(RunnerKind.SERVERLESS::equals).isEmpty()) {
            return Optional.empty();
        }
        var inputs = new HashMap<String, String>();
        job.expected()
                .filter(expected -> expected.compareTo(RunnerTypeRule.LONG_JOB) >= 0)
                .ifPresent(expected -> inputs.put("expected", expected.toString()));
        if (config.runner().agent().privileged()) {
            inputs.put("privileged", "true");
        }
        if (inputs.isEmpty()) {
            return Optional.empty();
        }
        inputs.put("type", RunnerKind.SERVERLESS.word());
        return Optional.of(new JobVerdict(job, ReasonCode.NEEDS_VM.word(), inputs));
    }

    private RunnerKind kindOf(CiJob job) {
        return RunnerTypeRule.decide(
                config.type(),
                job.expected(),
                job.tags(),
                config.runner().agent().privileged());
    }

    /** The jobs that wait, the longest waiting first. */
    List<Sorted> waiting() {
        return waiting;
    }

    /** Whose jobs wait. */
    Set<Group> pendingGroups() {
        return pending.keySet();
    }

    /** The jobs of {@code group} that wait, the longest waiting first. */
    List<CiJob> pending(Group group) {
        return pending.getOrDefault(group, List.of());
    }

    /** How many jobs the runner has, as far as it is known. */
    int jobsOn(Runner runner) {
        return jobsOn.getOrDefault(runner.id(), 0);
    }

    /**
     * Whether a job may run on {@code runner}, as GitLab tells; also true while it does not tell, and where it names
     * only an entity that the runner shares with others.
     */
    boolean mayHaveJob(Runner runner) {
        if (input.jobs().isEmpty() || jobsOn(runner) > 0) {
            return true;
        }
        var id = runner.identity().gitlabRunnerId();
        return id.isPresent() && unplaced.contains(new Place(runner.origin().repo(), id.getAsLong()));
    }

    /** How many jobs wait that runners are made for. */
    int demanded() {
        return demanded;
    }

    /** How many jobs run on the egg's runners. */
    int running() {
        return running;
    }
}
