package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.infrastructure.InfrastructureStore;
import io.polargosling.domain.infrastructure.StoredInfrastructure;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.testkit.gen.Samples;
import org.junit.jupiter.api.Test;

/** What every {@link InfrastructureStore} must do. */
public abstract class InfrastructureStoreContract extends StoreContract {

    private InfrastructureStore infrastructure() {
        return storage().infrastructure();
    }

    @Test
    void current_emptyStore_isEmpty() {
        assertThat(infrastructure().current()).isEmpty();
    }

    @Test
    void save_again_replacesIt() {
        var fence = fence("nest-sync");
        infrastructure().save(new StoredInfrastructure("{}", Samples.COMMIT, Samples.NOW), fence);
        var second = new StoredInfrastructure(
                "{\"гусь\":\"🪿\"}".repeat(2000), Samples.COMMIT, Samples.NOW.minusSeconds(3600));
        infrastructure().save(second, fence);
        infrastructure().save(second, fence);

        assertThat(infrastructure().current()).contains(second);
    }

    @Test
    void save_lostLease_isRefused() {
        var lost = lostFence("nest-sync");
        var configuration = new StoredInfrastructure("{}", Samples.COMMIT, Samples.NOW);

        assertThatThrownBy(() -> infrastructure().save(configuration, lost)).isInstanceOf(ConflictException.class);
        assertThat(infrastructure().current()).isEmpty();
    }
}
