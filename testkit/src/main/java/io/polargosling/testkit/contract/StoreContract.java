package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.FleetConfig;
import io.polargosling.domain.lease.Lease;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.testkit.gen.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the suites of all ports share: an empty storage for each test. */
public abstract class StoreContract {

    /** The egg most tests are about. */
    protected static final EggName EGG = EggName.of("web");

    private Storage storage;

    /** A new, empty storage; the suite closes it. */
    protected abstract Storage newStorage();

    @BeforeEach
    final void openStorage() {
        storage = newStorage();
    }

    @AfterEach
    final void closeStorage() {
        storage.close();
    }

    /** The storage of this test. */
    protected final Storage storage() {
        return storage;
    }

    /** A lease freshly taken. */
    protected final Lease lease(String key) {
        return storage.leases()
                .take(key, "owner-1", storage.leases().find(key), Samples.NOW)
                .orElseThrow();
    }

    /** The fence of a lease freshly taken. */
    protected final Fence fence(String key) {
        return lease(key).fence();
    }

    /** The fence of a lease that another owner has taken since. */
    protected final Fence lostFence(String key) {
        var fence = fence(key);
        var taken = storage.leases().take(key, "owner-2", storage.leases().find(key), Samples.NOW);
        assertThat(taken).isPresent();
        return fence;
    }

    /** Applies {@code config} under {@code fence}; its hash is made of its number. */
    protected final Egg apply(FleetConfig config, char hash, Fence fence) {
        return storage.eggs()
                .apply(
                        config,
                        Samples.hash(hash),
                        Samples.COMMIT,
                        Samples.NOW,
                        Samples.audit("egg/" + config.name()),
                        fence);
    }

    /** All entries of a paged list, read {@code limit} at a time. */
    protected static <T> List<T> all(int limit, Function<PageRequest, Page<T>> list) {
        var found = new ArrayList<T>();
        var request = PageRequest.first(limit);
        while (true) {
            var page = list.apply(request);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
            found.addAll(page.items());
            if (page.next().isEmpty()) {
                return found;
            }
            assertThat(page.items()).as("a page before another one").hasSize(limit);
            request = new PageRequest(limit, Optional.of(page.next().get()));
        }
    }
}
