package io.polargosling.bench.fly;

import io.polargosling.bench.report.Processes;
import io.polargosling.bench.report.Report;
import io.polargosling.bench.report.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures the language. Arguments: the project's folder, the Go program of {@code bench/go-hcl}, and the {@code gosling}
 * of the distribution.
 */
public final class FlyBench {

    private static final int EGGS = 10_000;
    private static final int ROUNDS = 3;
    private static final int VALIDATIONS = 5;
    private static final int STARTS = 11;

    /** What the launcher of {@code gosling} says, but for the class cache, which fits no other class path. */
    private static final List<String> AS_DELIVERED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx448m");

    private final Path project;
    private final Path nest;
    private final String go;
    private final String gosling;
    private final Report report = new Report("fly");

    private FlyBench(Path project, String go, String gosling) {
        this.project = project;
        this.nest = project.resolve("bench/target/nest-" + EGGS);
        this.go = go;
        this.gosling = gosling;
    }

    public static void main(String[] arguments) throws Exception {
        Path go = Path.of(arguments[1]).toRealPath();
        Path gosling = Path.of(arguments[2]).toRealPath();
        new FlyBench(Path.of(arguments[0]).toRealPath(), go.toString(), gosling.toString()).run();
    }

    private void run() throws Exception {
        GeneratedNest.write(nest, EGGS);
        parse();
        validate();
        Growth.measure(report, Files.readString(GeneratedNest.files(nest, 1).getFirst()));
        start();
        report.write(project.resolve("bench/results"));
    }

    private void parse() throws IOException, InterruptedException, RunnerException {
        long bytes = 0;
        for (Path file : GeneratedNest.files(nest, EGGS)) {
            bytes += Files.size(file);
        }
        var ours = new ArrayList<Double>();
        var hcl4j = new ArrayList<Double>();
        var peer = new ArrayList<Double>();
        for (int round = 0; round < ROUNDS; round++) {
            peer.add(goMegabytes());
            ours.add(megabytes("ours", bytes));
            hcl4j.add(megabytes("hcl4j", bytes));
        }
        report.heading(String.format(
                Locale.ROOT,
                "parsing %,d eggs, %.1f MB, one thread, MB/s (median of %d rounds)",
                EGGS,
                bytes / 1e6,
                ROUNDS));
        double mine = speed("fly-parser", "ours_mb_s", ours);
        double theirs = speed("Go hashicorp/hcl v2", "go_mb_s", peer);
        double other = speed("hcl4j", "hcl4j_mb_s", hcl4j);
        report.row("fly-parser : Go", String.format(Locale.ROOT, "%6.1f   (at least 5, aim 10)", mine / theirs));
        report.row("fly-parser : hcl4j", String.format(Locale.ROOT, "%6.1f   (at least 3, aim 6)", mine / other));
    }

    private double speed(String label, String key, List<Double> values) {
        var samples = new Samples(values);
        report.row(label, String.format(Locale.ROOT, "%6.1f   of %s", samples.median(), samples.all(1)));
        report.figure(key, samples.median());
        return samples.median();
    }

    private double goMegabytes() throws IOException, InterruptedException {
        Path names = project.resolve("bench/target/files");
        var files = GeneratedNest.files(nest, EGGS);
        Files.write(names, files.stream().map(Path::toString).toList());
        var outcome = Processes.succeed(project, List.of(go, "bench", "--files-from", names.toString()));
        var speed = Pattern.compile("\"mb_s\":([0-9.]+)").matcher(outcome.output());
        if (!speed.find()) {
            throw new IOException("the Go program printed no speed: " + outcome.output());
        }
        return Double.parseDouble(speed.group(1));
    }

    private double megabytes(String method, long bytes) throws RunnerException {
        var options = new OptionsBuilder()
                .include(ParseBenchmark.class.getName() + "\\." + method + "$")
                .param("nest", nest.toString())
                .param("eggs", Integer.toString(EGGS))
                .forks(1)
                .warmupIterations(4)
                .warmupTime(TimeValue.seconds(2))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(2))
                .verbosity(VerboseMode.SILENT)
                .build();
        RunResult result = new Runner(options).runSingle();
        return bytes / 1e3 / result.getPrimaryResult().getScore();
    }

    private void validate() throws IOException, InterruptedException {
        var whole = new ArrayList<Double>();
        var seconds = new ArrayList<Double>();
        long peak = 0;
        for (int run = 0; run < VALIDATIONS; run++) {
            var outcome = Processes.succeed(project, List.of(gosling, "validate", nest.toString()));
            whole.add(outcome.wall().toNanos() / 1e9);
            var command = Processes.java(AS_DELIVERED, ValidateRun.class, nest.toString(), Integer.toString(EGGS));
            String[] printed =
                    Processes.succeed(project, command).output().strip().split(" ");
            seconds.add(Double.parseDouble(printed[0]));
            peak = Math.max(peak, Long.parseLong(printed[1]));
        }
        report.heading(String.format(Locale.ROOT, "validating %,d eggs (median of %d)", EGGS, VALIDATIONS));
        double delivered = seconds("gosling validate, start of the JVM included (bound: 3)", whole);
        double bare = seconds("the same in a JVM without class cache, its start not", seconds);
        report.row("peak memory of that JVM", String.format(Locale.ROOT, "%6d MB (bound: 512)", peak / 1024));
        report.figure("validate_10k_s", delivered);
        report.figure("validate_10k_without_cache_s", bare);
        report.figure("validate_10k_peak_mb", peak / 1024.0);
    }

    private double seconds(String label, List<Double> values) {
        var samples = new Samples(values);
        report.row(label, String.format(Locale.ROOT, "%6.2f s of %s", samples.median(), samples.all(2)));
        return samples.median();
    }

    private void start() throws IOException, InterruptedException {
        report.heading("cold start of the distribution, wall ms (median of " + STARTS + ")");
        var version = List.of(gosling, "--version");
        var example =
                List.of(gosling, "validate", project.resolve("examples/nest").toString());
        var bare =
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version");
        report.figure("version_ms", start("gosling --version (bound: 250)", version));
        report.figure("validate_example_ms", start("gosling validate examples/nest (bound: 400)", example));
        report.figure("java_version_ms", start("java -version, for comparison", bare));
    }

    private double start(String label, List<String> command) throws IOException, InterruptedException {
        var millis = new ArrayList<Double>();
        for (int run = 0; run < STARTS; run++) {
            millis.add(Processes.succeed(project, command).wall().toNanos() / 1e6);
        }
        var samples = new Samples(millis);
        report.row(label, String.format(Locale.ROOT, "%6.0f   of %s", samples.median(), samples.all(0)));
        return samples.median();
    }
}
