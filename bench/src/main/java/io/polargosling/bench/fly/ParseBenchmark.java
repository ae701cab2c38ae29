package io.polargosling.bench.fly;

import com.bertramlabs.plugins.hcl4j.HCLParser;
import com.bertramlabs.plugins.hcl4j.HCLParserException;
import io.polargosling.fly.Fly;
import io.polargosling.fly.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** From the bytes of all eggs of a Nest to trees, on one thread; one operation is the whole Nest. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ParseBenchmark {

    @Param("")
    public String nest = "";

    @Param("0")
    public int eggs;

    private final List<byte[]> files = new ArrayList<>();

    @Setup
    public void read() throws IOException {
        for (Path file : GeneratedNest.files(Path.of(nest), eggs)) {
            files.add(Files.readAllBytes(file));
        }
    }

    @Benchmark
    public void ours(Blackhole hole) {
        for (byte[] file : files) {
            var parsed = Fly.parse(SourceFile.of("config.fly", file));
            if (parsed.hasErrors()) {
                throw new IllegalStateException("the generated Nest must parse: " + parsed.diagnostics());
            }
            hole.consume(parsed);
        }
    }

    @Benchmark
    public void hcl4j(Blackhole hole) throws HCLParserException, IOException {
        for (byte[] file : files) {
            hole.consume(new HCLParser().parse(new String(file, StandardCharsets.UTF_8)));
        }
    }
}
