package io.polargosling.worker.inventory;

import io.polargosling.domain.host.HostProcess;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.Inventory;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.RunnerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runner processes of this host, known by the folder they were started with. */
public final class LocalInventory implements Inventory {

    private static final String FOLDER_FLAG = "--work-dir";
    private static final int TERM_TRIES = 100;

    private final Path runners;

    /** Runners that {@code host} made. */
    public LocalInventory(LocalHost host) {
        this.runners = host.runners();
    }

    @Override
    public List<CloudResource> list() {
        return processes().entrySet().stream()
                .map(entry -> new CloudResource(
                        entry.getKey(), "pid-" + entry.getValue().getFirst()))
                .toList();
    }

    @Override
    public void delete(RunnerId runner) {
        for (int i = 0; i < TERM_TRIES; i++) {
            var alive = processes().getOrDefault(runner, List.of());
            if (alive.isEmpty()) {
                return;
            }
            if (i == 0 || i == TERM_TRIES - 2) {
                var signal = i == 0 ? "-TERM" : "-KILL";
                alive.forEach(pid -> signal(signal, pid));
            }
            pause();
        }
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
            int flag = arguments.indexOf(FOLDER_FLAG);
            if (flag < 0 || flag + 1 >= arguments.size() || !arguments.contains("runner")) {
                return Optional.empty();
            }
            var folder = Path.of(arguments.get(flag + 1));
            var id = folder.getFileName() == null ? "" : folder.getFileName().toString();
            return runners.equals(folder.getParent()) && RunnerId.isValid(id)
                    ? Optional.of(RunnerId.of(id))
                    : Optional.empty();
        } catch (IOException e) {
            // It ended meanwhile.
            return Optional.empty();
        }
    }

    private static void signal(String signal, long pid) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(5, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UnavailableException("ending process " + pid + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("ending process " + pid + ": interrupted", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("waiting for a runner process to end: interrupted", e);
        }
    }
}
