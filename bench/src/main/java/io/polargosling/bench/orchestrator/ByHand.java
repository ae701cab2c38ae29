package io.polargosling.bench.orchestrator;

import io.polargosling.bench.report.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a user would type in a copy of a run's workspace: {@code tofu init}, {@code tofu plan}, {@code tofu apply}. */
final class ByHand {

    private static final List<List<String>> TYPED = List.of(
            List.of("init", "-input=false"),
            List.of("plan", "-input=false", "-out=plan.bin"),
            List.of("apply", "-input=false", "plan.bin"));

    private final Path tofu;
    private final Path captured;
    private final Path folder;
    private final Path runners;
    private final Map<String, String> environment;

    private ByHand(Path tofu, Path captured, Path folder, Path runners, Map<String, String> environment) {
        this.tofu = tofu;
        this.captured = captured;
        this.folder = folder;
        this.runners = runners;
        this.environment = environment;
    }

    /** A copy in {@code folder} of the workspace that {@code watched} has captured, with a state and runners of its own. */
    static ByHand of(WatchedTofu watched, Path data, Path folder) throws IOException, InterruptedException {
        var captured = watched.captured();
        Folders.copy(captured.resolve("workspace"), folder.resolve("workspace"));
        var runners = folder.resolve("runners");
        replace(
                folder.resolve("workspace/terraform.tfvars.json"),
                data.resolve("runners").toString(),
                runners.toString());
        var versions = folder.resolve("workspace/versions.tf");
        var lines = Files.readAllLines(versions).stream()
                .map(line -> line.strip().startsWith("path ")
                        ? "    path = \"" + folder.resolve("state/terraform.tfstate") + "\""
                        : line)
                .toList();
        Files.write(versions, lines);
        var environment = environment(captured.resolve("environment"));
        environment.put(
                "TF_CLI_CONFIG_FILE", folder.resolve("workspace/.tofurc").toString());
        var byHand = new ByHand(watched.real(), captured, folder, runners, environment);
        // Its state lies elsewhere from now on.
        var _ = byHand.run(List.of("init", "-input=false", "-reconfigure"));
        return byHand;
    }

    private static void replace(Path file, String text, String by) throws IOException {
        Files.writeString(file, Files.readString(file).replace(text, by));
    }

    private static Map<String, String> environment(Path file) throws IOException {
        return Arrays.stream(Files.readString(file, StandardCharsets.UTF_8).split("\0", -1))
                .filter(entry -> entry.contains("="))
                .map(entry -> entry.split("=", 2))
                .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1], (one, _) -> one, LinkedHashMap::new));
    }

    /** Makes the same machine once more: the milliseconds of init, plan and apply. */
    List<Double> measure() throws IOException, InterruptedException {
        Folders.delete(folder.resolve("state"));
        Folders.copy(captured.resolve("state"), folder.resolve("state"));
        Files.deleteIfExists(folder.resolve("workspace/plan.bin"));
        var millis = new ArrayList<Double>();
        for (var arguments : TYPED) {
            millis.add(run(arguments));
        }
        Scripts.endRunners(runners);
        Folders.delete(runners);
        return millis;
    }

    private double run(List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(tofu.toString()));
        command.addAll(arguments);
        var output = folder.resolve("output");
        var builder = new ProcessBuilder(command)
                .directory(folder.resolve("workspace").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        int exit = builder.start().waitFor();
        double millis = (System.nanoTime() - start) / 1e6;
        if (exit != 0) {
            throw new IOException("running tofu " + arguments.getFirst() + " by hand: exit " + exit + " (expected: 0)\n"
                    + Files.readString(output));
        }
        return millis;
    }
}
