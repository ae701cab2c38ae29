package io.polargosling.worker.inventory;

import io.polargosling.domain.host.HostProcess;
import io.polargosling.domain.inventory.Cloud;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.Inventory;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.RunnerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runner processes of this host, known by the folder they were started with. */
public final class LocalInventory implements Inventory {

    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private final Path runners;
    private final Duration grace;

    /** This host as a cloud. */
    public static Cloud cloud(LocalHost host) {
        return new Cloud(new LocalInventory(host), new LocalPower());
    }

    /** Runners that {@code host} made. */
    public LocalInventory(LocalHost host) {
        this(host, GRACE);
    }

    /** @param grace between SIGTERM and SIGKILL */
    LocalInventory(LocalHost host, Duration grace) {
        this.runners = host.runners();
        this.grace = grace;
    }

    @Override
    public List<CloudResource> list() {
        return processes().entrySet().stream()
                .map(entry -> CloudResource.local(
                        entry.getKey(), "pid-" + entry.getValue().getFirst()))
                .toList();
    }

    @Override
    public void delete(RunnerId runner) {
        alive(runner).forEach(pid -> signal("-TERM", Long.toString(pid)));
        if (hasEnded(runner, grace)) {
            return;
        }
        // The whole group: what a runner leaves behind when it is killed would go on with its job.
        alive(runner).forEach(pid -> {
            signal("-KILL", "-" + pid);
            signal("-KILL", Long.toString(pid));
        });
        if (!hasEnded(runner, AFTER_KILL)) {
            throw new UnavailableException("ending runner " + runner + ": processes " + alive(runner)
                    + " are still there " + AFTER_KILL.toSeconds() + " s after SIGKILL");
        }
    }

    private List<Long> alive(RunnerId runner) {
        return processes().getOrDefault(runner, List.of());
    }

    private boolean hasEnded(RunnerId runner, Duration most) {
        long end = System.nanoTime() + most.toNanos();
        while (!alive(runner).isEmpty()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    private Map<RunnerId, List<Long>> processes() {
        var found = new HashMap<RunnerId, List<Long>>();
        try (var processes = Files.list(Path.of("/proc"))) {
            for (var process : (Iterable<Path>) processes::iterator) {
                var name = process.getFileName().toString();
                if (name.matches("[0-9]+")) {
                    runnerOf(process)
                            .filter(runner ->
                                    HostProcess.startOf(Long.parseLong(name)).isPresent())
                            .ifPresent(runner -> found.computeIfAbsent(runner, id -> new ArrayList<>())
                                    .add(Long.parseLong(name)));
                }
            }
        } catch (IOException e) {
            throw new UnavailableException("listing the processes of this host: " + e.getMessage(), e);
        }
        return found;
    }

    private Optional<RunnerId> runnerOf(Path process) {
        try {
            var arguments = List.of(
                    new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8).split("\0"));
            var id = after("--runner-id", arguments);
            // As text: the argument of a stranger need not be a path at all.
            boolean ours = arguments.contains("runner")
                    && RunnerId.isValid(id)
                    && after("--work-dir", arguments).equals(runners + "/" + id);
            return ours ? Optional.of(RunnerId.of(id)) : Optional.empty();
        } catch (IOException e) {
            // It ended meanwhile.
            return Optional.empty();
        }
    }

    private static String after(String flag, List<String> arguments) {
        int at = arguments.indexOf(flag);
        return at < 0 || at + 1 >= arguments.size() ? "" : arguments.get(at + 1);
    }

    private static void signal(String signal, String target) {
        try {
            new ProcessBuilder("kill", signal, "--", target)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UnavailableException("ending process " + target + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("ending process " + target + ": interrupted", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("waiting for a runner process to end: interrupted", e);
        }
    }
}
