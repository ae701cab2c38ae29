package io.polargosling.worker.deploy;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.command.RunnersRequest;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggTarget;
import io.polargosling.domain.facts.AskedRunners;
import io.polargosling.domain.facts.StoredFacts;
import io.polargosling.domain.operation.Operation;
import io.polargosling.domain.policy.PruningPolicy;
import io.polargosling.domain.runner.ReserveOutcome;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Storage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Reserves runners that nobody but their author asked for, as those for jobs are: rows, slots and audit rows in one
 * atomic write.
 */
final class HandMadeRunners {

    private final Storage storage;
    private final StoredFacts facts;
    private final InstantSource clock;

    HandMadeRunners(Storage storage, StoredFacts facts, InstantSource clock) {
        this.storage = storage;
        this.facts = facts;
        this.clock = clock;
    }

    /** One runner of no special kind. */
    static RunnersRequest one() {
        return new RunnersRequest(1, Set.of(), Optional.empty(), false, Optional.empty(), Optional.empty());
    }

    /** What came of it. */
    sealed interface Reserved {

        /** All of them have rows. */
        record All(List<RunnerId> runners) implements Reserved {}

        /** There is no room, or no such place; none was made. */
        record None(String why) implements Reserved {}
    }

    /**
     * The rows that would be reserved; empty when the egg has no place as it is asked for. The same operation names the
     * same runners however often it is carried out.
     */
    Optional<List<Runner>> wanted(Egg egg, RunnersRequest request, Operation operation) {
        var now = clock.instant();
        return asked(egg, request, now).map(asked -> {
            var random = new SplittableRandom(
                    operation.id().getMostSignificantBits() ^ operation.id().getLeastSignificantBits());
            var rows = new ArrayList<Runner>();
            for (int i = 0; i < request.count(); i++) {
                rows.add(row(egg, asked, RunnerId.random(random), now));
            }
            return rows;
        });
    }

    /** Reserves what {@code request} asks for, all of it or nothing. */
    Reserved reserve(Egg egg, RunnersRequest request, String reason, Operation operation, Fence fence) {
        var asked = asked(egg, request, clock.instant());
        if (asked.isEmpty()) {
            return new Reserved.None("no-such-place: egg \"" + egg.name() + "\" makes no runners at "
                    + request.provider().map(CloudProvider::word).orElse("any cloud")
                    + request.region().map(region -> " in " + region).orElse("")
                    + " (expected: its cloud or a fallback)");
        }
        var rows = wanted(egg, request, operation).orElseThrow();
        var ids = rows.stream().map(Runner::id).toList();
        var missing = rows.stream()
                .filter(row -> storage.runners().find(row.id()).isEmpty())
                .toList();
        int room = asked.get().room(storage.runners().capacity(egg.name()));
        if (missing.size() > room) {
            return new Reserved.None(exhausted(egg, asked.get(), missing.size(), room));
        }
        for (int from = 0; from < missing.size(); from += RunnerWrite.MAX_RUNNERS) {
            var some = missing.subList(from, Math.min(from + RunnerWrite.MAX_RUNNERS, missing.size()));
            var outcome = storage.runners().reserve(some, asked.get().limits(), audit(some, reason, operation), fence);
            if (outcome instanceof ReserveOutcome.Exhausted) {
                return new Reserved.None(exhausted(egg, asked.get(), missing.size() - from, 0));
            }
        }
        return new Reserved.All(ids);
    }

    private Optional<AskedRunners> asked(Egg egg, RunnersRequest request, Instant now) {
        var policy = storage.policies().current().orElseGet(PruningPolicy::defaults);
        return AskedRunners.of(egg, policy, request, facts.breakers(egg), now);
    }

    private static Runner row(Egg egg, AskedRunners asked, RunnerId id, Instant now) {
        // Of a bucket the first repo's: a runner belongs to one, and nothing says which.
        var repo = egg.config().targets().stream().findFirst().flatMap(EggTarget::repo);
        return Runner.reserved(id, egg.active(), repo, asked.kind(), asked.placement(), now);
    }

    private static List<AuditEntry> audit(List<Runner> rows, String reason, Operation operation) {
        return rows.stream()
                .map(row -> AuditEntry.of(
                        row.origin().createdAt(),
                        operation.actor(),
                        "runner.provisioning",
                        "runner/" + row.id(),
                        Map.of("egg", row.egg().value(), "reason", reason)))
                .toList();
    }

    private static String exhausted(Egg egg, AskedRunners asked, int missing, int room) {
        return "capacity-exhausted: egg \"" + egg.name() + "\" has room for " + room + " more in pool "
                + asked.pool().word() + " (asked for: " + missing + ", maximum: "
                + asked.limits().pool() + ")";
    }
}
