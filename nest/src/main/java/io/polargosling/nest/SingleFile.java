package io.polargosling.nest;

import io.polargosling.fly.Fly;
import io.polargosling.fly.decode.BucketFile;
import io.polargosling.fly.decode.DecodeResult;
import io.polargosling.fly.decode.EggFile;
import io.polargosling.fly.decode.FileKind;
import io.polargosling.fly.decode.JobFile;
import io.polargosling.fly.decode.MotherGooseFile;
import io.polargosling.fly.decode.SharedScope;
import io.polargosling.fly.decode.UglyFoxFile;
import io.polargosling.fly.diagnostic.Diagnostic;
import io.polargosling.fly.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** One file by itself: what a Nest around it would say is not asked. */
public final class SingleFile {

    private SingleFile() {}

    /** What the file is for, by its first block that says so; empty for one of variables and locals only. */
    public static Optional<FileKind> kindOf(SourceFile file) {
        return FileKind.of(Fly.parse(file).body());
    }

    /** Everything that is wrong with the file, read as what it is for; in source order. */
    public static List<Diagnostic> check(SourceFile file, SharedScope shared) {
        return kindOf(file)
                .map(kind -> typed(file, kind, shared, NestRules.defaults()).diagnostics())
                .orElseGet(() -> Fly.decodeShared(file).diagnostics());
    }

    /** The file read as one of {@code kind}; {@code rules} say where secrets lie that it does not name. */
    public static TypedFile typed(SourceFile file, FileKind kind, SharedScope shared, NestRules rules) {
        var mapper = new ConfigMapper(rules);
        return switch (kind) {
            case EGG -> {
                DecodeResult<EggFile> result = Fly.decodeEgg(file, shared, InsideCheckers.ALL);
                yield typed(result, egg -> FleetJson.of(mapper.egg(egg)));
            }
            case EGGSBUCKET -> {
                DecodeResult<BucketFile> result = Fly.decodeBucket(file, shared, InsideCheckers.ALL);
                yield typed(result, bucket -> FleetJson.of(mapper.bucket(bucket)));
            }
            case JOB -> {
                DecodeResult<JobFile> result = job(file, shared);
                yield typed(result, job -> ConfigJson.of(ConfigMapper.job(job)));
            }
            case UGLYFOX -> {
                DecodeResult<UglyFoxFile> result = Fly.decodeUglyFox(file, shared, InsideCheckers.ALL);
                yield typed(result, policy -> ConfigJson.of(ConfigMapper.policy(policy)));
            }
            case MOTHERGOOSE -> {
                DecodeResult<MotherGooseFile> result = Fly.decodeMotherGoose(file, shared, InsideCheckers.ALL);
                yield typed(result, goose -> InfrastructureJson.of(InfrastructureMapper.map(goose)));
            }
        };
    }

    private static <T> TypedFile typed(DecodeResult<T> result, Function<T, Map<String, Object>> json) {
        return new TypedFile(
                result.value().map(value -> CanonicalJson.write(Masks.apply(json.apply(value), result.sensitive()))),
                result.diagnostics());
    }

    /** As {@link Fly#decodeJob}, with what only the calendar knows. */
    static DecodeResult<JobFile> job(SourceFile file, SharedScope shared) {
        DecodeResult<JobFile> result = Fly.decodeJob(file, shared, InsideCheckers.ALL);
        Optional<Diagnostic> never = result.value().flatMap(JobChecks::never);
        if (never.isEmpty()) {
            return result;
        }
        var diagnostics = new ArrayList<>(result.diagnostics());
        diagnostics.add(never.get());
        return new DecodeResult<>(Optional.empty(), diagnostics, Set.of());
    }
}
