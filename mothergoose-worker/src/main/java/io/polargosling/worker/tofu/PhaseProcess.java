package io.polargosling.worker.tofu;

import io.polargosling.domain.run.TofuPhase;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One phase of OpenTofu as a process of its own session.
 *
 * <p>{@code timeout} is between us and it, so that its limit holds when this process is dead: at the limit it gets
 * SIGINT once, and SIGKILL later. Its output goes to files: a broken pipe would end it in mid-apply.
 */
final class PhaseProcess {

    /** The last ones say where the cloud is, which this process and OpenTofu must not see differently. */
    static final List<String> HANDED_ON = List.of(
            "PATH",
            "HOME",
            "TMPDIR",
            "AWS_ENDPOINT_URL",
            "AWS_ENDPOINT_URL_S3",
            "AWS_ENDPOINT_URL_DYNAMODB",
            "AWS_CA_BUNDLE",
            "SSL_CERT_FILE",
            "HTTPS_PROXY",
            "NO_PROXY");

    private PhaseProcess() {}

    /** The file that {@code phase}'s standard output goes to. */
    static Path output(Path folder, TofuPhase phase) {
        return folder.resolve(phase.word() + ".jsonl");
    }

    /** The file that {@code phase}'s standard error goes to. */
    static Path errors(Path folder, TofuPhase phase) {
        return folder.resolve(phase.word() + ".err");
    }

    /**
     * Starts the phase; the process returned is {@code timeout}, leader of the session.
     *
     * @param limits 0.1 s at least
     */
    static Process start(
            Path tofu,
            TofuPhase phase,
            PhaseLimits limits,
            List<String> arguments,
            Path folder,
            Map<String, String> secrets)
            throws IOException {
        var command = new ArrayList<>(List.of(
                "setsid",
                "timeout",
                "--foreground",
                "--signal=INT",
                "--kill-after=" + limits.killAfter().toSeconds() + "s",
                limits.of(phase).toMillis() / 1000.0 + "s",
                tofu.toString(),
                phase.word(),
                "-input=false"));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(empty(output(folder, phase)))
                .redirectError(empty(errors(folder, phase)));
        prepare(builder, folder, secrets);
        return builder.start();
    }

    /** Starts what says all that is in the plan of {@code folder}; it ends within a minute. */
    static Process show(Path tofu, Path folder, Map<String, String> secrets) throws IOException {
        var builder = new ProcessBuilder(
                        "timeout", "--signal=KILL", "60s", tofu.toString(), "show", "-json", RunFolders.PLAN_FILE)
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        prepare(builder, folder, secrets);
        return builder.start();
    }

    private static void prepare(ProcessBuilder builder, Path folder, Map<String, String> secrets) {
        var ours = Map.copyOf(builder.environment());
        var environment = builder.environment();
        environment.clear();
        HANDED_ON.stream().filter(ours::containsKey).forEach(name -> environment.put(name, ours.get(name)));
        environment.put("LANG", "C.UTF-8");
        environment.put("TF_IN_AUTOMATION", "1");
        environment.put("TF_INPUT", "0");
        environment.put("TF_CLI_CONFIG_FILE", folder.resolve(".tofurc").toString());
        environment.putAll(secrets);
    }

    /** A file that nobody else may read, before anything is written into it. */
    private static ProcessBuilder.Redirect empty(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            // A phase that is done again begins its output anew.
            return ProcessBuilder.Redirect.to(file.toFile());
        }
        return ProcessBuilder.Redirect.to(file.toFile());
    }
}
