package io.polargosling.api.why;

import io.polargosling.domain.demand.JobReason;
import io.polargosling.domain.demand.ReasonCode;
import io.polargosling.domain.demand.TrackedJob;
import io.polargosling.domain.egg.EggName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of a CI job.
 *
 * @param eggName null while no egg answers for it
 * @param blocking the one thing it waits for; null when it waits no more, or when nothing is known yet
 * @param timeline oldest first
 */
record WhyBody(Job job, @Nullable String eggName, @Nullable Blocking blocking, List<JobHistory.Event> timeline) {

    static WhyBody of(TrackedJob job, Optional<JobReason> blocking, List<JobHistory.Event> timeline) {
        return new WhyBody(
                Job.of(job),
                job.egg().map(EggName::value).orElse(null),
                blocking.map(Blocking::of).orElse(null),
                timeline);
    }

    record Job(
            String server,
            long projectId,
            long jobId,
            String name,
            String ref,
            Set<String> tags,
            String status,
            Instant pendingSince,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            @Nullable String outcome) {

        static Job of(TrackedJob job) {
            var facts = job.facts();
            var progress = job.progress();
            return new Job(
                    job.id().server().host(),
                    facts.projectId(),
                    job.id().number(),
                    facts.name(),
                    facts.ref(),
                    facts.tags(),
                    progress.status().word(),
                    progress.pendingSince(),
                    progress.startedAt().orElse(null),
                    progress.finishedAt().orElse(null),
                    progress.outcome().orElse(null));
        }
    }

    /**
     * @param outlook what the job may expect: {@code refused}, {@code coming} or {@code held-back}; null for a code that
     *     this version does not know
     * @param sentence what it means, for people
     */
    record Blocking(String code, @Nullable String outlook, String sentence, Instant since, Map<String, String> inputs) {

        static Blocking of(JobReason reason) {
            var known = ReasonCode.parse(reason.code());
            return new Blocking(
                    reason.code(),
                    known.map(code -> code.outlook()
                                    .name()
                                    .toLowerCase(java.util.Locale.ROOT)
                                    .replace('_', '-'))
                            .orElse(null),
                    known.map(ReasonCode::sentence).orElse("This version has no words for " + reason.code() + "."),
                    reason.at(),
                    reason.inputs());
        }
    }
}
