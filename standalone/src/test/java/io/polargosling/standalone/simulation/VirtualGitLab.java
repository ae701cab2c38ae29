package io.polargosling.standalone.simulation;

import io.polargosling.domain.demand.CiJobFacts;
import io.polargosling.domain.demand.CiJobId;
import io.polargosling.domain.demand.CiJobStatus;
import io.polargosling.domain.egg.EggConfig;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.domain.gitlab.CreatedGitLabRunner;
import io.polargosling.domain.gitlab.GitLab;
import io.polargosling.domain.gitlab.GitLabAccess;
import io.polargosling.domain.gitlab.GitLabDeployKeys;
import io.polargosling.domain.gitlab.GitLabHooks;
import io.polargosling.domain.gitlab.GitLabJob;
import io.polargosling.domain.gitlab.GitLabJobs;
import io.polargosling.domain.gitlab.GitLabProjects;
import io.polargosling.domain.gitlab.GitLabRunner;
import io.polargosling.domain.gitlab.GitLabRunnerStatus;
import io.polargosling.domain.gitlab.GitLabRunners;
import io.polargosling.domain.gitlab.GitLabSchedules;
import io.polargosling.domain.gitlab.NewGitLabRunner;
import io.polargosling.domain.gitlab.OpenJobs;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.testkit.gen.Samples;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * GitLab: jobs that wait, run and end; runner entities, to whose agents it gives jobs. What it tells may be a minute old,
 * and it may ask to be left alone, answer nothing, or do what was asked and lose the answer.
 */
final class VirtualGitLab implements GitLab {

    private static final double LOST_WEBHOOK = 0.1;
    private static final double LOST_ANSWER = 0.01;
    private static final int AGENT_POLL = 3000;

    private final Loop loop;
    private final Weather weather;
    private final Chronicle chronicle;
    private final RandomGenerator random;
    private final TreeMap<Long, VirtualJob> jobs = new TreeMap<>();
    private final TreeMap<Long, VirtualJob> open = new TreeMap<>();
    private final TreeMap<Long, Entity> entities = new TreeMap<>();
    private Consumer<VirtualJob> webhook = job -> {};
    private long lastId = 100;
    private long calls;

    /** What asks an entity's server for jobs. */
    interface Agent {

        /** How many more jobs it would take now. */
        int room();

        void take(VirtualJob job);
    }

    /** A runner entity. */
    static final class Entity {
        final long id;
        final RunnerId runner;
        final NewGitLabRunner wanted;
        boolean paused;
        boolean deleted;

        @Nullable
        Agent agent;

        Entity(long id, NewGitLabRunner wanted) {
            this.id = id;
            this.runner = RunnerId.of(wanted.description());
            this.wanted = wanted;
        }
    }

    VirtualGitLab(Loop loop, Weather weather, Chronicle chronicle, RandomGenerator random) {
        this.loop = loop;
        this.weather = weather;
        this.chronicle = chronicle;
        this.random = random;
    }

    /** Who is told of a job's changes, unless the webhook is lost. */
    void onWebhook(Consumer<VirtualJob> told) {
        webhook = told;
    }

    /** A job is pushed. */
    VirtualJob push(EggConfig egg, long projectId, long takes) {
        var facts = new CiJobFacts(
                projectId,
                OptionalLong.empty(),
                "build",
                "main",
                true,
                egg.runner().jobs().tags());
        long number = lastId++;
        var job = new VirtualJob(new CiJobId(Samples.SERVER, number), egg.name(), facts, loop.now(), takes);
        jobs.put(number, job);
        open.put(number, job);
        chronicle.count(Chronicle.Count.JOBS);
        chronicle.tell("job %s of %s waits, takes %s s", job.id.number(), job.egg, takes / 1000);
        tell(job);
        lookForWork();
        return job;
    }

    private void tell(VirtualJob job) {
        if (random.nextDouble() < LOST_WEBHOOK) {
            chronicle.count(Chronicle.Count.LOST_WEBHOOKS);
            chronicle.tell("webhook of job %s is lost", job.id.number());
            job.knownBy = job.isPending() ? Math.max(job.knownBy, loop.now() + 11 * 60_000) : job.knownBy;
        } else {
            loop.in(random.nextInt(100, 2000), () -> webhook.accept(job));
        }
    }

