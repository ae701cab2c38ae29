package io.polargosling.simulator.server;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A running GitLab stand-in. All methods may be called from any thread; reports are copies that do not change.
 * Methods that name an unknown project or job throw {@link IllegalArgumentException}.
 */
public final class GitLabSimulator implements AutoCloseable {

    /**
     * How to start.
     *
     * @param port the port on the loopback address; 0 takes any that is free
     * @param version the GitLab version to claim
     * @param clock the time for everything but time limits on the network
     * @param hookTimeout how long a webhook's receiver may take
     * @param silentAfter after this long without a word from its agent a running job fails
     * @param requestsPerMinute the rate limit per access token
     */
    public record Options(
            int port,
            String version,
            InstantSource clock,
            Duration hookTimeout,
            Duration silentAfter,
            int requestsPerMinute) {

        /** Any free port, the system's clock, and GitLab's own time limits. */
        public static Options defaults() {
            return new Options(0, "19.4.0", InstantSource.system(), Duration.ofSeconds(10), Duration.ofHours(1), 2000);
        }

        public Options withPort(int newPort) {
            return new Options(newPort, version, clock, hookTimeout, silentAfter, requestsPerMinute);
        }

        public Options withVersion(String newVersion) {
            return new Options(port, newVersion, clock, hookTimeout, silentAfter, requestsPerMinute);
        }

        public Options withClock(InstantSource newClock) {
            return new Options(port, version, newClock, hookTimeout, silentAfter, requestsPerMinute);
        }

        public Options withHookTimeout(Duration newTimeout) {
            return new Options(port, version, clock, newTimeout, silentAfter, requestsPerMinute);
        }

        public Options withSilentAfter(Duration newSilentAfter) {
            return new Options(port, version, clock, hookTimeout, newSilentAfter, requestsPerMinute);
        }

        public Options withRequestsPerMinute(int newLimit) {
            return new Options(port, version, clock, hookTimeout, silentAfter, newLimit);
        }
    }

    private final World world;
    private final Faults faults;
    private final Events events;
    private final JobBoard board;
    private final HookSender sender;
    private final HttpFront front;

    private GitLabSimulator(Options options) throws IOException {
        this.world = new World(options.clock());
        this.faults = new Faults(options.clock());
        Router router = new Router(world);
        this.front =
                HttpFront.bind(options.port(), router, world, faults, new Gate(world, options.requestsPerMinute()));
        String base = front.url().toString();
        PayloadParts parts = new PayloadParts(base);
        Payloads payloads = new Payloads(world, parts);
        this.sender = new HookSender(world, base, options.version(), options.hookTimeout());
        this.events = new Events(world, payloads, sender);
        this.board = new JobBoard(world, events, options.silentAfter());

        ProjectEndpoints projects = new ProjectEndpoints(world, board, base, options.version());
        // Before the endpoints with ":id", which would take "managers" and "verify" for one.
        new RunnerProtocol(world, board, new JobBody(base, parts)).addTo(router);
        projects.addTo(router);
        new RunnerEndpoints(world, board, projects, base).addTo(router);
        new HookEndpoints(world, payloads, sender, base).addTo(router);
        new ScheduleEndpoints(world, board, base).addTo(router);
        new DeployKeyEndpoints(world, base).addTo(router);
        new ControlEndpoints(this).addTo(router);
    }

    /** Starts on the loopback address; throws {@link IOException} when the port is taken. */
    public static GitLabSimulator start(Options options) throws IOException {
        GitLabSimulator simulator = new GitLabSimulator(options);
        simulator.front.start();
        return simulator;
    }

    /** The address without a slash at the end, such as {@code http://127.0.0.1:40123}. */
    public URI url() {
        return front.url();
    }

    /** Makes a project with a path like {@code group/name}; the same again changes nothing. */
    public void createProject(long id, String path) {
        control(() -> {
            boolean isNew = !world.projects.containsKey(id);
            Project project = world.addProject(id, path);
            if (isNew) {
                events.project(project, "project_create");
            }
            return project;
        });
    }

    /** Gives a project another path; who asks for it by the old one is sent on. */
    public void moveProject(long id, String path) {
        control(() -> {
            world.move(id, path);
            return id;
        });
    }

    /** Archives a project, which groups then list only for those who ask for archived ones. */
    public void archiveProject(long id) {
        control(() -> world.archived.add(world.project(Long.toString(id)).id()));
    }

    /** Deletes a project with its hooks. */
    public void deleteProject(long id) {
        control(() -> {
            events.project(world.project(Long.toString(id)), "project_destroy");
            world.remove(id);
            return id;
        });
    }

    /** The id of the group with this path, which is made if it is new. */
    public long groupId(String path) {
        return world.locked(() -> world.groupId(path));
    }

    /** Whether groups may have hooks; without it they are answered with 403. They may at first. */
    public void setGroupHooksLicensed(boolean licensed) {
        world.lockedRun(() -> world.groupHooksLicensed = licensed);
    }

