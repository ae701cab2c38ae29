package io.polargosling.api.egg;

import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggRevision;
import java.time.Instant;

/**
 * One configuration an egg has or had.
 *
 * @param active whether new runners take it
 */
record RevisionBody(
        String eggName,
        long revision,
        String configHash,
        String gitCommit,
        boolean active,
        Instant createdAt,
        EggConfigBody config) {

    static RevisionBody of(EggRevision revision, Egg egg) {
        return new RevisionBody(
                revision.egg().value(),
                revision.number(),
                revision.hash(),
                revision.commit().value(),
                egg.active().number() == revision.number(),
                revision.createdAt(),
                EggConfigBody.of(revision.config()));
    }
}
