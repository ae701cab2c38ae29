package io.polargosling.worker.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Storage;
import io.polargosling.nest.NestFiles;
import io.polargosling.nest.NestReader;
import io.polargosling.nest.NestRules;
import io.polargosling.nest.NestSnapshot;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.testkit.gen.Samples;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Nest of many eggs; {@code -Dgosling.nest.eggs=10000} for as many as the figures in the documents are of. */
class ManyEggsTest {

    private static final Logger log = LoggerFactory.getLogger(ManyEggsTest.class);
    private static final int EGGS = Integer.getInteger("gosling.nest.eggs", 600);
    private static final CommitId LATER = CommitId.of("ffffffffffffffffffffffffffffffffffffffff");

    private final MutableClock clock = MutableClock.create();

    @TempDir
    private Path folder;

    @Test
    void write_manyEggsThenOneChanged_writesEachOnceAndThenThatOne() {
        try (var storage = JdbcStorage.embedded(folder)) {
            var fence = storage.leases()
                    .take("nest-sync", "test", Optional.empty(), clock.instant())
                    .orElseThrow()
                    .fence();

            var first = timed("first", () -> write(storage, Samples.COMMIT, fence, nest(1)));
            assertThat(first.changes()).isEqualTo(new NestWriter.Changes(EGGS, 0, 0));
            assertThat(first.synced().eggs()).isEqualTo(EGGS);

            var second = timed("one changed", () -> write(storage, LATER, fence, nest(2)));
            assertThat(second.changes()).isEqualTo(new NestWriter.Changes(0, 1, 0));
            assertThat(second.commands()).hasSize(1);
            assertThat(storage.eggs()
                            .find(EggName.of("egg-0"))
                            .orElseThrow()
                            .active()
                            .commit())
                    .isEqualTo(LATER);
        }
    }

    private NestWriter.Written write(Storage storage, CommitId commit, Fence fence, NestSnapshot nest) {
        return timed(
                "writing",
                () -> new NestWriter(storage, clock, commit, fence, new RemovalLimit(0.5, false), Optional.empty())
                        .write(nest));
    }

    private static NestSnapshot nest(int maxRunnersOfOne) {
        var files = new TreeMap<String, byte[]>();
        for (int i = 0; i < EGGS; i++) {
            var text = """
                    egg "egg-%1$d" {
                      type = "serverless"
                      cloud {
                        provider = "local"
                      }
                      runner {
                        tags        = ["egg-%1$d"]
                        max_runners = %2$d
                      }
                      gitlab {
                        server     = "gitlab.example"
                        project_id = %3$d
                      }
                    }
                    """.formatted(i, i == 0 ? maxRunnersOfOne : 1, i + 1);
            files.put("Eggs/egg-" + i + "/config.fly", text.getBytes(StandardCharsets.UTF_8));
        }
        return timed("reading", () -> NestReader.read(NestFiles.of(files), NestRules.defaults()));
    }

    private static <T> T timed(String what, Supplier<T> work) {
        long begin = System.nanoTime();
        var result = work.get();
        log.info("many eggs={} step=\"{}\" millis={}", EGGS, what, (System.nanoTime() - begin) / 1_000_000);
        return result;
    }
}
