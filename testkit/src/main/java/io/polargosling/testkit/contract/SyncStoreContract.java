package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.Finding;
import io.polargosling.domain.problem.Place;
import io.polargosling.domain.problem.Severity;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.sync.NestHead;
import io.polargosling.domain.sync.SyncRecord;
import io.polargosling.domain.sync.SyncStore;
import io.polargosling.testkit.gen.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link SyncStore} must do. */
public abstract class SyncStoreContract extends StoreContract {

    private static final NestHead HEAD = new NestHead(Samples.COMMIT, Samples.NOW, Samples.NOW);

    private SyncStore syncs() {
        return storage().syncs();
    }

    private static SyncRecord sync(int afterSeconds, int findings) {
        var finding = new Finding(
                Severity.WARNING,
                "tag-overlap",
                new Place("Eggs/веб/config.fly", 3, 7),
                "egg/web",
                "метки \"a\" пересекаются",
                Optional.of("give one a tag of its own"));
        return new SyncRecord(
                UUID.randomUUID(),
                Optional.of(Samples.COMMIT),
                "push",
                new SyncRecord.Outcome(SyncRecord.Status.PARTIAL, 1, 2, 3, new SyncRecord.Synced(40, 5, true)),
                Collections.nCopies(findings, finding),
                Optional.empty(),
                new SyncRecord.Timing(Samples.NOW.plusSeconds(afterSeconds), Duration.ofMillis(1234)));
    }

    @Test
    void everyRead_emptyStore_findsNothing() {
        assertThat(syncs().head()).isEmpty();
        assertThat(syncs().history(PageRequest.first(10)).items()).isEmpty();
    }

    @Test
    void checked_noHeadYet_doesNothing() {
        syncs().checked(Samples.NOW, fence("nest-sync"));

        assertThat(syncs().head()).isEmpty();
    }

    @Test
    void record_withHead_movesTheHead() {
        var fence = fence("nest-sync");
        var sync = sync(0, 500);

        syncs().record(sync, Optional.of(HEAD), fence);

        assertThat(syncs().head()).contains(HEAD);
        assertThat(syncs().history(PageRequest.first(1)).items()).containsExactly(sync);
        syncs().checked(Samples.NOW.plusSeconds(60), fence);
        assertThat(syncs().head()).contains(new NestHead(Samples.COMMIT, Samples.NOW, Samples.NOW.plusSeconds(60)));
    }

    @Test
    void record_failureWithoutCommit_keepsTheHead() {
        var fence = fence("nest-sync");
        syncs().record(sync(0, 0), Optional.of(HEAD), fence);
        var failed = new SyncRecord(
                UUID.randomUUID(),
                Optional.empty(),
                "interval",
                SyncRecord.Outcome.failed(),
                List.of(),
                Optional.of("нет связи"),
                new SyncRecord.Timing(Samples.NOW.plusSeconds(1), Duration.ZERO));

        syncs().record(failed, Optional.empty(), fence);

        assertThat(syncs().head()).contains(HEAD);
        assertThat(syncs().history(PageRequest.first(1)).items()).containsExactly(failed);
    }

    @Test
    void record_sameSyncTwice_isOneRow() {
        var fence = fence("nest-sync");
        var sync = sync(0, 1);
        syncs().record(sync, Optional.of(HEAD), fence);
        syncs().record(sync, Optional.of(HEAD), fence);

        assertThat(syncs().history(PageRequest.first(10)).items()).containsExactly(sync);
    }

    @Test
    void everyWrite_lostLease_isRefusedWhole() {
        var lost = lostFence("nest-sync");

        assertThatThrownBy(() -> syncs().record(sync(0, 0), Optional.of(HEAD), lost))
                .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> syncs().checked(Samples.NOW, lost)).isInstanceOf(ConflictException.class);
        assertThat(syncs().head()).isEmpty();
        assertThat(syncs().history(PageRequest.first(1)).items()).isEmpty();
    }

    @Test
    void history_everyPageSize_givesEachSyncOnceNewestFirst() {
        var fence = fence("nest-sync");
        var newestFirst = new ArrayList<SyncRecord>();
        for (int i = 0; i < 5; i++) {
            var sync = sync(i, i);
            syncs().record(sync, Optional.empty(), fence);
            newestFirst.addFirst(sync);
        }
        for (int limit = 1; limit <= 6; limit++) {
            assertThat(all(limit, syncs()::history)).isEqualTo(newestFirst);
        }
    }

    @Test
    void record_clockGoesBack_movesTheHeadAndListsByTime() {
        var fence = fence("nest-sync");
        var late = sync(0, 0);
        var early = sync(-3600, 0);
        var earlier = Samples.NOW.minusSeconds(3600);
        syncs().record(late, Optional.of(HEAD), fence);

        syncs().record(early, Optional.of(new NestHead(Samples.COMMIT, earlier, earlier)), fence);

        assertThat(syncs().head()).contains(new NestHead(Samples.COMMIT, earlier, earlier));
        assertThat(syncs().history(PageRequest.first(10)).items()).containsExactly(late, early);
    }
}
