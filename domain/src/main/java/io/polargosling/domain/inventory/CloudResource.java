package io.polargosling.domain.inventory;

import io.polargosling.domain.runner.RunnerId;

/**
 * A machine that carries our labels.
 *
 * @param cloudId the cloud's id of it
 */
public record CloudResource(RunnerId runner, String cloudId) {}