    /** Lets agents ask for jobs within their poll. */
    void lookForWork() {
        loop.in(random.nextInt(AGENT_POLL), this::giveWork);
    }

    private void giveWork() {
        for (var job : List.copyOf(open.values())) {
            if (job.isPending()) {
                var ready = entities.values().stream()
                        .filter(entity -> !entity.deleted && !entity.paused)
                        .filter(entity -> entity.wanted.scope().id() == job.facts.projectId())
                        .filter(entity -> entity.agent != null && entity.agent.room() > 0)
                        .filter(entity -> entity.wanted.jobs().accepts(job.facts.tags(), true))
                        .toList();
                if (!ready.isEmpty()) {
                    start(job, ready.get(random.nextInt(ready.size())));
                }
            }
        }
    }

    private void start(VirtualJob job, Entity entity) {
        job.started = loop.now();
        job.runner = entity.id;
        chronicle.tell("job %s starts on %s", job.id.number(), entity.runner);
        tell(job);
        var agent = entity.agent;
        if (agent != null) {
            agent.take(job);
        }
    }

    /** A job's agent says that it is done, or is not heard of again. */
    void end(VirtualJob job) {
        if (job.isRunning()) {
            job.finished = loop.now();
            open.remove(job.id.number());
            chronicle.tell("job %s ends", job.id.number());
            tell(job);
        }
    }

    /** An agent begins to ask for jobs with the entity's token. */
    void connect(long entity, Agent agent) {
        var known = entities.get(entity);
        if (known != null && !known.deleted) {
            known.agent = agent;
            lookForWork();
        }
    }

    Collection<VirtualJob> openJobs() {
        return open.values();
    }

    Collection<Entity> entities() {
        return entities.values();
    }

    /** How often it was called. */
    long calls() {
        return calls;
    }

    /** When what it tells now was so. */
    private long view() {
        if (weather.isStale()) {
            chronicle.count(Chronicle.Count.STALE_READS);
            return loop.now() - random.nextInt(60_000);
        }
        return loop.now();
    }

    private void answer(String what) {
        calls++;
        if (weather.isGitlabAway()) {
            throw new UnavailableException(what + ": GitLab does not answer");
        }
        if (weather.isTooManyCalls() && random.nextBoolean()) {
            chronicle.count(Chronicle.Count.TOO_MANY_CALLS);
            throw new UnavailableException(
                    what + ": GitLab asks for fewer calls", null, Duration.ofSeconds(random.nextInt(1, 60)));
        }
    }

    private void loseAnswer(String what) {
        if (random.nextDouble() < LOST_ANSWER) {
            chronicle.count(Chronicle.Count.LOST_ANSWERS);
            chronicle.tell("answer to %s is lost", what);
            throw new UnavailableException(what + ": the answer was lost");
        }
    }

    private final class Jobs implements GitLabJobs {

        @Override
        public OpenJobs open(GitLabAccess access, long projectId, Optional<String> from, int pages) {
            answer("listing jobs");
            long view = view();
            var listed = (weather.isStale() ? jobs : open)
                    .values().stream()
                            .filter(job -> job.facts.projectId() == projectId)
                            .flatMap(job -> job.at(view, loop.trueTime().minusMillis(loop.now())).stream())
                            .filter(job -> job.progress().status() != CiJobStatus.FINISHED)
                            .sorted(Comparator.comparingLong(job -> job.id().number()))
                            .toList();
            return new OpenJobs(listed, Optional.empty());
        }

        @Override
        public Optional<GitLabJob> find(GitLabAccess access, long projectId, long jobId) {
            answer("reading a job");
            long view = view();
            return Optional.ofNullable(jobs.get(jobId))
                    .flatMap(job -> job.at(view, loop.trueTime().minusMillis(loop.now())));
        }

        @Override
        public List<GitLabJob> ofPipeline(GitLabAccess access, long projectId, long pipelineId, int pages) {
            answer("listing the jobs of a pipeline");
            return List.of();
        }
    }

    /** What of the runner calls matters here; the rest is not called by what is simulated. */
    private final class Runners {

