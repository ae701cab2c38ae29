package io.polargosling.testkit.cloud;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.inventory.Cloud;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.CloudResource.Power;
import io.polargosling.domain.inventory.Clouds;
import io.polargosling.domain.inventory.Inventory;
import io.polargosling.domain.inventory.PowerSwitch;
import io.polargosling.domain.problem.CapacityException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.run.RunFailure;
import io.polargosling.domain.runner.RunnerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A cloud in memory whose machines take time, by a clock that the test moves, and which fails when told.
 *
 * <pre>
 * created ──boot──> ON ──stop──> CHANGING ──off──> OFF ──start──> CHANGING ──boot──> ON
 *            {@link #list} shows all of this later by the listing delay; {@link #machines} shows it as it is
 * </pre>
 *
 * The same calls at the same times give the same answers.
 */
public final class FakeCloud implements Inventory, PowerSwitch {

    private final CloudProvider provider;
    private final InstantSource clock;
    private final Pace pace;
    /** Those that are gone stay, since a late listing shows them. */
    private final Map<RunnerId, List<FakeMachine>> machines = new TreeMap<>();

    private final Set<FakePlace> full = new HashSet<>();
    private final Set<RunnerId> stuck = new HashSet<>();
    private final Map<Call, Integer> calls = new EnumMap<>(Call.class);
    private final Map<Call, Integer> lost = new EnumMap<>(Call.class);
    private int quota = Integer.MAX_VALUE;
    private boolean away;

    /** What can be asked of the cloud. */
    public enum Call {
        CREATE,
        LIST,
        DELETE,
        STOP,
        START,
        INVOKE
    }

    /**
     * How long things take.
     *
     * @param boot from the call until a machine is on
     * @param off from the call until it is off
     * @param listing how late a listing tells of it
     */
    public record Pace(Duration boot, Duration off, Duration listing) {

        /** Everything is so at once. */
        public static final Pace AT_ONCE = new Pace(Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    /** What came of the making of a machine. */
    public sealed interface Creation {

        /** It is there, and starts. */
        record Created(CloudResource machine) implements Creation {}

        /** It is not there. */
        record Refused(RunFailure why) implements Creation {}
    }

    /** A cloud without a machine. */
    public FakeCloud(CloudProvider provider, InstantSource clock, Pace pace) {
        this.provider = provider;
        this.clock = clock;
        this.pace = pace;
    }

    /** This cloud alone, as programs reach it. */
    public Clouds alone() {
        return Clouds.of(Map.of(provider, new Cloud(this, this)));
    }

    /** Makes the runner's machine; the one that is there already is the answer when there is one. */
    public synchronized Creation create(RunnerId runner, Placement placement) {
        answer(Call.CREATE, "creating machine " + runner);
        var now = clock.instant();
        var place = FakePlace.of(placement);
        var there = living(runner);
        if (there.isEmpty() && full.contains(place)) {
            return new Creation.Refused(new RunFailure(FailureCause.NO_CAPACITY, "no room in " + name(place)));
        }
        if (there.isEmpty() && machines().size() >= quota) {
            return new Creation.Refused(new RunFailure(FailureCause.QUOTA, "at most " + quota + " machines"));
        }
        var machine = there.orElseGet(() -> new FakeMachine(runner, provider, place, now, now.plus(pace.boot())));
        if (there.isEmpty()) {
            machines.computeIfAbsent(runner, id -> new ArrayList<>()).add(machine);
        }
        loseAnswer(Call.CREATE, "creating machine " + runner);
        return new Creation.Created(machine.at(now).orElseThrow());
    }

    @Override
    public synchronized List<CloudResource> list() {
        answer(Call.LIST, "listing machines");
        return at(clock.instant().minus(pace.listing()));
    }

    @Override
    public synchronized void delete(RunnerId runner) {
        answer(Call.DELETE, "deleting machine " + runner);
        if (stuck.contains(runner)) {
            throw new UnavailableException("deleting machine " + runner + ": it is in use");
        }
        living(runner).ifPresent(machine -> machine.goes(clock.instant()));
        loseAnswer(Call.DELETE, "deleting machine " + runner);
    }

    @Override
    public synchronized void stop(CloudResource machine) {
        turn(Call.STOP, machine, Power.OFF, pace.off());
    }

    @Override
    public synchronized void start(CloudResource machine) {
        if (full.contains(new FakePlace(machine.region(), machine.zone()))) {
            answer(Call.START, "starting machine " + machine.runner());
            throw new CapacityException("starting machine " + machine.runner() + ": no room");
        }
        turn(Call.START, machine, Power.ON, pace.boot());
    }

    @Override
    public synchronized void invoke(CloudResource machine) {
        answer(Call.INVOKE, "invoking machine " + machine.runner());
        required(machine, "invoking").invoked();
        loseAnswer(Call.INVOKE, "invoking machine " + machine.runner());
    }

    private void turn(Call call, CloudResource machine, Power to, Duration takes) {
        var act = call.name().toLowerCase(java.util.Locale.ROOT) + " machine " + machine.runner();
        answer(call, act);
        var known = required(machine, act);
        if (known.aim() != to) {
            known.turns(to, clock.instant(), clock.instant().plus(takes));
        }
        loseAnswer(call, act);
    }

    private FakeMachine required(CloudResource machine, String act) {
        return living(machine.runner())
                .orElseThrow(() -> new NotFoundException(act + " " + machine.cloudId() + ": there is no such machine"));
    }

    /** The machines as they are now, whatever a listing tells. */
    public synchronized List<CloudResource> machines() {
        return at(clock.instant());
    }

    /** The machine as it is now. */
    public synchronized Optional<CloudResource> machine(RunnerId runner) {
        return living(runner).flatMap(machine -> machine.at(clock.instant()));
    }

    /** When the machine is on, or was first; empty for one that is going off, is off, or is not there. */
    public synchronized Optional<Instant> onAt(RunnerId runner) {
        return living(runner).filter(machine -> machine.aim() == Power.ON).map(FakeMachine::settlesAt);
    }

    /** How often the machine was called. */
    public synchronized int invocations(RunnerId runner) {
        return living(runner).map(FakeMachine::invocations).orElse(0);
    }

    /** How often this was asked, whatever was answered. */
    public synchronized int calls(Call call) {
        return calls.getOrDefault(call, 0);
    }

    /** The machine ends without anybody's call, as an interrupted or broken one does. */
    public synchronized void vanish(RunnerId runner) {
        living(runner).ifPresent(machine -> machine.goes(clock.instant()));
    }

    /** Whether this place has no room for another machine that is on. */
    public synchronized void setFull(FakePlace place, boolean isFull) {
        if (isFull) {
            full.add(place);
        } else {
            full.remove(place);
        }
    }

    /** How many machines there may be in all. */
    public synchronized void setQuota(int atMost) {
        quota = atMost;
    }

    /** Whether nothing is answered and nothing done. */
    public synchronized void setAway(boolean isAway) {
        away = isAway;
    }

    /** Whether the machine cannot be deleted. */
    public synchronized void setStuck(RunnerId runner, boolean isStuck) {
        if (isStuck) {
            stuck.add(runner);
        } else {
            stuck.remove(runner);
        }
    }

    /** The next so many calls are carried out and their answer is lost. */
    public synchronized void loseAnswers(Call call, int count) {
        lost.put(call, count);
    }

    private void answer(Call call, String act) {
        calls.merge(call, 1, Integer::sum);
        if (away) {
            throw new UnavailableException(act + ": the cloud does not answer");
        }
    }

    private void loseAnswer(Call call, String act) {
        int left = lost.getOrDefault(call, 0);
        if (left > 0) {
            lost.put(call, left - 1);
            throw new UnavailableException(act + ": the answer was lost");
        }
    }

    private Optional<FakeMachine> living(RunnerId runner) {
        return machines.getOrDefault(runner, List.of()).stream()
                .filter(machine -> machine.at(clock.instant()).isPresent())
                .findFirst();
    }

    private List<CloudResource> at(Instant moment) {
        return machines.values().stream()
                .flatMap(List::stream)
                .flatMap(machine -> machine.at(moment).stream())
                .sorted(Comparator.comparing(CloudResource::runner))
                .toList();
    }

    private static String name(FakePlace place) {
        return place.zone().or(place::region).orElse("this host");
    }
}
