package io.polargosling.worker.demand;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.command.SendOutcome;
import io.polargosling.domain.demand.CiJobStatus;
import io.polargosling.domain.egg.EggDigest;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.Target;
import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.KnownProject;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerFilter;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.target.GroupProjects;
import io.polargosling.worker.target.Pages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for a look at the jobs of targets that nothing was heard of, so that a lost webhook costs time and nothing else:
 * every minute where there was a job, a runner or an event within the hour, every ten minutes elsewhere, by default.
 *
 * <p>A project is marked as polled by the look at it, so one that could not be looked at stays the first to be asked
 * for. A group is marked when its projects were asked for; of a large one, those with jobs and a part of the others at
 * a time.
 */
public final class DemandPoll {

    /** Commands sent in one tick; what is left is the first of the next. */
    static final int MAX_COMMANDS = 2000;

    /** So many quiet projects of one group are asked for at a time, and more where ten turns would not reach them all. */
    static final int QUIET_PROJECTS = 100;

    private static final Logger log = LoggerFactory.getLogger(DemandPoll.class);
    private static final Duration RECENT = Duration.ofHours(1);
    private static final int PAGE = 500;

    private final Storage storage;
    private final CommandQueue queue;
    private final Periods periods;
    private final InstantSource clock;
    private final GroupProjects projects;
    /** When a target that had no jobs was last polled: until it is polled again it has none still. */
    private final Map<TargetId, Instant> jobless = new ConcurrentHashMap<>();

    /** Up to which project large groups were asked for; these go on at every tick, to be through in the idle period. */
    private final Map<TargetId, Long> lastAsked = new ConcurrentHashMap<>();

    /** How often is polled; a target is due a little early, as looks take their time. */
    public record Periods(Duration active, Duration idle) {

        private Instant activeLimit(Instant now) {
            return now.minus(active).plus(active.dividedBy(4));
        }

        private Instant idleLimit(Instant now) {
            return now.minus(idle).plus(active.dividedBy(4));
        }

        private int turns() {
            return (int) Math.max(1, idle.dividedBy(active));
        }
    }

    /** Polls the targets of {@code storage}. */
    public DemandPoll(Storage storage, CommandQueue queue, Periods periods, InstantSource clock) {
        this.storage = storage;
        this.queue = queue;
        this.periods = periods;
        this.clock = clock;
        this.projects = new GroupProjects(storage);
    }

    /** Asks for whatever is due. */
    public void poll() {
        var now = clock.instant();
        var tick = new Tick(now, accepting(), withRunners());
        var page = storage.targets().polledBefore(periods.activeLimit(now), PageRequest.first(PAGE));
        while (true) {
            page.items().forEach(tick::consider);
            if (page.next().isEmpty() || tick.isFull()) {
                break;
            }
            page = storage.targets().polledBefore(periods.activeLimit(now), new PageRequest(PAGE, page.next()));
        }
        tick.send();
    }

    private Set<EggName> accepting() {
        return Pages.all(storage.eggs()::digests).stream()
                .filter(egg -> egg.state().acceptsRunners())
                .map(EggDigest::name)
                .collect(Collectors.toSet());
    }

    private Set<EggName> withRunners() {
        var eggs = new HashSet<EggName>();
        for (var state : RunnerState.values()) {
            if (state != RunnerState.TERMINATED) {
                var filter = new RunnerFilter(Optional.empty(), Optional.of(state));
                Pages.all(page -> storage.runners().list(filter, page)).stream()
                        .map(Runner::egg)
                        .forEach(eggs::add);
            }
        }
        return eggs;
    }

    /** One round over the targets. */
    private final class Tick {

        private final Instant now;
        private final Set<EggName> accepting;
        private final Set<EggName> withRunners;
        private final List<Command> commands = new ArrayList<>();
        private final List<TargetId> groups = new ArrayList<>();

        Tick(Instant now, Set<EggName> accepting, Set<EggName> withRunners) {
            this.now = now;
            this.accepting = accepting;
            this.withRunners = withRunners;
        }

        boolean isFull() {
            return commands.size() >= MAX_COMMANDS;
        }

        void consider(Target target) {
            var egg = target.id().egg();
            if (isFull() || !accepting.contains(egg)) {
                return;
            }
            boolean isDue = target.lastPolledAt()
                            .filter(periods.idleLimit(now)::isBefore)
                            .isEmpty()
                    || lastAsked.containsKey(target.id())
                    || isActive(target);
            if (!isDue) {
                return;
            }
            switch (target.id().scope()) {
                case TargetScope.Project project -> ask(target, project.id());
                case TargetScope.Group group -> {
                    turn(target).forEach(project -> ask(target, project.id()));
                    commands.add(new Command.ReconcileEgg(egg));
                    groups.add(target.id());
                }
            }
        }

        void send() {
            var outcomes = queue.sendAll(commands);
            long failed = outcomes.stream()
                    .filter(SendOutcome.Failed.class::isInstance)
                    .count();
            if (failed > 0) {
                log.warn("looks not asked for, they are next time count={}", failed);
                return;
            }
            groups.forEach(group -> storage.targets().markPolled(group, now));
        }

        private void ask(Target target, long projectId) {
            commands.add(new Command.RefreshDemand(
                    target.id().egg(), target.declared().server(), projectId));
        }

        private boolean isActive(Target target) {
            return withRunners.contains(target.id().egg())
                    || target.lastEventAt().filter(now.minus(RECENT)::isBefore).isPresent()
                    || hasJobs(target);
        }

        private boolean hasJobs(Target target) {
            var polled = target.lastPolledAt().orElse(Instant.MIN);
            if (polled.equals(jobless.get(target.id()))) {
                return false;
            }
            boolean some = List.of(CiJobStatus.PENDING, CiJobStatus.RUNNING).stream()
                    .anyMatch(status -> !storage.ciJobs()
                            .ofEgg(target.id().egg(), status, now, PageRequest.first(1))
                            .items()
                            .isEmpty());
            if (!some) {
                jobless.put(target.id(), polled);
            }
            return some;
        }

        /** Projects that have jobs, and the next of the others by their numbers. */
        private List<KnownProject> turn(Target group) {
            var all = projects.of(group);
            var busy = busyProjects(group.id().egg());
            var chosen = new ArrayList<>(
                    all.stream().filter(project -> busy.contains(project.id())).toList());
            var quiet = all.stream()
                    .filter(project -> !busy.contains(project.id()))
                    .sorted(Comparator.comparingLong(KnownProject::id))
                    .toList();
            int share = Math.max(QUIET_PROJECTS, (quiet.size() + periods.turns() - 1) / periods.turns());
            long after = lastAsked.getOrDefault(group.id(), 0L);
            var next = quiet.stream()
                    .filter(project -> project.id() > after)
                    .limit(share)
                    .toList();
            chosen.addAll(next);
            quiet.stream()
                    .limit(share - next.size())
                    .filter(project -> project.id() <= after)
                    .forEach(chosen::add);
            if (quiet.size() > share) {
                lastAsked.put(group.id(), chosen.getLast().id());
            } else {
                lastAsked.remove(group.id());
            }
            return chosen;
        }

        private Set<Long> busyProjects(EggName egg) {
            return List.of(CiJobStatus.PENDING, CiJobStatus.RUNNING).stream()
                    .flatMap(status ->
                            Pages.upTo(MAX_COMMANDS, page -> storage.ciJobs().ofEgg(egg, status, now, page)).stream())
                    .map(job -> job.facts().projectId())
                    .collect(Collectors.toSet());
        }
    }
}
