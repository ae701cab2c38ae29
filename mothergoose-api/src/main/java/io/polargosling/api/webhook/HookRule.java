package io.polargosling.api.webhook;

import io.polargosling.domain.command.Command;
import java.util.Optional;

/** What a proven webhook asks for. It is only a hint: what is to be done is found out by looking. */
final class HookRule {

    private HookRule() {}

    /** The command; empty when the event is ignored. */
    static Optional<Command> commandFor(HookPayload payload, HookTarget target) {
        return switch (target) {
            case HookTarget.OfEgg egg ->
                concernsJobs(payload) ? Optional.of(new Command.ReconcileEgg(egg.egg())) : Optional.empty();
            case HookTarget.Nest nest ->
                isPushTo(nest.branch(), payload)
                        ? Optional.of(new Command.SyncNest("push", Optional.empty()))
                        : Optional.empty();
        };
    }

    private static boolean concernsJobs(HookPayload payload) {
        return switch (payload.kind()) {
            case "push", "tag_push" -> !payload.push().isDeletion();
            case "merge_request" ->
                switch (payload.action().orElse("")) {
                    case "open", "reopen" -> true;
                    case "update" -> payload.newCode();
                    default -> false;
                };
            case "pipeline", "build" -> true;
            default -> false;
        };
    }

    private static boolean isPushTo(String branch, HookPayload payload) {
        return "push".equals(payload.kind())
                && !payload.push().isDeletion()
                && payload.push().ref().filter(("refs/heads/" + branch)::equals).isPresent();
    }
}
