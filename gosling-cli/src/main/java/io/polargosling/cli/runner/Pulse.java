package io.polargosling.cli.runner;

import io.polargosling.cli.client.Backoff;
import io.polargosling.domain.secret.SecretValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/** Sends the heartbeats: when they are due, in order, one at a time, and until they arrive. Used by one thread. */
final class Pulse {

    /** How far ahead the number goes after the control plane has seen a higher one, as when the clock was set back. */
    private static final long STALE_JUMP = 60_000;

    /** Of a long time without an answer only the newest are told. */
    private static final int MOST_EVENTS = 50;

    private final RunnerApi api;
    private final SecretValue token;
    private final String eggName;
    private final JsonNode configVersion;
    private final RunnerClocks clocks;
    private final RandomGenerator random;
    private final Inbox inbox;
    private final Backoff backoff;
    private final LifeSigns signs;
    private final List<Heartbeat.Event> events = new ArrayList<>();

    private Duration interval;
    private long seq;
    private int eventsSent;
    private boolean inFlight;
    private boolean again;
    private Instant next;
    private String agentVersion = "";
    private BootPhase phase = BootPhase.REGISTERED;
    private Supplier<List<String>> logTail = List::of;

    Pulse(
            RunnerApi api,
            RunnerBootstrap bootstrap,
            RunnerOptions options,
            RunnerClocks clocks,
            RandomGenerator random,
            Inbox inbox) {
        this.api = api;
        this.token = bootstrap.runnerToken();
        this.eggName = options.eggName().value();
        this.configVersion = bootstrap.config().version();
        this.interval = bootstrap.config().heartbeat().orElse(options.heartbeat());
        this.clocks = clocks;
        this.random = random;
        this.inbox = inbox;
        this.backoff = new Backoff(clocks.steady(), random);
        this.signs = LifeSigns.in(options.workDir());
        this.next = clocks.steady().instant();
    }

    /** When the next heartbeat is due; empty while one is under way. */
    Optional<Instant> due() {
        return inFlight ? Optional.empty() : Optional.of(next);
    }

    /** Something has changed: the next heartbeat goes out at once, or as soon as the one under way is answered. */
    void soon() {
        again = inFlight;
        next = clocks.steady().instant();
    }

    /** Tells of {@code event} with the next heartbeat that arrives. */
    void tell(String kind, String message) {
        if (events.size() >= MOST_EVENTS) {
            events.removeFirst();
            eventsSent = Math.max(0, eventsSent - 1);
        }
        events.add(new Heartbeat.Event(kind, message, clocks.wall().instant()));
        soon();
    }

    /** The start has come as far as {@code reached}; it never goes back. */
    void reached(BootPhase reached) {
        phase = reached.compareTo(phase) > 0 ? reached : phase;
    }

    /** Shows the end of this log with failures. */
    void showing(Supplier<List<String>> tail) {
        logTail = tail;
    }

    void agentVersion(String version) {
        agentVersion = version;
    }

    /** Sends a heartbeat; its answer comes as a message. */
    void beat(Heartbeat.State state, SortedSet<Long> jobs) {
        inFlight = true;
        again = false;
        var _ = send(state, jobs).thenAccept(answer -> inbox.put(new Inbox.Message.Beat(answer)));
    }

    /** Sends the last heartbeat; false when it did not arrive in time. */
    boolean farewell(Duration wait) throws InterruptedException {
        try {
            var answer = send(Heartbeat.State.STOPPING, new TreeSet<>()).get(wait.toMillis(), TimeUnit.MILLISECONDS);
            return !(answer instanceof HeartbeatAnswer.Later);
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private CompletableFuture<HeartbeatAnswer> send(Heartbeat.State state, SortedSet<Long> jobs) {
        seq = Math.max(seq + 1, clocks.wall().millis());
        eventsSent = events.size();
        signs.jobs(jobs.size());
        var agent = new Heartbeat.Agent(agentVersion, configVersion);
        var news = new Heartbeat.News(events, logTail.get());
        return api.heartbeat(token, new Heartbeat(seq, eggName, state, jobs, phase, agent, news));
    }

    /** Takes note of an answer and plans the next heartbeat. */
    void answered(HeartbeatAnswer answer) {
        inFlight = false;
        Duration wait = switch (answer) {
            case HeartbeatAnswer.Directive directive -> {
                backoff.reset();
                events.subList(0, eventsSent).clear();
                signs.contact(clocks.wall().instant());
                directive.next().ifPresent(wanted -> interval = wanted);
                yield jittered();
            }
            case HeartbeatAnswer.Gone gone -> jittered();
            case HeartbeatAnswer.Stale stale -> {
                seq += STALE_JUMP;
                yield backoff.next();
            }
            case HeartbeatAnswer.Later later -> backoff.next(later.asked());
        };
        next = clocks.steady().instant().plus(again ? Duration.ZERO : wait);
    }

    private Duration jittered() {
        return Duration.ofMillis(Math.round(interval.toMillis() * (0.9 + random.nextDouble() / 5)));
    }
}