    /** Whether every webhook is lost from now on, except tests and repetitions. */
    public void setWebhooksDropped(boolean dropped) {
        sender.setDropping(dropped);
    }

    /** How many requests have come, refused and disturbed ones included, the control interface excepted. */
    public long requestCount() {
        return front.requestCount();
    }

    /** All pipeline schedules, oldest first. */
    public List<ScheduleReport> schedules() {
        return world.locked(
                () -> world.schedules.values().stream().map(Schedule::report).toList());
    }

    /**
     * What a pipeline of the template's project consists of from now on. Its tags may name variables of schedules, such
     * as {@code build-$NAME}.
     */
    public void setPipeline(JobSpec template) {
        control(() -> {
            Project project = world.project(Long.toString(template.projectId()));
            world.pipelines.put(project.id(), template);
            return project;
        });
    }

    /** Lets the time of a schedule come: gives the id of the job, none when the schedule is not active or has no owner. */
    public Optional<Long> fireSchedule(long id) {
        return control(() -> {
            Schedule schedule = known(id);
            boolean runs = schedule.active && schedule.ownerId != 0;
            return runs ? board.run(schedule).map(job -> job.id) : Optional.<Long>empty();
        });
    }

    /** The owner of a schedule leaves. */
    public void orphanSchedule(long id) {
        control(() -> known(id).ownerId = 0);
    }

    private Schedule known(long id) {
        Schedule schedule = world.schedules.get(id);
        if (schedule == null) {
            throw Refusal.message(404, "404 Pipeline Schedule Not Found");
        }
        return schedule;
    }

    /** Makes an access token valid for everything. */
    public void setAccessToken(String token) {
        setAccessToken(token, Set.of("api"));
    }

    /** Makes an access token valid for scopes such as {@code read_api}, {@code create_runner}, {@code manage_runner}. */
    public void setAccessToken(String token, Set<String> scopes) {
        world.lockedRun(() -> world.accessTokens.put(token, Set.copyOf(scopes)));
    }

    /** From now on the token is answered with 401. */
    public void revokeAccessToken(String token) {
        world.lockedRun(() -> world.accessTokens.remove(token));
    }

    /** Makes a pending job, sends its hooks, and gives its id. */
    public long enqueueJob(JobSpec spec) {
        return control(() -> board.enqueue(spec, false).id);
    }

    /** Makes a pending job whose hooks for becoming pending are lost. */
    public long enqueueJobSilently(JobSpec spec) {
        return control(() -> board.enqueue(spec, true).id);
    }

    /** Cancels a job as a user would; a finished one stays as it is. */
    public void cancelJob(long id) {
        control(() -> {
            board.cancel(world.job(id));
            return id;
        });
    }

    /** Sends the push or tag push hooks of a project. */
    public void sendPush(long projectId, PushEvent push) {
        control(() -> {
            events.push(world.project(Long.toString(projectId)), push);
            return projectId;
        });
    }

    /** Sends the merge request hooks of a project. */
    public void sendMergeRequest(long projectId, MergeRequestEvent event) {
        control(() -> {
            events.mergeRequest(world.project(Long.toString(projectId)), event);
            return projectId;
        });
    }

    /** Sends an earlier delivery again with the same body and id; empty when its hook is gone. Waits for the answer. */
    public Optional<Delivery> resend(Delivery earlier) {
        Optional<Hook> hook = world.locked(
                () -> Optional.ofNullable(world.hooks.get(earlier.target().hookId())));
        return hook.map(known -> sender.resend(known, earlier));
    }

    /** Adds a disturbance; of several that fit a request the oldest is used. */
    public void addFault(Fault fault) {
        world.lockedRun(() -> faults.add(fault));
    }

    public void clearFaults() {
        world.lockedRun(faults::clear);
    }

    /** All jobs, oldest first. */
    public List<JobReport> jobs() {
        return world.locked(() -> {
            board.sweep();
            return world.jobs.values().stream().map(Job::report).toList();
        });
    }

    public JobReport job(long id) {
        return control(() -> {
            board.sweep();
            return world.job(id).report();
        });
    }

    /** All runners ever made, deleted ones included, oldest first. */
    public List<RunnerReport> runners() {
        return world.locked(
                () -> world.runners.values().stream().map(Runner::report).toList());
    }

    /** All webhook requests whose answer or failure is known, in the order these came. */
    public List<Delivery> deliveries() {
        return world.locked(() -> List.copyOf(world.deliveries));
    }

    /** Stops serving and sending; state is gone. */
    @Override
    public void close() {
        front.close();
        sender.close();
    }

    private <T> T control(Supplier<T> action) {
        try {
            return world.locked(action);
        } catch (Refusal e) {
            throw new IllegalArgumentException(e.text(), e);
        }
    }
}
