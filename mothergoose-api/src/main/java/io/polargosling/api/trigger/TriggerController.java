package io.polargosling.api.trigger;

import io.polargosling.api.http.ApiJson;
import io.polargosling.api.operation.OperationAccepted;
import io.polargosling.api.operation.QueuedWork;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.sync.SyncRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Calls of cloud schedulers. */
@RestController
final class TriggerController {

    private final TriggerProof proof;
    private final QueuedWork work;
    private final ApiJson json;

    TriggerController(TriggerProof proof, QueuedWork work, ApiJson json) {
        this.proof = proof;
        this.work = work;
        this.json = json;
    }

    @PostMapping("/internal/sync-git")
    ResponseEntity<OperationAccepted> syncGit(HttpServletRequest request) throws IOException {
        var body = TriggerBody.parse(request.getInputStream().readAllBytes(), json.mapper());
        var tokens = new ArrayList<>(body.tokens());
        Optional.ofNullable(request.getHeader("X-Trigger-Auth")).ifPresent(tokens::add);
        proof.require(tokens);
        var source = body.source();
        return work.begin(
                "sync",
                "trigger",
                operation -> new Command.SyncNest(source, SyncRequest.usual(), Optional.of(operation)));
    }
}
