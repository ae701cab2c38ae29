package io.polargosling.simulator.server;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
    final List<Delivery> deliveries = new ArrayList<>();

    private final Map<String, Long> namespaces = new LinkedHashMap<>();
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
        String group = path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : path;
        Project project = new Project(id, path, namespaceId(group), "main");
        projects.put(id, project);
        return project;
    }

    private long namespaceId(String group) {
        return namespaces.computeIfAbsent(group, key -> ids.namespace());
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
                .orElseThrow(() -> Refusal.message(404, "404 Project Not Found"));
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
