package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.sync.SyncRecord;
import io.polargosling.testkit.gen.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every storage must do where histories are read by more than one path. */
public abstract class HistoryContract extends StoreContract {

    @Test
    void everyRead_emptyStore_findsNothing() {
        assertThat(storage().eggs().revisions(EGG, PageRequest.first(1)).items())
                .isEmpty();
        assertThat(storage().syncs().find(UUID.randomUUID())).isEmpty();
        assertThat(storage().audit().newest(PageRequest.first(1)).items()).isEmpty();
        assertThat(storage().audit().ofActor("alice", PageRequest.first(1)).items())
                .isEmpty();
    }

    @Test
    void revisions_everyPageSize_givesEachOnceNewestFirst() {
        var fence = fence("nest-sync");
        var newestFirst = new ArrayList<EggRevision>();
        for (int i = 0; i < 11; i++) {
            newestFirst.addFirst(apply(Samples.eggConfig("web", 100 + i), (char) ('a' + i % 2), fence)
                    .active());
        }
        apply(Samples.eggConfig("web2"), 'a', fence);

        for (int limit = 1; limit <= 12; limit++) {
            assertThat(all(limit, page -> storage().eggs().revisions(EGG, page)))
                    .isEqualTo(newestFirst);
        }
        assertThat(storage()
                        .eggs()
                        .revisions(EggName.of("we"), PageRequest.first(1))
                        .items())
                .isEmpty();
    }

    @Test
    void findSync_recorded_isReadBackEqual() {
        var sync = new SyncRecord(
                UUID.randomUUID(),
                Optional.empty(),
                "push",
                new SyncRecord.Outcome(SyncRecord.Status.FAILED, 1, 2, 3, SyncRecord.Synced.nothing()),
                List.of(),
                Optional.of("узел не отвечает"),
                new SyncRecord.Timing(Samples.NOW, Duration.ofMillis(12)));
        storage().syncs().record(sync, Optional.empty(), fence("nest-sync"));

        assertThat(storage().syncs().find(sync.id())).contains(sync);
    }

    @Test
    void audit_everyPath_givesEachOnceNewestFirst() {
        var all = new ArrayList<AuditEntry>();
        var ofAlice = new ArrayList<AuditEntry>();
        for (int i = 0; i < 6; i++) {
            var actor = i % 2 == 0 ? "алиса 🪿" : "worker";
            var entry = AuditEntry.of(
                    Samples.NOW.plusSeconds(i), actor, "test.change", "egg/" + i % 3, Map.of("n", "" + i));
            storage()
                    .runners()
                    .write(new RunnerWrite(List.of(), List.of(entry), Optional.empty(), Optional.empty(), false));
            all.addFirst(entry);
            if (i % 2 == 0) {
                ofAlice.addFirst(entry);
            }
        }

        for (int limit = 1; limit <= 7; limit++) {
            assertThat(all(limit, page -> storage().audit().newest(page))).isEqualTo(all);
            assertThat(all(limit, page -> storage().audit().ofActor("алиса 🪿", page)))
                    .isEqualTo(ofAlice);
        }
    }
}
