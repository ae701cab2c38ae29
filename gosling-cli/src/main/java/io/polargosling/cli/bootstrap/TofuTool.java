package io.polargosling.cli.bootstrap;

import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.storage.mirror.ProviderNeed;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** OpenTofu, for what it knows of providers. */
final class TofuTool {

    private static final int LAST_LINES = 20;
    private static final String LOCK_FILE = ".terraform.lock.hcl";

    private final Path program;
    private final Map<String, String> variables;

    private TofuTool(Path program, Map<String, String> variables) {
        this.program = program;
        this.variables = Map.copyOf(variables);
    }

    /**
     * The program.
     *
     * @param given goes before {@code TOFU_BINARY} and {@code PATH} of {@code variables}
     * @throws NotFoundException when there is none
     */
    static TofuTool find(Optional<Path> given, Map<String, String> variables) {
        var named = given.or(() -> Optional.ofNullable(variables.get("TOFU_BINARY"))
                .filter(text -> !text.isBlank())
                .map(Path::of));
        if (named.isPresent()) {
            var program = named.get().toAbsolutePath();
            if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
                throw new NotFoundException("looking for OpenTofu: " + program + " is no executable file");
            }
            return new TofuTool(program, variables);
        }
        for (var folder : variables.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            var candidate = Path.of(folder, "tofu").toAbsolutePath();
            if (!folder.isEmpty() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return new TofuTool(candidate, variables);
            }
        }
        throw new NotFoundException("looking for OpenTofu: there is no tofu on the PATH; install it, or name it with"
                + " --tofu or TOFU_BINARY");
    }

    /** Downloads what is needed into the packed mirror {@code mirror}, as the user has configured OpenTofu. */
    void download(List<ProviderNeed> needs, List<String> platforms, Path folder, Path mirror, Consumer<String> tell)
            throws InterruptedException {
        writeNeeds(needs, folder);
        var arguments = new ArrayList<>(List.of("providers", "mirror"));
        platforms.forEach(platform -> arguments.add("-platform=" + platform));
        arguments.add(mirror.toString());
        run("downloading providers", process(arguments, folder), tell);
    }

    /** The lock file for just what is in {@code mirror}; nothing is downloaded, whatever the user has configured. */
    String lock(List<ProviderNeed> needs, List<String> platforms, Path folder, Path mirror)
            throws InterruptedException {
        writeNeeds(needs, folder);
        var arguments = new ArrayList<>(List.of("providers", "lock", "-no-color", "-fs-mirror=" + mirror));
        platforms.forEach(platform -> arguments.add("-platform=" + platform));
        try {
            var config = Files.writeString(folder.resolve("tofurc"), "disable_checkpoint = true\n");
            var builder = process(arguments, folder);
            builder.environment().keySet().removeIf(name -> name.startsWith("TF_"));
            builder.environment().put("TF_CLI_CONFIG_FILE", config.toString());
            run("writing the lock file", builder, _ -> {});
            return Files.readString(folder.resolve(LOCK_FILE));
        } catch (IOException e) {
            throw new UnavailableException("writing the lock file in " + folder + ": " + e.getMessage(), e);
        }
    }

    private ProcessBuilder process(List<String> arguments, Path folder) {
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        return builder;
    }

    private static void writeNeeds(List<ProviderNeed> needs, Path folder) {
        var text = new StringBuilder("terraform {\n  required_providers {\n");
        for (var need : needs) {
            // All of it comes from the program itself.
            text.append("    %s = {\n      source = \"%s\"\n      version = \"%s\"\n    }\n"
                    .formatted(need.name(), need.address(), need.version()));
        }
        try {
            Files.writeString(folder.resolve("main.tf"), text.append("  }\n}\n"));
        } catch (IOException e) {
            throw new UnavailableException("writing to " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void run(String what, ProcessBuilder builder, Consumer<String> tell) throws InterruptedException {
        Process process;
        try {
            process = builder.redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UnavailableException(what + ": starting OpenTofu: " + e.getMessage(), e);
        }
        try {
            var last = last(process, tell);
            int exit = process.waitFor();
            if (exit != 0) {
                throw new InvalidException(what + ": OpenTofu ended with " + exit + " (expected: 0) and said:\n"
                        + String.join("\n", last));
            }
        } catch (IOException e) {
            throw new UnavailableException(what + ": reading what OpenTofu says: " + e.getMessage(), e);
        } finally {
            process.destroy();
        }
    }

    private static Deque<String> last(Process process, Consumer<String> tell) throws IOException {
        var last = new ArrayDeque<String>();
        process.getOutputStream().close();
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    tell.accept(line);
                    last.addLast(line);
                }
                if (last.size() > LAST_LINES) {
                    last.removeFirst();
                }
            }
        }
        return last;
    }
}
