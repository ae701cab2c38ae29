package io.polargosling.api.webhook;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.egg.TargetScope;
import io.polargosling.gitlab.WebhookEvent;
import io.polargosling.gitlab.WebhookEvent.Fact;
import java.util.Optional;

/** What a proven webhook asks for. It is only a hint: what is to be done is found out by looking. */
final class HookRule {

    private HookRule() {}

    /** The command; empty when the event is ignored. */
    static Optional<Command> commandFor(GitLabServer server, WebhookEvent event, HookTarget target) {
        return switch (target) {
            case HookTarget.OfEgg egg -> commandFor(server, event, egg.target());
            case HookTarget.Nest nest ->
                isPushTo(nest.branch(), event.fact())
                        ? Optional.of(Command.SyncNest.because("push"))
                        : Optional.empty();
        };
    }

    private static Optional<Command> commandFor(GitLabServer server, WebhookEvent event, EggTarget target) {
        if (event.fact() instanceof Fact.GroupChange) {
            return target.scope() instanceof TargetScope.Group
                    ? Optional.of(new Command.ReconcileGitLab(target.egg()))
                    : Optional.empty();
        }
        // Of the Nest's project only its pipelines bring what runs its jobs; pushes there are for the sync.
        boolean concerned = target.egg().isOfJob() ? isOfPipeline(event.fact()) : concernsJobs(event.fact());
        return concerned && event.projectId().isPresent()
                ? Optional.of(new Command.RefreshDemand(
                        target.egg(), server, event.projectId().getAsLong()))
                : Optional.empty();
    }

    /** The event's kind where it is one of those acted on, else {@code other}: nobody's own words. */
    static String kind(WebhookEvent event) {
        return switch (event.fact()) {
            case Fact.Push push -> push.kind();
            case Fact.TagPush tag -> tag.kind();
            case Fact.MergeRequest request -> request.kind();
            case Fact.Pipeline pipeline -> pipeline.kind();
            case Fact.Job job -> job.kind();
            case Fact.GroupChange change -> change.kind();
            case Fact.Other other -> "other";
        };
    }

    private static boolean concernsJobs(Fact fact) {
        return switch (fact) {
            case Fact.Push push -> !push.isDeletion();
            case Fact.TagPush tag -> !tag.isDeletion();
            case Fact.MergeRequest request -> request.mayBringJobs();
            case Fact.Pipeline pipeline -> true;
            case Fact.Job job -> true;
            case Fact.GroupChange change -> false;
            case Fact.Other other -> false;
        };
    }

    private static boolean isOfPipeline(Fact fact) {
        return fact instanceof Fact.Pipeline || fact instanceof Fact.Job;
    }

    private static boolean isPushTo(String branch, Fact fact) {
        return fact instanceof Fact.Push push
                && !push.isDeletion()
                && push.ref().equals("refs/heads/" + branch);
    }
}
