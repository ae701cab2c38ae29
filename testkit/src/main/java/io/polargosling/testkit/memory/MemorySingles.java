package io.polargosling.testkit.memory;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.infrastructure.InfrastructureStore;
import io.polargosling.domain.infrastructure.StoredInfrastructure;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.operation.OperationStore;
import io.polargosling.domain.policy.PolicyStore;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.token.ApiToken;
import io.polargosling.domain.token.ApiTokenStore;
import io.polargosling.domain.token.TokenHash;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The stores that only find and save. */
final class MemorySingles {

    private static final String CURRENT = "current";

    private MemorySingles() {}

    /** UglyFox's policy. */
    record Policies(Rows rows, MemoryLeases leases, Table<String, PruningPolicy> table) implements PolicyStore {

        static Policies in(Rows rows, MemoryLeases leases) {
            return new Policies(rows, leases, new Table<>(rows, "policies"));
        }

        @Override
        public Optional<PruningPolicy> current() {
            return rows.read(() -> table.find(CURRENT));
        }

        @Override
        public void save(PruningPolicy policy, CommitId commit, Instant now, Fence fence) {
            rows.change(() -> {
                leases.hold(fence);
                table.put(CURRENT, policy);
            });
        }
    }

    /** MotherGoose's configuration. */
    record Infrastructures(Rows rows, MemoryLeases leases, Table<String, StoredInfrastructure> table)
            implements InfrastructureStore {

        static Infrastructures in(Rows rows, MemoryLeases leases) {
            return new Infrastructures(rows, leases, new Table<>(rows, "configurations"));
        }

        @Override
        public Optional<StoredInfrastructure> current() {
            return rows.read(() -> table.find(CURRENT));
        }

        @Override
        public void save(StoredInfrastructure configuration, Fence fence) {
            rows.change(() -> {
                leases.hold(fence);
                table.put(CURRENT, configuration);
            });
        }
    }

    /** API tokens. */
    record Tokens(Rows rows, Table<UUID, ApiToken> table, Table.Index<UUID, TokenHash, ApiToken> byHash)
            implements ApiTokenStore {

        static Tokens in(Rows rows) {
            var table = new Table<UUID, ApiToken>(rows, "tokens");
            return new Tokens(rows, table, table.by(token -> Optional.of(token.hash())));
        }

        @Override
        public Optional<ApiToken> findByHash(TokenHash hash) {
            return rows.read(() -> byHash.of(hash).stream().findFirst());
        }

        @Override
        public void save(ApiToken token) {
            rows.change(() -> {
                if (byHash.of(token.hash()).stream()
                        .anyMatch(other -> !other.id().equals(token.id()))) {
                    throw new ConflictException("writing token \"" + token.name()
                            + "\": another one has its hash (expected: one of its own)");
                }
                table.put(token.id(), token);
            });
        }
    }

    /** Operations. */
    record Operations(Rows rows, Table<UUID, Operation> table) implements OperationStore {

        static Operations in(Rows rows) {
            return new Operations(rows, new Table<>(rows, "operations"));
        }

        @Override
        public Optional<Operation> find(UUID id) {
            return rows.read(() -> table.find(id));
        }

        @Override
        public void save(Operation operation) {
            rows.change(() -> table.put(operation.id(), operation));
        }
    }
}
