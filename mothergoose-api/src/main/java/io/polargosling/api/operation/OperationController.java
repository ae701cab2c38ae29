package io.polargosling.api.operation;

import io.polargosling.api.problem.Parameters;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.domain.operation.OperationStore;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Long work. */
@RestController
final class OperationController {

    private final OperationStore operations;

    OperationController(OperationStore operations) {
        this.operations = operations;
    }

    @GetMapping("/operations/{id}")
    OperationBody operation(@PathVariable String id) {
        return operations
                .find(Parameters.uuid(id))
                .map(OperationBody::of)
                .orElseThrow(() -> ProblemException.notFound("there is no such operation"));
    }
}
