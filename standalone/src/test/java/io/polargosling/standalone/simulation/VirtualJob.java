package io.polargosling.standalone.simulation;

import io.polargosling.domain.demand.CiJobFacts;
import io.polargosling.domain.demand.CiJobId;
import io.polargosling.domain.demand.CiJobProgress;
import io.polargosling.domain.demand.CiJobStatus;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.gitlab.GitLabJob;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** A job as the simulated GitLab has it; times are milliseconds of the history, and negative until they have come. */
final class VirtualJob {

    final CiJobId id;
    final EggName egg;
    final CiJobFacts facts;
    final long created;
    final long takes;
    long started = -1;
    long finished = -1;
    long runner;
    /** Until when nobody can be blamed for not knowing of it. */
    long knownBy;

    VirtualJob(CiJobId id, EggName egg, CiJobFacts facts, long created, long takes) {
        this.id = id;
        this.egg = egg;
        this.facts = facts;
        this.created = created;
        this.takes = takes;
        this.knownBy = created;
    }

    /** What GitLab tells of it at {@code moment}; empty before it was made. */
    Optional<GitLabJob> at(long moment, Instant start) {
        if (moment < created) {
            return Optional.empty();
        }
        boolean began = started >= 0 && started <= moment;
        boolean ended = finished >= 0 && finished <= moment;
        var progress = new CiJobProgress(
                ended ? CiJobStatus.FINISHED : began ? CiJobStatus.RUNNING : CiJobStatus.PENDING,
                start.plusMillis(created),
                began ? Optional.of(start.plusMillis(started)) : Optional.empty(),
                ended ? Optional.of(start.plusMillis(finished)) : Optional.empty(),
                began ? OptionalLong.of(runner) : OptionalLong.empty(),
                ended ? Optional.of("success") : Optional.empty());
        return Optional.of(new GitLabJob(id, facts, progress));
    }

    boolean isPending() {
        return started < 0;
    }

    boolean isRunning() {
        return started >= 0 && finished < 0;
    }
}
