package io.polargosling.domain.runner;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.egg.RunnerKind;
import java.time.Instant;
import java.util.Optional;

/**
 * What a runner was reserved as; never changes.
 *
 * @param repo the bucket's repo that it is registered with; empty for an egg's runner
 * @param placement the place of the revision it was reserved from
 * @param revision number of that revision
 * @param commit Nest commit of that revision
 */
public record RunnerOrigin(
        EggName egg,
        Optional<String> repo,
        RunnerKind kind,
        RunnerPlatform platform,
        Placement placement,
        long revision,
        CommitId commit,
        Instant createdAt) {}
