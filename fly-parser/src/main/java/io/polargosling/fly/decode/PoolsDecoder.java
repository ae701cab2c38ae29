package io.polargosling.fly.decode;

import io.polargosling.fly.source.SourceRange;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Decodes {@code apex} and {@code nadir} blocks, of an egg and of UglyFox's conditions. */
final class PoolsDecoder {

    private static final int MOST = 1000;
    private static final Duration DEFAULT_IDLE = Duration.ofMinutes(30);

    /** Limits, and where the minimum was written. */
    private record Pool(PoolsSpec.Limits limits, SourceRange minRange) {}

    /** Limits of both pools and the thresholds of the first. */
    record WithThresholds(PoolsSpec pools, OptionalInt cpu, OptionalInt memory) {}

    private PoolsDecoder() {}

    /** The {@code pools} block of an egg. */
    static PoolsSpec eggPools(BlockReader reader, int maxRunners) {
        Optional<BlockReader> apex = reader.block("apex");
        Optional<BlockReader> nadir = reader.block("nadir");
        reader.finish();
        Optional<Pool> first = apex.map(block -> pool(block, maxRunners));
        apex.ifPresent(BlockReader::finish);
        first.filter(pool -> pool.limits().min() > maxRunners)
                .ifPresent(pool -> reader.context()
                        .error(
                                "pool-limits",
                                "Pool limits contradict",
                                "The minimum of Apex is %d, above \"max_runners\", which is %d."
                                        .formatted(pool.limits().min(), maxRunners),
                                pool.minRange()));
        return pools(reader.header(), first, nadir, maxRunners);
    }

    /** The pools of a {@code runners_condition}; does not finish its reader. */
    static WithThresholds conditionPools(BlockReader reader) {
        Optional<BlockReader> apex = reader.block("apex");
        Optional<BlockReader> nadir = reader.block("nadir");
        OptionalInt cpu = threshold(apex, "cpu_threshold");
        OptionalInt memory = threshold(apex, "memory_threshold");
        Optional<Pool> first = apex.map(block -> pool(block, MOST));
        apex.ifPresent(BlockReader::finish);
        return new WithThresholds(pools(reader.header(), first, nadir, MOST), cpu, memory);
    }

    private static OptionalInt threshold(Optional<BlockReader> apex, String name) {
        return apex.flatMap(block -> block.attribute(name).integer(0, 100))
                .map(found -> OptionalInt.of(found.value()))
                .orElseGet(OptionalInt::empty);
    }

    private static PoolsSpec pools(
            SourceRange header, Optional<Pool> apex, Optional<BlockReader> nadirReader, int defaultMax) {
        Optional<Pool> nadir = nadirReader.map(block -> pool(block, -1));
        Duration idle = nadirReader
                .flatMap(block -> block.attribute("idle_timeout").duration())
                .map(Located::value)
                .orElse(DEFAULT_IDLE);
        nadirReader.ifPresent(BlockReader::finish);
        return new PoolsSpec(
                apex.map(Pool::limits).orElse(new PoolsSpec.Limits(0, defaultMax)),
                nadir.map(Pool::limits).orElse(new PoolsSpec.Limits(0, 0)),
                idle,
                header);
    }

    /** A maximum not written is {@code defaultMax}, or the minimum when that is negative. */
    private static Pool pool(BlockReader reader, int defaultMax) {
        Optional<Located<Integer>> min = reader.attribute("min_count").integer(0, MOST);
        Optional<Located<Integer>> max = reader.attribute("max_count").integer(0, MOST);
        int least = min.map(Located::value).orElse(0);
        int most = max.map(Located::value).orElse(Math.max(least, defaultMax));
        SourceRange minRange = min.map(Located::range).orElse(reader.header());
        if (max.isPresent() && least > most) {
            reader.context()
                    .error(
                            "pool-limits",
                            "Pool limits contradict",
                            "\"min_count\" of %s is %d, above \"max_count\", which is %d."
                                    .formatted(reader.title(), least, most),
                            minRange);
        }
        return new Pool(new PoolsSpec.Limits(least, most), minRange);
    }
}
