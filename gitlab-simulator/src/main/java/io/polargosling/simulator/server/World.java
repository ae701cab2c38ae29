package io.polargosling.simulator.server;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** All state of the stand-in, and the one lock over it; no I/O is done under the lock. */
final class World {

    final Ids ids = new Ids();
    final InstantSource clock;
    final Map<Long, Project> projects = new TreeMap<>();
    final Map<String, Set<String>> accessTokens = new LinkedHashMap<>();
    final NavigableMap<Long, Job> jobs = new TreeMap<>();
    final Map<Long, Runner> runners = new TreeMap<>();
    final Map<Long, Hook> hooks = new TreeMap<>();
    /** What a pipeline of a project is made of, by the project's id. */
    final Map<Long, JobSpec> pipelines = new TreeMap<>();

    final Map<Long, Schedule> schedules = new TreeMap<>();
    final Map<Long, DeployKey> deployKeys = new TreeMap<>();
    final Set<Long> archived = new HashSet<>();
    final List<Delivery> deliveries = new ArrayList<>();
    boolean groupHooksLicensed = true;

    private final Map<String, Long> namespaces = new LinkedHashMap<>();
    /** Projects by the paths they had, in lower case. */
    private final Map<String, Long> formerPaths = new HashMap<>();

    private final ReentrantLock lock = new ReentrantLock();

    World(InstantSource clock) {
        this.clock = clock;
    }

    <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    void lockedRun(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    Instant now() {
        return clock.instant();
    }

    Project addProject(long id, String path) {
        Project known = projects.get(id);
        if (known != null && !known.path().equals(path)) {
            throw Refusal.message(
                    409,
                    "creating project " + id + " with path \"" + path + "\": it has path \"" + known.path() + "\"");
        }
        if (known != null) {
            return known;
        }
        Project project = new Project(id, path, namespaceId(parent(path)), "main");
        projects.put(id, project);
        return project;
    }

    /** Gives a project another path; who asks for it by the old one is sent on. */
    void move(long id, String path) {
        Project project = project(Long.toString(id));
        formerPaths.put(project.path().toLowerCase(Locale.ROOT), id);
        projects.put(id, new Project(id, path, namespaceId(parent(path)), project.defaultBranch()));
    }

    /** Forgets a project with its hooks; its jobs stay known to the test. */
    void remove(long id) {
        projects.remove(project(Long.toString(id)).id());
        hooks.values().removeIf(hook -> hook.owner.isProject(id));
    }

    private static String parent(String path) {
        return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : path;
    }

    private long namespaceId(String group) {
        Long known = namespaces.get(group);
        if (known != null) {
            return known;
        }
        long id = ids.namespace();
        namespaces.put(group, id);
        if (group.contains("/")) {
            namespaceId(parent(group));
        }
        return id;
    }

    /** The path of the group with this id or path. */
    Optional<String> group(String idOrPath) {
        return namespaces.entrySet().stream()
                .filter(group -> group.getKey().equalsIgnoreCase(idOrPath)
                        || group.getValue().toString().equals(idOrPath))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    long groupId(String path) {
        return namespaceId(path);
    }

    /** The project with this id or full path. */
    Project project(String idOrPath) {
        return projects.values().stream()
                .filter(project -> Long.toString(project.id()).equals(idOrPath)
                        || project.path().equalsIgnoreCase(idOrPath))
                .findFirst()
                .orElseThrow(() -> moved(idOrPath));
    }

    private Refusal moved(String path) {
        Long id = formerPaths.get(path.toLowerCase(Locale.ROOT));
        return id == null
                ? Refusal.message(404, "404 Project Not Found")
                : Refusal.with(Response.empty(301).with("Location", "/api/v4/projects/" + id));
    }

    Job job(long id) {
        Job job = jobs.get(id);
        if (job == null) {
            throw Refusal.message(404, "404 Not found");
        }
        return job;
    }

    /** A runner that is not deleted. */
    Runner runner(long id) {
        Runner runner = runners.get(id);
        if (runner == null || runner.deleted()) {
            throw Refusal.message(404, "404 Not found");
        }
        return runner;
    }

    /** The runner with this token, unless deleted or the token has expired. */
    Optional<Runner> runnerByToken(String token) {
        return runners.values().stream()
                .filter(runner -> runner.token.equals(token) && !runner.deleted())
                .filter(runner -> runner.tokenExpiresAt == null || runner.tokenExpiresAt.isAfter(now()))
                .findFirst();
    }
}
