package io.polargosling.domain.job;

import io.polargosling.domain.egg.CommitId;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A self-management job as stored.
 *
 * @param declared what the Nest says of it
 * @param schedule what is known of its schedule in GitLab
 * @param enabled false once it is gone from the Nest or declared so
 * @param syncedAt when it was last found in the Nest
 */
public record JobRow(JobName name, Declared declared, Schedule schedule, boolean enabled, Instant syncedAt) {

    /**
     * A job's file, read.
     *
     * @param config canonical JSON of the typed configuration, defaults filled
     * @param hash SHA-256 of it, 64 hexadecimal digits
     * @param cron five fields or a nickname
     * @param timezone as in the tz database
     * @param commit the Nest commit that brought it
     */
    public record Declared(String config, String hash, String cron, String timezone, CommitId commit) {}

    /**
     * A job's times.
     *
     * @param gitlabId GitLab's id of the pipeline schedule; empty until it is made
     * @param lastRun when it last began
     * @param nextRun when it is due; empty when it never is
     */
    public record Schedule(OptionalLong gitlabId, Optional<Instant> lastRun, Optional<Instant> nextRun) {

        /** Nothing made and nothing due. */
        public static Schedule none() {
            return new Schedule(OptionalLong.empty(), Optional.empty(), Optional.empty());
        }
    }
}
