package io.polargosling.simulator.server;

import java.util.Optional;

/**
 * Something that happened to a merge request.
 *
 * @param action {@code open}, {@code reopen}, {@code update}, {@code close}, {@code merge} and the like
 * @param oldRevision the former head commit; present only when an update brought new code
 */
public record MergeRequestEvent(long iid, String action, String sourceBranch, Optional<String> oldRevision) {}
