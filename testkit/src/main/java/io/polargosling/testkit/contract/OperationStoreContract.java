package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.operation.OperationStore;
import io.polargosling.testkit.gen.Samples;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link OperationStore} must do. */
public abstract class OperationStoreContract extends StoreContract {

    private OperationStore operations() {
        return storage().operations();
    }

    @Test
    void find_emptyStore_isEmpty() {
        assertThat(operations().find(UUID.randomUUID())).isEmpty();
    }

    @Test
    void save_everyStatus_isReadBackEqual() {
        var queued = Operation.queued(UUID.randomUUID(), "sync", "гусь", Samples.NOW);
        operations().save(queued);
        operations().save(queued);
        assertThat(operations().find(queued.id())).contains(queued);

        for (var status : Operation.Status.values()) {
            var ended = queued.ended(status, Optional.of("причина\n\"x\""), Samples.NOW.plusSeconds(1));
            operations().save(ended);
            assertThat(operations().find(queued.id())).contains(ended);
        }
    }

    @Test
    void save_racing_leavesOneRow() throws Exception {
        var queued = Operation.queued(UUID.randomUUID(), "sync", "a", Samples.NOW);

        Race.run(8, i -> () -> {
            operations().save(queued);
            return i;
        });

        assertThat(operations().find(queued.id())).contains(queued);
    }

    @Test
    void save_aResultOf200KB_isReadBackEqual() {
        var document = "[\"" + "гусь 🪿 ".repeat(200 * 1024 / 14) + "\"]";
        var operation = Operation.queued(UUID.randomUUID(), "deploy", "гусь", Samples.NOW);
        operations().save(operation);

        var succeeded = operation.succeeded(document, Samples.NOW.plusSeconds(1));
        operations().save(succeeded);

        assertThat(operations().find(operation.id())).contains(succeeded);
        assertThat(succeeded.result()).contains(document);
    }

    @Test
    void save_runningThenEnded_keepsTheResultOfTheLastWrite() {
        var operation = Operation.queued(UUID.randomUUID(), "rollback", "a", Samples.NOW);
        operations().save(operation.succeeded("{\"plan\":1}", Samples.NOW));
        operations().save(operation);

        assertThat(operations().find(operation.id())).contains(operation);
    }
}
