package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.policy.PolicyStore;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.testkit.gen.Samples;
import org.junit.jupiter.api.Test;

/** What every {@link PolicyStore} must do. */
public abstract class PolicyStoreContract extends StoreContract {

    private PolicyStore policies() {
        return storage().policies();
    }

    @Test
    void current_emptyStore_isEmpty() {
        assertThat(policies().current()).isEmpty();
    }

    @Test
    void save_twice_theSecondIsCurrent() {
        var fence = fence("nest-sync");

        policies().save(PruningPolicy.defaults(), Samples.COMMIT, Samples.NOW, fence);
        assertThat(policies().current()).contains(PruningPolicy.defaults());
        policies().save(Samples.policy(), Samples.COMMIT, Samples.NOW, fence);
        assertThat(policies().current()).contains(Samples.policy());
    }

    @Test
    void save_lostLease_isRefused() {
        var lost = lostFence("nest-sync");

        assertThatThrownBy(() -> policies().save(Samples.policy(), Samples.COMMIT, Samples.NOW, lost))
                .isInstanceOf(ConflictException.class);
        assertThat(policies().current()).isEmpty();
    }
}
