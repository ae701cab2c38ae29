package io.polargosling.worker.reconcile;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.EggRevision;
import io.polargosling.domain.egg.RunnerKind;
import io.polargosling.domain.planner.RunnerChange;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.runner.ReserveOutcome;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.observe.EggFacts;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reserves new runners: rows, slots and audit rows, at most 8 in one atomic write. */
final class Reservations {

    private static final Logger log = LoggerFactory.getLogger(Reservations.class);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Storage storage;
    private final InstantSource clock;

    Reservations(Storage storage, InstantSource clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /**
     * Reserves as many of {@code wanted} as there is room for.
     *
     * @return one line per reservation that found no room
     */
    List<String> reserve(EggFacts facts, List<RunnerChange.Create> wanted, Fence fence) {
        var refusals = new ArrayList<String>();
        for (var kind : RunnerKind.values()) {
            var ofKind = wanted.stream().filter(create -> create.kind() == kind).toList();
            for (int from = 0; from < ofKind.size(); from += RunnerWrite.MAX_RUNNERS) {
                int to = Math.min(from + RunnerWrite.MAX_RUNNERS, ofKind.size());
                reserveSome(facts, ofKind.subList(from, to), fence, refusals);
            }
        }
        return refusals;
    }

    private void reserveSome(EggFacts facts, List<RunnerChange.Create> some, Fence fence, List<String> refusals) {
        var revision = facts.egg().active();
        var fresh = some.stream().map(create -> runner(revision, create)).toList();
        var audit = new ArrayList<AuditEntry>();
        for (int i = 0; i < fresh.size(); i++) {
            audit.add(AuditEntry.of(
                    clock.instant(),
                    "worker",
                    "runner.provisioning",
                    "runner/" + fresh.get(i).id(),
                    Map.of("egg", revision.egg().value(), "reason", some.get(i).reason())));
        }
        switch (storage.runners().reserve(fresh, limits(facts, some.getFirst().kind()), audit, fence)) {
            case ReserveOutcome.Reserved reserved ->
                reserved.runners()
                        .forEach(runner -> log.info(
                                "runner provisioning egg={} runner={} reason={}",
                                runner.egg(),
                                runner.id(),
                                some.getFirst().reason()));
            case ReserveOutcome.Exhausted exhausted ->
                refusals.add("no-capacity: " + exhausted.use().used() + " of "
                        + exhausted.use().maximum() + " slots of "
                        + (exhausted.ofAllKinds()
                                ? "both kinds"
                                : "pool " + exhausted.use().pool().word())
                        + " are held");
        }
    }

    /**
     * Machines that stay share Apex, whose limit may be below that of the egg. Where no type is written, both kinds
     * together have the egg's.
     */
    private static SlotLimits limits(EggFacts facts, RunnerKind kind) {
        var config = facts.egg().config();
        int most = config.runner().maxRunners();
        var limits = SlotLimits.of(
                kind == RunnerKind.VM
                        ? Math.min(most, facts.policy().limits().apex().max())
                        : most);
        return config.type().isPresent() ? limits : limits.withAll(most);
    }

    private Runner runner(EggRevision revision, RunnerChange.Create create) {
        return Runner.reserved(
                RunnerId.random(RANDOM), revision, create.repo(), create.kind(), create.placement(), clock.instant());
    }
}
