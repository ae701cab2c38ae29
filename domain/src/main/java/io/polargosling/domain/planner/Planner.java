package io.polargosling.domain.planner;

import io.polargosling.domain.demand.ReasonCode;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.runner.Runner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides what an egg needs; a pure function of its input, which makes it the same for the worker and a preview. The
 * order in which jobs and runners are given does not matter.
 *
 * <p>It makes and wakes runners, carries out orders on rows, and ends what failed, finished, or belongs to an egg or a
 * revision that is no more. To end a healthy runner because nobody needs it is not its business: that is ordered. One
 * exception: an idle runner gives way when the jobs that wait are of a kind or a repo it cannot serve.
 */
public final class Planner {

    /** The cause of a runner that was given up before it was made. */
    public static final String WITHDRAWN = "withdrawn";

    private static final Comparator<Runner> OLDEST_FIRST = Comparator.<Runner, Instant>comparing(
                    runner -> runner.origin().createdAt())
            .thenComparing(Runner::id);

    private final PlannerInput input;
    private final Homes homes;
    private final List<Runner> live;
    private final Workload work;
    private final Room room;
    private final Notebook notebook;
    private final FleetReview review;

    private Planner(PlannerInput input) {
        this.input = input;
        this.homes = new Homes(input.egg().config());
        this.live = input.fleet().live().stream().sorted(OLDEST_FIRST).toList();
        this.work = new Workload(input, homes, live);
        this.room = new Room(input);
        this.notebook = new Notebook(input.now());
        this.review = new FleetReview(input, live, work, homes, room, notebook);
    }

    /** The changes that bring the egg from what is to what should be; none when they are the same. */
    public static Planning plan(PlannerInput input) {
        return new Planner(input).plan();
    }

    private Planning plan() {
        noteRefused();
        if (!input.egg().acceptsRunners()) {
            return planning(List.of(), Verdicts.ofDisabled(work, input.egg().state()));
        }
        var supply = new Supply(input, work, review);
        var needs = supply.needs();
        var allocation = new Allocation(input, review, room, new Gates(input, room, review.failing()), needs);
        allocation.serveJobs();
        int machinesForJobs = needs.stream()
                .filter(need -> need.group().kind() == RunnerKind.VM)
                .mapToInt(Need::missing)
                .sum();
        addMachines(supply, allocation, supply.extras(machinesForJobs));
        var surplus = new Surplus(input, work, review, room);
        for (var shortage : allocation.shortages()) {
            note(shortage.missing(), shortage.why());
            if (shortage.why().code() == ReasonCode.RUNNER_LIMIT) {
                surplus.giveWayTo(shortage, live);
            }
        }
        int concurrent = input.egg().config().runner().agent().concurrent();
        return planning(allocation.creations(), Verdicts.of(work, supply, needs, allocation, room, concurrent));
    }

    private void addMachines(Supply supply, Allocation allocation, Supply.Extras extras) {
        addMachines(supply, allocation, extras.minimum(), "below-minimum", true);
        addMachines(supply, allocation, extras.overload(), "overloaded", true);
        addMachines(supply, allocation, extras.nadir(), "nadir-minimum", false);
    }

    private void addMachines(Supply supply, Allocation allocation, int count, String reason, boolean mayWake) {
        allocation.addMachines(count, reason, mayWake, supply, homes).ifPresent(why -> note(count, why));
    }

    private void note(int wanted, Gates.Answer.Shut why) {
        notebook.note(why.code().word() + ": " + wanted + " more wanted " + new TreeMap<>(why.inputs()));
        why.until().ifPresent(notebook::lookAgainAt);
    }

    /** One line per code, since there may be very many such jobs. */
    private void noteRefused() {
        var byCode = new LinkedHashMap<String, List<JobVerdict>>();
        for (var waiting : work.waiting()) {
            Optional<JobVerdict> refusal = waiting.refusal();
            refusal.ifPresent(verdict -> byCode.computeIfAbsent(verdict.code(), first -> new ArrayList<>())
                    .add(verdict));
        }
        for (Map.Entry<String, List<JobVerdict>> entry : byCode.entrySet()) {
            var first = entry.getValue().getFirst();
            notebook.note(entry.getKey() + ": " + entry.getValue().size() + " waiting, the first is job "
                    + first.job().id() + " " + first.inputs());
        }
    }

    private Planning planning(List<RunnerChange.Create> creations, List<JobVerdict> verdicts) {
        var changes = new ArrayList<>(review.changes());
        changes.addAll(creations);
        return new Planning(changes, verdicts, notebook.notes(), work.demanded(), work.running(), notebook.lookAgain());
    }
}
