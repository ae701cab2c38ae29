package io.polargosling.domain.plan;

import io.polargosling.domain.egg.CommitId;

/**
 * What a plan was made from; a rollback makes a new plan from these and the present demand.
 *
 * @param revision number of the egg's revision
 * @param configHash of that revision
 * @param moduleVersion digest of templates and compute module
 * @param tofuVersion as {@code tofu version} tells it
 * @param variables what all runners of the workspace share, as JSON; no secret, but enough of the shape of things to be
 *     kept encrypted
 */
public record PlanInputs(
        long revision, String configHash, CommitId commit, String moduleVersion, String tofuVersion, String variables) {

    /** These with other variables. */
    public PlanInputs withVariables(String changed) {
        return new PlanInputs(revision, configHash, commit, moduleVersion, tofuVersion, changed);
    }
}
