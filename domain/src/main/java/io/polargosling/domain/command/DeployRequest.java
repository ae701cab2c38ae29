package io.polargosling.domain.command;

import io.polargosling.domain.egg.CommitId;
import java.util.Optional;

/**
 * What is asked of a deployment.
 *
 * @param commit waited for until the branch's head contains it; empty for the head as it is
 * @param dryRun only show what it would change
 * @param replaceIdle end idle runners of older revisions, so that new ones take their place
 * @param prewarm make one runner of the new revision even when no job waits; it is kept until its idle timeout
 * @param unpin end a pin that a rollback left
 */
public record DeployRequest(
        Optional<CommitId> commit, boolean dryRun, boolean replaceIdle, boolean prewarm, boolean unpin) {}
