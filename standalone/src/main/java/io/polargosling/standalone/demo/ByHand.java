package io.polargosling.standalone.demo;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** The same plan and apply as a person would run them, in a copy of a workspace that the product has rendered. */
final class ByHand {

    private static final String ENCRYPTION = "state_encryption.hcl";

    private final Path folder;
    private final String tofu;
    private final String path;
    private final String key;

    /**
     * @param folder an empty one
     * @param environment our own, of which TOFU_BINARY and PATH count
     */
    ByHand(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.tofu = environment.getOrDefault("TOFU_BINARY", "tofu");
        this.path = environment.getOrDefault("PATH", "");
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        this.key = Base64.getEncoder().encodeToString(bytes);
    }

    /** How long plan and apply take together for one runner, whose program only sleeps; init is not counted. */
    Duration measure(Path run) {
        try {
            copy(run);
            call("init");
            long began = System.nanoTime();
            call("plan", "-json", "-detailed-exitcode", "-out=plan.bin");
            call("apply", "-json", "plan.bin");
            return Duration.ofNanos(System.nanoTime() - began);
        } catch (IOException e) {
            throw new UncheckedIOException("running OpenTofu by hand: " + e.getMessage(), e);
        }
    }

    private void copy(Path run) throws IOException {
        Files.createDirectories(folder);
        try (var files = Files.walk(run)) {
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                var name = run.relativize(file).toString();
                if (name.endsWith(".tf") || name.endsWith(".sh") || name.equals(ENCRYPTION) || name.equals(".tofurc")) {
                    var target = folder.resolve(name);
                    Files.createDirectories(target.getParent());
                    Files.writeString(target, withOwnState(Files.readString(file)));
                }
            }
        }
        var program = folder.resolve("runner");
        Files.writeString(program, "#!/bin/sh\nexec sleep 2\n");
        if (!program.toFile().setExecutable(true)) {
            throw new IOException("making " + program + " executable");
        }
        Files.writeString(folder.resolve("terraform.tfvars.json"), variables(program));
    }

    private String withOwnState(String text) {
        return text.replaceAll("path = \"[^\"]*terraform.tfstate\"", "path = \"" + folder.resolve("state") + "\"");
    }

    private String variables(Path program) {
        var runner = Map.ofEntries(
                Map.entry("egg", "builder"),
                Map.entry("kind", "process"),
                Map.entry("api_url", "http://127.0.0.1"),
                Map.entry("token_file", folder.resolve("token").toString()),
                Map.entry("work_dir", folder.resolve("work").toString()),
                Map.entry("gosling", program.toString()),
                Map.entry("path", path),
                Map.entry("home", folder.toString()),
                Map.entry("lang", "C.UTF-8"),
                Map.entry("run_as", ""));
        return JsonMapper.shared().writeValueAsString(Map.of("worker_instances", Map.of("abcdefghijkl", runner)));
    }

    private void call(String phase, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(tofu, phase, "-input=false"));
        command.addAll(List.of(arguments));
        var output = folder.resolve(phase + ".out");
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile());
        builder.environment().put("TF_ENCRYPTION", Files.readString(folder.resolve(ENCRYPTION)));
        builder.environment().put("GOSLING_STATE_KEY", key);
        builder.environment()
                .put("TF_CLI_CONFIG_FILE", folder.resolve(".tofurc").toString());
        builder.environment().put("TF_IN_AUTOMATION", "1");
        var process = builder.start();
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES) || (process.exitValue() != 0 && process.exitValue() != 2)) {
                process.destroy();
                throw new IllegalStateException("running tofu " + phase + " by hand: see " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotObservedException("interrupted while running tofu " + phase);
        }
    }
}
