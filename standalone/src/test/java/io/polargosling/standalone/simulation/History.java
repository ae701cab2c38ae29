package io.polargosling.standalone.simulation;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.settings.Settings;
import io.polargosling.testkit.cloud.FakeCloud;
import io.polargosling.testkit.cloud.FakePlace;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One history: work that comes in bursts, and what goes wrong meanwhile, all from one seed. */
final class History {

    private static final long MINUTE = 60_000;
    private static final long LOOK = 15_000;
    private static final List<String> HOSTS = List.of("host-a", "host-b");

    /** So long after the last job may it take until nothing is left. */
    private static final long REST = 60 * MINUTE;

    private static final long LONGEST = 12 * 60 * MINUTE;

    /**
     * OpenTofu runs of one egg in an hour in which its cloud is away: three until the breaker opens and its probes, and one
     * series of tries to end machines, whose waits grow.
     */
    private static final long RUNS_IN_OUTAGE = 20;

    /** So many more for each machine that ends in that hour, until its tries fall in step with the others. */
    private static final long RUNS_FOR_EACH = 10;

    private final World world;
    private final boolean outage;
    private final long workEnds;
    private final Map<EggName, Long> mostRunsInOutage = new HashMap<>();

    /** What came of one. */
    record Outcome(long seed, Chronicle chronicle, long runsInOutage, long minutes) {}

    /** How many runs the egg may make in such an hour. */
    static long allowedRuns(int maxRunners) {
        return RUNS_IN_OUTAGE + RUNS_FOR_EACH * maxRunners;
    }

    private History(long seed, Settings settings) {
        world = new World(seed, settings);
        outage = world.random.nextInt(6) == 0;
        workEnds = outage ? 75 * MINUTE : world.random.nextLong(15 * MINUTE, 35 * MINUTE);
    }

    /** The history of {@code seed}, from its beginning to its end. */
    static Outcome of(long seed, Settings settings) {
        var history = new History(seed, settings);
        var world = history.world;
        history.begin();
        world.loop.run();
        return new Outcome(
                seed,
                world.chronicle,
                history.mostRunsInOutage.values().stream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElse(0),
                world.loop.now() / MINUTE);
    }

    private void begin() {
        int workers = world.random.nextInt(1, 4);
        for (int i = 0; i < workers; i++) {
            world.start(HOSTS.get(i % HOSTS.size()));
        }
        world.eggs.forEach(egg -> world.loop.in(world.random.nextLong(5 * MINUTE), () -> work(egg)));
        faults();
        world.loop.every(LOOK, this::look);
    }

    private void look() {
        world.laws.look();
        long now = world.loop.now();
        boolean tooLong = now > Math.max(workEnds, world.laws.lastDemand()) + REST || now > LONGEST;
        if (tooLong) {
            world.chronicle.violated("everything comes to rest", "not after " + now / MINUTE + " minutes");
        }
        if (tooLong || (now > workEnds && world.laws.isAtRest())) {
            world.laws.lookAtTheEnd();
            world.loop.stop();
        }
    }

    private void work(EggConfig egg) {
        if (world.loop.now() > workEnds) {
            return;
        }
        int jobs = world.random.nextInt(10) == 0 ? world.random.nextInt(5, 15) : world.random.nextInt(1, 4);
        for (int i = 0; i < jobs; i++) {
            long takes = world.random.nextInt(20) == 0
                    ? world.random.nextLong(5 * MINUTE, 15 * MINUTE)
                    : world.random.nextLong(5000, 4 * MINUTE);
            var _ = world.gitlab.push(egg, projectOf(egg), takes);
        }
        long pause = world.random.nextInt(4) == 0
                ? world.random.nextLong(5 * MINUTE, 20 * MINUTE)
                : world.random.nextLong(10_000, 8 * MINUTE);
        world.loop.in(pause, () -> work(egg));
    }

    private static long projectOf(EggConfig egg) {
        return egg.gitlab().scope().id();
    }

