package io.polargosling.domain.operation;

import java.util.Optional;
import java.util.UUID;

/** Operations. */
public interface OperationStore {

    /** The operation {@code id}. */
    Optional<Operation> find(UUID id);

    /** Writes the operation, new or changed. */
    void save(Operation operation);
}