        CreatedGitLabRunner create(NewGitLabRunner wanted) {
            answer("making a runner");
            long id = lastId++;
            entities.put(id, new Entity(id, wanted));
            loseAnswer("making the runner entity of " + wanted.description());
            return new CreatedGitLabRunner(id, SecretValue.of("glrt-" + id));
        }

        void setPaused(long id, boolean paused) {
            answer("pausing a runner");
            var entity = entities.get(id);
            if (entity == null || entity.deleted) {
                throw new NotFoundException("pausing runner " + id + ": there is no such runner");
            }
            entity.paused = paused;
            chronicle.tell("%s is %s", entity.runner, paused ? "paused" : "resumed");
            if (!paused) {
                lookForWork();
            }
            loseAnswer("pausing " + entity.runner);
        }

        List<Long> runningJobs(long id) {
            answer("listing the jobs of a runner");
            long view = view();
            var found = new ArrayList<Long>();
            jobs.values().stream()
                    .filter(job -> job.runner == id && job.started >= 0 && job.started <= view)
                    .filter(job -> job.finished < 0 || job.finished > view)
                    .forEach(job -> found.add(job.id.number()));
            return found;
        }

        void delete(long id) {
            answer("deleting a runner");
            var entity = entities.get(id);
            if (entity != null && !entity.deleted) {
                entity.deleted = true;
                entity.agent = null;
                loseAnswer("deleting the runner entity of " + entity.runner);
            }
        }

        Optional<GitLabRunner> find(long id) {
            answer("reading a runner");
            return Optional.ofNullable(entities.get(id))
                    .filter(entity -> !entity.deleted)
                    .map(this::told);
        }

        List<GitLabRunner> list(long scope) {
            answer("listing runners");
            return entities.values().stream()
                    .filter(entity -> !entity.deleted && entity.wanted.scope().id() == scope)
                    .map(this::told)
                    .sorted(Comparator.comparingLong(GitLabRunner::id).reversed())
                    .toList();
        }

        private GitLabRunner told(Entity entity) {
            boolean busy = open.values().stream().anyMatch(job -> job.isRunning() && job.runner == entity.id);
            return new GitLabRunner(
                    entity.id,
                    entity.wanted.description(),
                    entity.paused,
                    GitLabRunnerStatus.ONLINE,
                    busy,
                    entity.agent == null ? Optional.empty() : Optional.of(loop.trueTime()));
        }
    }

    private final Jobs jobCalls = new Jobs();
    private final GitLabRunners runnerCalls = runners(new Runners());

    private static GitLabRunners runners(Runners calls) {
        return (GitLabRunners) Proxy.newProxyInstance(
                GitLabRunners.class.getClassLoader(),
                new Class<?>[] {GitLabRunners.class},
                (_, method, given) -> call(calls, method.getName(), given));
    }

    private static @Nullable Object call(Runners calls, String method, Object[] given) {
        return switch (method) {
            case "createRunner" -> calls.create((NewGitLabRunner) given[1]);
            case "setPaused" -> {
                calls.setPaused((Long) given[1], (Boolean) given[2]);
                yield null;
            }
            case "runningJobs" -> calls.runningJobs((Long) given[1]);
            case "deleteRunner" -> {
                calls.delete((Long) given[1]);
                yield null;
            }
            case "find" -> calls.find((Long) given[1]);
            case "list" -> calls.list(((TargetScope) given[1]).id());
            default -> throw new UnsupportedOperationException(method);
        };
    }

    @Override
    public GitLabJobs jobs() {
        return jobCalls;
    }

    @Override
    public GitLabRunners runners() {
        return runnerCalls;
    }

    @Override
    public GitLabHooks hooks() {
        return uncalled(GitLabHooks.class);
    }

    @Override
    public GitLabProjects projects() {
        return uncalled(GitLabProjects.class);
    }

    @Override
    public GitLabSchedules schedules() {
        return uncalled(GitLabSchedules.class);
    }

    @Override
    public GitLabDeployKeys deployKeys() {
        return uncalled(GitLabDeployKeys.class);
    }

    /** Of what is simulated nobody calls these. */
    private static <T> T uncalled(Class<T> part) {
        return part.cast(Proxy.newProxyInstance(part.getClassLoader(), new Class<?>[] {part}, (_, method, _) -> {
            throw new UnsupportedOperationException(method.toString());
        }));
    }
}
