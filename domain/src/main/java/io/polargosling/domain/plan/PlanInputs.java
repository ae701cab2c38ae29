package io.polargosling.domain.plan;

import io.polargosling.domain.egg.CommitId;

/**
 * What a plan was made from; a rollback makes a new plan from these and the present demand.
 *
 * @param revision number of the egg's revision
 * @param configHash of that revision
 * @param moduleVersion digest of templates and compute module
 * @param tofuVersion as {@code tofu version} tells it
 */
public record PlanInputs(long revision, String configHash, CommitId commit, String moduleVersion, String tofuVersion) {}
