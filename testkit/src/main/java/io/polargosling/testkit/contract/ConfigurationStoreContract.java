package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.mothergoose.ConfigurationStore;
import io.polargosling.domain.mothergoose.StoredConfiguration;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.testkit.gen.Samples;
import org.junit.jupiter.api.Test;

/** What every {@link ConfigurationStore} must do. */
public abstract class ConfigurationStoreContract extends StoreContract {

    private ConfigurationStore configurations() {
        return storage().configurations();
    }

    @Test
    void current_emptyStore_isEmpty() {
        assertThat(configurations().current()).isEmpty();
    }

    @Test
    void save_again_replacesIt() {
        var fence = fence("nest-sync");
        configurations().save(new StoredConfiguration("{}", Samples.COMMIT, Samples.NOW), fence);
        var second = new StoredConfiguration(
                "{\"гусь\":\"🪿\"}".repeat(2000), Samples.COMMIT, Samples.NOW.minusSeconds(3600));
        configurations().save(second, fence);
        configurations().save(second, fence);

        assertThat(configurations().current()).contains(second);
    }

    @Test
    void save_lostLease_isRefused() {
        var lost = lostFence("nest-sync");
        var configuration = new StoredConfiguration("{}", Samples.COMMIT, Samples.NOW);

        assertThatThrownBy(() -> configurations().save(configuration, lost)).isInstanceOf(ConflictException.class);
        assertThat(configurations().current()).isEmpty();
    }
}
