package io.polargosling.worker.sync;

import static java.util.stream.Collectors.toMap;

import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.sync.SyncRecord;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps what the syncs found as standing findings: reports what is new against the last sync that read the Nest, and
 * clears what it had found and is mended. To be done before the sync is recorded, so that one that died is repeated
 * against the same former one.
 */
final class StandingFindings {

    private static final int PAGE = 50;

    private final Storage storage;
    private final InstantSource clock;

    private record Identity(String subject, String code) {}

    StandingFindings(Storage storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /** Brings what stands from {@code before}, if there was a sync, to {@code now}. */
    void update(Optional<SyncRecord> before, List<Finding> now) {
        var former = byIdentity(before.map(SyncRecord::findings).orElse(List.of()));
        var present = byIdentity(now);
        var at = clock.instant();
        present.forEach((identity, finding) -> {
            if (!finding.equals(former.get(identity))) {
                storage.findings().report(finding, at);
            }
        });
        former.keySet().stream()
                .filter(identity -> !present.containsKey(identity))
                .forEach(identity -> {
                    boolean _ = storage.findings().clear(identity.subject(), identity.code());
                });
    }

    /** The newest sync that could read the Nest. */
    Optional<SyncRecord> lastRead() {
        Optional<String> cursor = Optional.empty();
        do {
            var page = storage.syncs().history(new PageRequest(PAGE, cursor));
            var read = page.items().stream()
                    .filter(sync -> sync.commit().isPresent())
                    .findFirst();
            if (read.isPresent()) {
                return read;
            }
            cursor = page.next();
        } while (cursor.isPresent());
        return Optional.empty();
    }

    /** Of several with one identity the first stands. */
    private static Map<Identity, Finding> byIdentity(List<Finding> findings) {
        return findings.stream()
                .map(StandingFindings::withSubject)
                .collect(toMap(
                        finding -> new Identity(finding.subject(), finding.code()),
                        finding -> finding,
                        (first, _) -> first,
                        LinkedHashMap::new));
    }

    /** What concerns no object concerns its file. */
    private static Finding withSubject(Finding finding) {
        return finding.subject().isEmpty()
                ? new Finding(
                        finding.severity(),
                        finding.code(),
                        finding.place(),
                        "file/" + finding.place().file(),
                        finding.message(),
                        finding.advice())
                : finding;
    }
}
