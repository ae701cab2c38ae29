package io.polargosling.worker.tofu;

import io.polargosling.domain.run.TofuPhase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One phase of OpenTofu as a process of its own session.
 *
 * <p>{@code timeout} is between us and it, so that its limit holds when this process is dead: at the limit it gets
 * SIGINT once, and SIGKILL 60 s later. Its output goes to files: a broken pipe would end it in mid-apply.
 */
final class PhaseProcess {

    /** How long after its limit a phase that ignores SIGINT is killed. */
    static final Duration KILL_AFTER = Duration.ofSeconds(60);

    private PhaseProcess() {}

    /** How long {@code phase} may take. */
    static Duration limit(TofuPhase phase) {
        return switch (phase) {
            case INIT -> Duration.ofMinutes(2);
            case PLAN -> Duration.ofMinutes(3);
            case APPLY -> Duration.ofMinutes(12);
        };
    }

    /** The file that {@code phase}'s standard output goes to. */
    static Path output(Path folder, TofuPhase phase) {
        return folder.resolve(phase.word() + ".jsonl");
    }

    /** Starts the phase; the process returned is {@code timeout}, leader of the session. */
    static Process start(Path tofu, TofuPhase phase, List<String> arguments, Path folder, Map<String, String> secrets)
            throws IOException {
        return start(tofu, phase, limit(phase), arguments, folder, secrets);
    }

    /** As above, with another limit; 0.1 s at least. */
    static Process start(
            Path tofu,
            TofuPhase phase,
            Duration limit,
            List<String> arguments,
            Path folder,
            Map<String, String> secrets)
            throws IOException {
        var command = new ArrayList<>(List.of(
                "setsid",
                "timeout",
                "--foreground",
                "--signal=INT",
                "--kill-after=" + KILL_AFTER.toSeconds() + "s",
                limit.toMillis() / 1000.0 + "s",
                tofu.toString(),
                phase.word(),
                "-input=false"));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output(folder, phase).toFile())
                .redirectError(folder.resolve(phase.word() + ".err").toFile());
        var ours = Map.copyOf(builder.environment());
        var environment = builder.environment();
        environment.clear();
        for (var name : List.of("PATH", "HOME", "TMPDIR")) {
            if (ours.containsKey(name)) {
                environment.put(name, ours.get(name));
            }
        }
        environment.put("LANG", "C.UTF-8");
        environment.put("TF_IN_AUTOMATION", "1");
        environment.put("TF_INPUT", "0");
        environment.put("TF_CLI_CONFIG_FILE", folder.resolve(".tofurc").toString());
        environment.putAll(secrets);
        return builder.start();
    }
}
