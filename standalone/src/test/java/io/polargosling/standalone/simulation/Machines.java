package io.polargosling.standalone.simulation;

import io.polargosling.api.heartbeat.EnrolmentFacts;
import io.polargosling.api.heartbeat.Heartbeat;
import io.polargosling.api.heartbeat.MachineCalls;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.api.problem.ProblemKind;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.store.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** The machines of all clouds and the agents on them, which speak to the real calls of the API. */
final class Machines {

    private static final double DEAD = 0.2;
    private static final long ENROLMENT_RETRY = 5000;

    private final Loop loop;
    private final Chronicle chronicle;
    private final Weather weather;
    private final RandomGenerator random;
    private final Storage storage;
    private final VirtualGitLab gitlab;
    private final MachineCalls calls;
    private final TreeMap<RunnerId, Machine> machines = new TreeMap<>();

    Machines(
            Loop loop,
            Chronicle chronicle,
            Weather weather,
            RandomGenerator random,
            Storage storage,
            VirtualGitLab gitlab,
            MachineCalls calls) {
        this.loop = loop;
        this.chronicle = chronicle;
        this.weather = weather;
        this.random = random;
        this.storage = storage;
        this.gitlab = gitlab;
        this.calls = calls;
    }

    /** The machine is turned on, made or called: it boots, or not. */
    void boot(RunnerId runner, VirtualCloud cloud) {
        if (machines.containsKey(runner) && !machines.get(runner).ended) {
            return;
        }
        var row = storage.runners().find(runner);
        if (row.isEmpty()) {
            chronicle.tell("%s boots without a row", runner);
            return;
        }
        var former = machines.get(runner);
        var machine = former == null ? new Machine(row.get(), config(row.get()), cloud) : former.again();
        machines.put(runner, machine);
        if (random.nextDouble() < DEAD && former == null) {
            chronicle.count(Chronicle.Count.DEAD_BOOTS);
            chronicle.tell("%s will never boot", runner);
            long limit = row.get().origin().kind() == RunnerKind.VM ? 600_000 : 180_000;
            // Until its deadline has passed and somebody has looked, it counts as one that is starting.
            weather.trouble(row.get().egg(), loop.now() + limit + 60_000);
            return;
        }
        loop.in(random.nextInt(5000, 40_000), machine::comesUp);
    }

    Optional<RunnerKind> kindOf(RunnerId runner) {
        return storage.runners().find(runner).map(row -> row.origin().kind());
    }

    private EggConfig config(Runner runner) {
        var revision = storage.eggs()
                .revision(runner.egg(), runner.origin().revision())
                .orElseThrow();
        return (EggConfig) revision.config();
    }

    /** True while nobody has heard of it, so that only its boot deadline can tell that it is gone. */
    boolean isBooting(RunnerId runner) {
        return storage.runners()
                .find(runner)
                .filter(row -> row.state() == RunnerState.PROVISIONING)
                .isPresent();
    }

    /** Somebody ended or stopped it. */
    void end(RunnerId runner, String how) {
        var machine = machines.get(runner);
        if (machine != null && !machine.ended) {
            for (var job : machine.jobs) {
                boolean timeIsUp = storage.runners()
                        .find(runner)
                        .flatMap(row -> row.schedule().lifetimeEnd())
                        .filter(at -> !at.isAfter(loop.wall().instant()))
                        .isPresent();
                if (!timeIsUp) {
                    chronicle.violated(
                            "no busy runner is killed", runner + " was " + how + " with job " + job.id.number());
                }
            }
            chronicle.tell("machine of %s is %s", runner, how);
            machine.stops();
        }
    }

    /** It breaks. */
    void vanish(RunnerId runner) {
        var machine = machines.get(runner);
        if (machine != null && !machine.ended) {
            chronicle.count(Chronicle.Count.VANISHED_MACHINES);
            chronicle.tell("machine of %s vanishes", runner);
            machine.stops();
        }
    }

    /** Machines that are on, and how many jobs each has. */
    List<Machine> running() {
        return machines.values().stream().filter(machine -> !machine.ended).toList();
    }

    /** One machine. */
    final class Machine implements VirtualGitLab.Agent {

        final RunnerId id;
        final EggName egg;
        final VirtualCloud cloud;
        private final EggConfig config;
        private final boolean oneJob;
        private final List<VirtualJob> jobs = new ArrayList<>();
        private long sequence;
        private boolean up;
        private boolean told;
        private boolean finished;
        private boolean ended;
        private long entity;

        Machine(Runner row, EggConfig config, VirtualCloud cloud) {
            this.id = row.id();
            this.egg = row.egg();
            this.cloud = cloud;
            this.config = config;
            this.oneJob = row.origin().kind() == RunnerKind.SERVERLESS;
        }

        /** The same machine started again: it knows its tokens. */
        private Machine again() {
            var woken = new Machine(storage.runners().find(id).orElseThrow(), config, cloud);
            woken.sequence = sequence;
            woken.entity = entity;
            woken.up = entity != 0;
            return woken;
        }

        private void comesUp() {
            if (ended) {
                return;
            }
            if (up) {
                connect();
                beat();
                return;
            }
            try {
                entity = calls.enrol(id, EnrolmentFacts.none()).gitlab().runnerId();
                up = true;
                chronicle.tell("%s enrols", id);
                connect();
                beat();
            } catch (ProblemException e) {
                chronicle.tell("%s may not enrol: %s", id, String.valueOf(e.getMessage()));
            } catch (GoslingException e) {
                chronicle.tell("%s cannot enrol yet: %s", id, String.valueOf(e.getMessage()));
                loop.in(ENROLMENT_RETRY, this::comesUp);
            }
        }

        private void connect() {
            gitlab.connect(entity, this);
        }

        @Override
        public int room() {
            if (ended || finished) {
                return 0;
            }
            return (oneJob ? 1 : config.runner().agent().concurrent()) - jobs.size();
        }

        @Override
        public void take(VirtualJob job) {
            jobs.add(job);
            finished = oneJob;
            loop.in(job.takes, () -> finish(job));
        }

        private void finish(VirtualJob job) {
            if (!ended && jobs.remove(job)) {
                gitlab.end(job);
                gitlab.lookForWork();
                if (finished) {
                    beatOnce();
                }
            }
        }

        private void beat() {
            if (!ended) {
                long next = beatOnce();
                if (next > 0) {
                    loop.in(next + random.nextInt(500), this::beat);
                }
            }
        }

        /** Tells when to do so again; 0 for never. */
        private long beatOnce() {
            var load = !told
                    ? Heartbeat.Load.ACTIVE
                    : !jobs.isEmpty() ? Heartbeat.Load.BUSY : finished ? Heartbeat.Load.FINISHED : Heartbeat.Load.IDLE;
            try {
                var directive = calls.heartbeat(
                        id,
                        Heartbeat.of(
                                ++sequence,
                                egg.value(),
                                load,
                                jobs.stream().map(job -> job.id.number()).toList()));
                told = true;
                return directive.nextInSeconds() * 1000;
            } catch (ProblemException e) {
                chronicle.tell("%s is told to stop: %s", id, String.valueOf(e.getMessage()));
                finished = e.kind() == ProblemKind.GONE || finished;
                return 0;
            } catch (GoslingException e) {
                return 5000;
            }
        }

        private void stops() {
            ended = true;
            List.copyOf(jobs).forEach(gitlab::end);
            jobs.clear();
        }

        boolean isBusy() {
            return !jobs.isEmpty();
        }
    }
}
