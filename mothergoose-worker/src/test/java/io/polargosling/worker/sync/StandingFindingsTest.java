package io.polargosling.worker.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.egg.CommitId;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.problem.StandingFinding;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.sync.SyncRecord;
import io.polargosling.storage.jdbc.JdbcStorage;
import io.polargosling.testkit.clock.MutableClock;
import io.polargosling.testkit.gen.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StandingFindingsTest {

    private final MutableClock clock = MutableClock.create();
    private Storage storage;
    private StandingFindings standing;

    @BeforeEach
    void open() {
        storage = JdbcStorage.open("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        standing = new StandingFindings(storage, clock);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private static Finding finding(String subject, String code, String message) {
        return new Finding(
                Severity.WARNING, code, Place.ofFile("Eggs/web/config.fly"), subject, message, Optional.empty());
    }

    /** A sync that read the Nest and found {@code findings}. */
    private void sync(Finding... findings) {
        standing.update(standing.lastRead(), List.of(findings));
        record(Optional.of(Samples.COMMIT), findings);
    }

    private void record(Optional<CommitId> commit, Finding... findings) {
        var fence = storage.leases()
                .take("nest-sync", "test", storage.leases().find("nest-sync"), clock.instant())
                .orElseThrow()
                .fence();
        var record = new SyncRecord(
                UUID.randomUUID(),
                commit,
                "push",
                SyncRecord.Outcome.failed(),
                List.of(findings),
                Optional.empty(),
                new SyncRecord.Timing(clock.instant(), Duration.ZERO));
        storage.syncs().record(record, Optional.empty(), fence);
        clock.advance(Duration.ofMinutes(5));
    }

    private List<Finding> standing() {
        return storage.findings().ofSeverity(Severity.WARNING, PageRequest.first(50)).items().stream()
                .map(StandingFinding::finding)
                .toList();
    }

    @Test
    void update_findingThatIsMended_isCleared() {
        var stays = finding("egg/web", "tag-overlap", "shares tags");
        sync(stays, finding("egg/web", "secret-scheme", "foreign"), finding("egg/shop", "tag-overlap", "too"));
        assertThat(standing()).hasSize(3);

        sync(stays);

        assertThat(standing()).containsExactly(stays);
        sync();
        assertThat(standing()).isEmpty();
    }

    @Test
    void update_findingThatSaysSomethingElse_isReplaced() {
        sync(finding("egg/web", "tag-overlap", "with shop"));

        var other = finding("egg/web", "tag-overlap", "with api");
        sync(other);

        assertThat(standing()).containsExactly(other);
    }

    @Test
    void update_findingsOfOthers_stay() {
        var others = finding("egg/web", "hook-disabled", "by GitLab");
        storage.findings().report(others, clock.instant());

        sync(finding("egg/web", "tag-overlap", "with shop"));
        sync();

        assertThat(standing()).containsExactly(others);
    }

    @Test
    void update_syncsThatFailedInBetween_doNotHideWhatStood() {
        sync(finding("egg/web", "tag-overlap", "with shop"));
        for (int i = 0; i < 60; i++) {
            record(Optional.empty());
        }

        sync();

        assertThat(standing()).isEmpty();
    }

    @Test
    void update_findingOfNoObject_standsAgainstItsFile() {
        sync(finding("", "stray-file", "not read"));

        assertThat(standing())
                .singleElement()
                .satisfies(found -> assertThat(found.subject()).isEqualTo("file/Eggs/web/config.fly"));
        sync();
        assertThat(standing()).isEmpty();
    }
}
