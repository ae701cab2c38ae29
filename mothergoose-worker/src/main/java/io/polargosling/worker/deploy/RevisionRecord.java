package io.polargosling.worker.deploy;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an order's change of an egg's revision is recorded, and what its operation tells of it. */
final class RevisionRecord {

    private final Storage storage;
    private final InstantSource clock;

    RevisionRecord(Storage storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /** The egg's last revision, which need not be the active one. */
    EggRevision newest(Egg egg) {
        return storage.eggs().revisions(egg.name(), PageRequest.first(1)).items().stream()
                .findFirst()
                .orElse(egg.active());
    }

    /** The row of a change from the egg's active revision to {@code to}. */
    AuditEntry audit(String action, Egg egg, EggRevision to, Operation operation) {
        return AuditEntry.of(
                clock.instant(),
                operation.actor(),
                action,
                "egg/" + egg.name(),
                Map.of(
                        "from",
                        Long.toString(egg.active().number()),
                        "to",
                        Long.toString(to.number()),
                        "operation",
                        operation.id().toString()));
    }

    /** The result's common part, with the generation that a look must have seen to have carried this out. */
    Map<String, @Nullable Object> about(EggRevision revision, EggName egg) {
        var result = new LinkedHashMap<String, @Nullable Object>();
        result.put("egg_name", egg.value());
        result.put("revision", revision.number());
        result.put("config_hash", revision.hash());
        result.put("git_commit", revision.commit().value());
        storage.eggs().find(egg).ifPresent(row -> result.put("generation", row.generation()));
        return result;
    }

    /** As they stand in a result. */
    static List<String> words(List<RunnerId> ids) {
        return ids.stream().map(RunnerId::value).toList();
    }
}
