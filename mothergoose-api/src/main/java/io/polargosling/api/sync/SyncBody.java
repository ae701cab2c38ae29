package io.polargosling.api.sync;

import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.sync.SyncRecord;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One sync of the Nest. */
record SyncBody(
        UUID id,
        @Nullable String gitCommit,
        String syncType,
        String status,
        Changes changesDetected,
        int eggsSynced,
        int jobsSynced,
        boolean ufConfigSynced,
        List<FindingBody> findings,
        @Nullable String errorMessage,
        Instant syncedAt,
        long durationMs) {

    static SyncBody of(SyncRecord sync) {
        var outcome = sync.outcome();
        return new SyncBody(
                sync.id(),
                sync.commit().map(commit -> commit.value()).orElse(null),
                sync.trigger(),
                outcome.status().word(),
                new Changes(outcome.added(), outcome.changed(), outcome.removed()),
                outcome.synced().eggs(),
                outcome.synced().jobs(),
                outcome.synced().policy(),
                sync.findings().stream().map(FindingBody::of).toList(),
                sync.error().orElse(null),
                sync.timing().startedAt(),
                sync.timing().duration().toMillis());
    }

    record Changes(int added, int changed, int removed) {}

    record FindingBody(
            String severity,
            String code,
            String file,
            int line,
            int column,
            String subject,
            String message,
            @Nullable String advice) {

        static FindingBody of(Finding finding) {
            var place = finding.place();
            return new FindingBody(
                    finding.severity().name().toLowerCase(Locale.ROOT),
                    finding.code(),
                    place.file(),
                    place.line(),
                    place.column(),
                    finding.subject(),
                    finding.message(),
                    finding.advice().orElse(null));
        }
    }
}
