package io.polargosling.domain.command;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.GitLabServer;
import io.polargosling.domain.job.JobName;
import io.polargosling.domain.sync.SyncRequest;
import java.util.Optional;
import java.util.UUID;

/** A request to look at something; never an order to make one runner. Carries ids only. */
public sealed interface Command {

    /** Look at {@code egg} again. */
    record ReconcileEgg(EggName egg) implements Command {}

    /**
     * Ask GitLab for the open jobs of a project that {@code egg} answers for, then look at the egg.
     *
     * @param projectId GitLab's id of the project, one of a group where the egg has a group
     */
    record RefreshDemand(EggName egg, GitLabServer server, long projectId) implements Command {}

    /** Bring what {@code egg} has at GitLab to what it should be: its hooks, and the projects of its groups. */
    record ReconcileGitLab(EggName egg) implements Command {}

    /**
     * Read the Nest again.
     *
     * @param trigger what asked for it, such as {@code push}
     * @param request what is asked for beyond the branch's head as usual
     * @param operation whom to tell how it went
     */
    record SyncNest(String trigger, SyncRequest request, Optional<UUID> operation) implements Command {

        /** The branch's head as usual, with nobody to be told. */
        public static SyncNest because(String trigger) {
            return new SyncNest(trigger, SyncRequest.usual(), Optional.empty());
        }
    }

    /**
     * Make the Nest's configuration of {@code egg} effective now.
     *
     * @param operation whom to tell how it went
     */
    record Deploy(EggName egg, DeployRequest request, UUID operation) implements Command {}

    /**
     * Return {@code egg} to an earlier revision.
     *
     * @param to a plan's id, a revision's number or a Nest commit; empty for the newest applied plan of an earlier revision
     * @param dryRun only show what it would change
     * @param operation whom to tell how it went
     */
    record Rollback(EggName egg, Optional<String> to, boolean dryRun, UUID operation) implements Command {}

    /**
     * Make runners that nobody but their author asked for; each is kept until its idle timeout.
     *
     * @param operation whom to tell how it went
     */
    record MakeRunners(EggName egg, RunnersRequest request, UUID operation) implements Command {}

    /**
     * Start the self-management job now.
     *
     * @param operation whom to tell how it went
     */
    record TriggerJob(JobName job, UUID operation) implements Command {}

    /** Judge all runners now. */
    record EvaluatePolicies() implements Command {}
}
