package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.gen.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link io.polargosling.domain.audit.AuditLog} must do. */
public abstract class AuditLogContract extends StoreContract {

    @Test
    void ofResource_emptyStore_isEmpty() {
        assertThat(storage()
                        .audit()
                        .ofResource("runner/x", PageRequest.first(1))
                        .items())
                .isEmpty();
    }

    @Test
    void ofResource_everyPageSize_givesEachEntryOnceNewestFirst() {
        var newestFirst = new ArrayList<AuditEntry>();
        for (int i = 0; i < 5; i++) {
            var entry = AuditEntry.of(
                    Samples.NOW.plusSeconds(i), "актор", "a.b", "egg/a/b", Map.of("ключ", "\"x\"\n", "", ""));
            write(entry);
            newestFirst.addFirst(entry);
        }
        write(Samples.audit("egg/a"));
        var plain = Samples.audit("plain");
        write(plain);

        for (int limit = 1; limit <= 6; limit++) {
            assertThat(all(limit, page -> storage().audit().ofResource("egg/a/b", page)))
                    .isEqualTo(newestFirst);
        }
        assertThat(all(1, page -> storage().audit().ofResource("plain", page))).containsExactly(plain);
    }

    private void write(AuditEntry entry) {
        storage()
                .runners()
                .write(new RunnerWrite(List.of(), List.of(entry), Optional.empty(), Optional.empty(), false));
    }

    @Test
    void ofResource_entriesOfOneInstantAndNamesThatLookAlike_areKeptApart() {
        var entries = new ArrayList<AuditEntry>();
        for (int i = 0; i < 5; i++) {
            var entry = Samples.audit("egg/гусь 🪿");
            write(entry);
            entries.add(entry);
        }
        write(Samples.audit("egg/Гусь 🪿"));
        write(Samples.audit("egg/гусь 🪿 "));

        for (int limit = 1; limit <= 6; limit++) {
            assertThat(all(limit, page -> storage().audit().ofResource("egg/гусь 🪿", page)))
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(entries);
        }
    }
}
