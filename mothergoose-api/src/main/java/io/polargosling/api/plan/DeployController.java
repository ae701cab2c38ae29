package io.polargosling.api.plan;

import io.polargosling.api.operation.OperationAccepted;
import io.polargosling.api.operation.QueuedWork;
import io.polargosling.api.problem.Parameters;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.api.problem.ProblemKind;
import io.polargosling.api.security.Caller;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggState;
import io.polargosling.domain.plan.RollbackTargets;
import io.polargosling.domain.plan.RollbackTargets.Target;
import io.polargosling.domain.store.Storage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Deployments and rollbacks; what can be refused from rows is refused here, the rest ends the operation. */
@RestController
final class DeployController {

    private final Storage storage;
    private final QueuedWork work;

    DeployController(Storage storage, QueuedWork work) {
        this.storage = storage;
        this.work = work;
    }

    @PostMapping("/eggs/{name}/deploy")
    ResponseEntity<OperationAccepted> deploy(
            @PathVariable String name, @RequestBody(required = false) @Nullable DeployBody body, Caller caller) {
        var egg = find(name);
        var request = (body == null ? DeployBody.none() : body).toRequest();
        if (!egg.acceptsRunners() && request.commit().isEmpty()) {
            throw disabled(egg);
        }
        if (egg.pinnedAgainst().isPresent() && !request.unpin()) {
            throw new ProblemException(
                    ProblemKind.PINNED,
                    "egg \"" + name + "\" is held at revision " + egg.active().number()
                            + " by a rollback: send unpin to end that");
        }
        return work.begin(
                request.dryRun() ? "deploy-dry-run" : "deploy",
                caller.getPrincipal(),
                operation -> new Command.Deploy(egg.name(), request, operation));
    }

    @PostMapping("/eggs/{name}/rollback")
    ResponseEntity<OperationAccepted> rollback(
            @PathVariable String name, @RequestBody(required = false) @Nullable RollbackBody body, Caller caller) {
        var egg = find(name);
        var asked = body == null ? RollbackBody.none() : body;
        boolean dryRun = Boolean.TRUE.equals(asked.dryRun());
        // Named now: what is newest may be another when the worker comes to it.
        var to = switch (new RollbackTargets(storage.eggs(), storage.plans()).find(egg, asked.target())) {
            case Target.Found found ->
                found.plan()
                        .map(plan -> plan.id().toString())
                        .orElseGet(() -> Long.toString(found.revision().number()));
            case Target.Unknown(String why) -> throw ProblemException.notFound(why);
            case Target.Nothing(String why) -> throw new ProblemException(ProblemKind.NOTHING_TO_ROLL_BACK, why);
        };
        return work.begin(
                dryRun ? "rollback-dry-run" : "rollback",
                caller.getPrincipal(),
                operation -> new Command.Rollback(egg.name(), Optional.of(to), dryRun, operation));
    }

    private Egg find(String name) {
        var egg = storage.eggs()
                .find(Parameters.egg(name))
                .orElseThrow(() -> ProblemException.notFound("there is no egg \"" + name + "\""));
        if (egg.state() == EggState.REMOVED) {
            throw disabled(egg);
        }
        return egg;
    }

    private static ProblemException disabled(Egg egg) {
        return new ProblemException(
                ProblemKind.EGG_DISABLED,
                "egg \"" + egg.name() + "\" is " + egg.state().name().toLowerCase(java.util.Locale.ROOT)
                        + ": it takes no new runners");
    }
}
