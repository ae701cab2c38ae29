package io.polargosling.api.runner;

import io.polargosling.api.http.ApiClock;
import io.polargosling.api.operation.OperationAccepted;
import io.polargosling.api.operation.QueuedWork;
import io.polargosling.api.problem.Parameters;
import io.polargosling.api.problem.ProblemException;
import io.polargosling.api.problem.ProblemKind;
import io.polargosling.api.security.Access;
import io.polargosling.api.security.Caller;
import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.RunnersRequest;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.facts.AskedRunners;
import io.polargosling.domain.facts.StoredFacts;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.store.Storage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Runners that are asked for, and ended, by hand. */
@RestController
final class RunnerOrderController {

    private static final Pattern REASON = Pattern.compile("[a-z][a-z0-9_-]{0,63}");

    private final Storage storage;
    private final QueuedWork work;
    private final StoredFacts facts;
    private final RunnerEnd end;
    private final ApiClock clock;

    RunnerOrderController(Storage storage, QueuedWork work, StoredFacts facts, RunnerEnd end, ApiClock clock) {
        this.storage = storage;
        this.work = work;
        this.facts = facts;
        this.end = end;
        this.clock = clock;
    }

    @PostMapping("/runners")
    ResponseEntity<OperationAccepted> make(@RequestBody RunnersBody body, Caller caller) {
        var name = body.egg();
        var request = body.toRequest();
        var egg = storage.eggs()
                .find(name)
                .orElseThrow(() -> ProblemException.notFound("there is no egg \"" + name + "\""));
        if (!egg.acceptsRunners()) {
            throw new ProblemException(
                    ProblemKind.EGG_DISABLED, "egg \"" + name + "\" is disabled or removed: it takes no new runners");
        }
        requireRoom(egg, request);
        return work.begin(
                "make-runners", caller.getPrincipal(), operation -> new Command.MakeRunners(name, request, operation));
    }

    private void requireRoom(Egg egg, RunnersRequest request) {
        var policy = storage.policies().current().orElseGet(PruningPolicy::defaults);
        var asked = AskedRunners.of(egg, policy, request, facts.breakers(egg), clock.now())
                .orElseThrow(() -> ProblemException.invalid(
                        request.provider().isPresent() ? "/cloud_provider" : "/region",
                        "cloud",
                        "cloud_provider, region: expected a place of the egg's cloud or fallback"));
        int room = asked.room(storage.runners().capacity(egg.name()));
        if (room < request.count()) {
            throw new ProblemException(
                    ProblemKind.CAPACITY_EXHAUSTED,
                    "egg \"" + egg.name() + "\" has room for " + room + " more in pool "
                            + asked.pool().word() + " (asked for: " + request.count() + ", maximum: "
                            + asked.limits().pool() + ")");
        }
    }

    @DeleteMapping("/runners/{id}")
    ResponseEntity<RunnerBody> end(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String reason,
            @RequestParam(required = false) @Nullable String force,
            Caller caller) {
        var runner = Parameters.runner(id);
        if (reason != null && !REASON.matcher(reason).matches()) {
            throw ProblemException.invalid(
                    "?reason", "reason", "reason: expected a word of a-z, 0-9, - and _, at most 64");
        }
        boolean forced = force != null && isTrue(force);
        if (forced && !caller.has(Access.ADMIN)) {
            throw new ProblemException(ProblemKind.FORBIDDEN, "force may kill a job: it needs the role admin");
        }
        return end.end(runner, reason == null ? "manual" : reason, forced, caller.getPrincipal());
    }

    private static boolean isTrue(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ProblemException.invalid("?force", "flag", "force: expected true or false");
        };
    }
}
