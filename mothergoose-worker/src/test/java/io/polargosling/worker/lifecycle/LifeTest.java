package io.polargosling.worker.lifecycle;

import io.polargosling.domain.egg.RunnerKind;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests on {@link LifeBench}; each has a project of its own. */
abstract class LifeTest {

    private static final AtomicLong PROJECTS = new AtomicLong(1000);

    @SuppressWarnings("NullAway.Init")
    private static LifeBench.Outside outside;

    /** An egg of virtual machines with two slots in Apex and one in Nadir. */
    final LifeBench bench = newBench();

    @BeforeAll
    static void open(@TempDir Path folder) {
        outside = LifeBench.Outside.open(folder);
    }

    @AfterAll
    static void close() {
        outside.close();
    }

    static LifeBench newBench() {
        return new LifeBench(outside, PROJECTS.incrementAndGet(), RunnerKind.VM, LifeBench.limits(2, 1));
    }
}
