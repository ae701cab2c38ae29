package io.polargosling.domain.sync;

import io.polargosling.domain.egg.CommitId;
import java.time.Instant;

/**
 * The commit whose content is in the store.
 *
 * @param appliedAt when it was written
 * @param checkedAt when it was last found to be the branch's head
 */
public record NestHead(CommitId commit, Instant appliedAt, Instant checkedAt) {}