    private void faults() {
        some(4, this::kill);
        some(1, () -> world.hostDies(HOSTS.get(world.random.nextInt(HOSTS.size()))));
        some(1, () -> {
            world.chronicle.count(Chronicle.Count.GITLAB_OUTAGES);
            long takes = world.random.nextLong(MINUTE, 10 * MINUTE);
            world.chronicle.tell("GitLab is away for %s s", takes / 1000);
            world.weather.gitlabAway(world.loop.now() + takes);
        });
        some(2, () -> world.weather.tooManyCalls(world.loop.now() + world.random.nextLong(MINUTE, 5 * MINUTE)));
        some(2, () -> world.weather.stale(world.loop.now() + world.random.nextLong(2 * MINUTE, 10 * MINUTE)));
        some(1, this::placeIsFull);
        some(2, this::vanish);
        some(2, this::jump);
        some(3, this::loseAnswer);
        if (outage) {
            world.loop.in(world.random.nextLong(2 * MINUTE, 14 * MINUTE), this::providerIsAway);
        }
    }

    private void some(int most, Runnable fault) {
        int times = world.random.nextInt(most + 1);
        for (int i = 0; i < times; i++) {
            world.loop.in(world.random.nextLong(2 * MINUTE, workEnds), fault);
        }
    }

    private void kill() {
        world.living().ifPresent(worker -> {
            if (world.random.nextInt(4) == 0) {
                worker.die();
            } else {
                worker.dieAfter(world.random.nextInt(300));
            }
        });
    }

    private void placeIsFull() {
        world.chronicle.count(Chronicle.Count.FULL_PLACES);
        long takes = world.random.nextLong(2 * MINUTE, 20 * MINUTE);
        world.chronicle.tell("no room at yandex for %s s", takes / 1000);
        var cloud = yandex();
        var place = FakePlace.of(World.place(CloudProvider.YANDEX));
        cloud.setFull(place, true);
        world.weather.troubleAll(world.loop.now() + takes);
        world.loop.in(takes, () -> cloud.setFull(place, false));
    }

    private void providerIsAway() {
        world.chronicle.count(Chronicle.Count.PROVIDER_OUTAGES);
        long takes = 60 * MINUTE;
        world.chronicle.tell("yandex is away for an hour");
        yandex().setAway(true);
        world.weather.troubleAll(world.loop.now() + takes);
        var before = new HashMap<EggName, Long>();
        world.eggs.forEach(egg -> before.put(egg.name(), world.tofu.starts(egg.name())));
        world.loop.in(takes, () -> {
            world.chronicle.tell("yandex is back");
            yandex().setAway(false);
            for (var egg : world.eggs) {
                long runs = world.tofu.starts(egg.name()) - before.getOrDefault(egg.name(), 0L);
                boolean hasFallback = egg.placements().size() > 1;
                if (!hasFallback) {
                    mostRunsInOutage.merge(egg.name(), runs, Math::max);
                }
                if (!hasFallback && runs > allowedRuns(egg.runner().maxRunners())) {
                    world.chronicle.violated(
                            "calls during an outage are bounded", runs + " runs of " + egg.name() + " in an hour");
                }
            }
        });
    }

    private FakeCloud yandex() {
        return Optional.ofNullable(world.clouds.get(CloudProvider.YANDEX))
                .orElseThrow()
                .inside();
    }

    private void vanish() {
        var running = world.machines.running();
        if (!running.isEmpty()) {
            var machine = running.get(world.random.nextInt(running.size()));
            machine.cloud.vanish(machine.id);
            world.weather.trouble(
                    machine.egg, world.loop.now() + (world.machines.isBooting(machine.id) ? 11 : 6) * MINUTE);
        }
    }

    private void jump() {
        world.chronicle.count(Chronicle.Count.CLOCK_JUMPS);
        long by = world.random.nextLong(-4 * MINUTE, 4 * MINUTE);
        world.chronicle.tell("clocks jump by %s s", by / 1000);
        world.loop.jump(Duration.ofMillis(by));
        // What was to be done at a time of the wall is done that much later.
        world.weather.troubleAll(world.loop.now() + Math.max(0, -by) + MINUTE);
    }

    private void loseAnswer() {
        var calls = FakeCloud.Call.values();
        var call = calls[world.random.nextInt(calls.length)];
        world.chronicle.count(Chronicle.Count.LOST_ANSWERS);
        world.chronicle.tell("the cloud's next answer to %s is lost", call);
        yandex().loseAnswers(call, 1);
    }
}
