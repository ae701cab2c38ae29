package io.polargosling.testkit.memory;

import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.FindingStore;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.problem.StandingFinding;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** Findings that stand. */
final class MemoryFindings implements FindingStore {

    private static final Listing<StandingFinding, String> BY_CODE =
            Listing.byName(standing -> standing.finding().code());
    // No text of ours has a NUL, so none is cut in two by it.
    private static final Listing<StandingFinding, String> BY_RESOURCE = Listing.byName(
            standing -> standing.finding().subject() + '\0' + standing.finding().code());

    private final Rows rows;
    private final Table<Key, StandingFinding> findings;
    private final Table.Index<Key, String, StandingFinding> byResource;

    MemoryFindings(Rows rows) {
        this.rows = rows;
        findings = new Table<>(rows, "findings");
        byResource = findings.by(standing -> Optional.of(standing.finding().subject()));
    }

    private record Key(String resource, String code) {

        static Key of(Finding finding) {
            return new Key(finding.subject(), finding.code());
        }
    }

    @Override
    public Page<StandingFinding> ofResource(String resource, PageRequest page) {
        return rows.read(() -> BY_CODE.page(byResource.of(resource).stream(), page));
    }

    /** What stands against the resource, by code, under the lock of the caller. */
    Stream<StandingFinding> sorted(String resource) {
        return BY_CODE.sorted(byResource.of(resource).stream());
    }

    @Override
    public Page<StandingFinding> ofSeverity(Severity severity, PageRequest page) {
        return rows.read(() -> BY_RESOURCE.page(
                findings.all().stream().filter(standing -> standing.finding().severity() == severity), page));
    }

    @Override
    public StandingFinding report(Finding finding, Instant now) {
        return rows.write(() -> {
            var standing = findings.find(Key.of(finding))
                    .map(known -> known.seenAgain(finding, now))
                    .orElseGet(() -> new StandingFinding(finding, now, now));
            findings.put(Key.of(finding), standing);
            return standing;
        });
    }

    @Override
    public boolean clear(String resource, String code) {
        return rows.write(() -> findings.remove(new Key(resource, code)));
    }

    @Override
    public int clearUnseen(String resource, Instant limit, int atMost) {
        return findings.forget(
                sorted(resource).filter(standing -> standing.lastSeen().isBefore(limit)),
                atMost,
                standing -> Key.of(standing.finding()));
    }
}
