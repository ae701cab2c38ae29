package io.polargosling.worker.sweep;

import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.lease.DutyRunner;
import io.polargosling.domain.lease.Lease;
import io.polargosling.domain.lease.Leases;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.worker.lease.HeldLease;
import io.polargosling.worker.tofu.VariantCalls;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets what is old, once a day: measurements after 7 days, CI jobs, ended runners, closed runs and removed eggs after
 * 30, plans but the last 10 of an egg and the histories of syncs and jobs after 90, the audit after 365; deliveries and
 * idempotency keys once they have expired. What cannot be forgotten now keeps nothing else from being forgotten.
 */
public final class Retention {

    static final Duration RUNTIME = Duration.ofDays(30);
    static final Duration HISTORY = Duration.ofDays(90);
    static final Duration AUDIT = Duration.ofDays(365);
    static final int PLANS_KEPT = 10;

    private static final Logger log = LoggerFactory.getLogger(Retention.class);
    private static final Duration PERIOD = Duration.ofHours(24);
    private static final int BATCH = 500;

    /** The lease of those that write eggs. */
    private static final String NEST = "nest-sync";

    private final Storage storage;
    private final Leases leases;
    private final InstantSource clock;

    /** Forgets what is old in {@code storage}. */
    public Retention(Storage storage, Leases leases, InstantSource clock) {
        this.storage = storage;
        this.leases = leases;
        this.clock = clock;
    }

    /** Offers to do it. */
    public void offer(DutyRunner duties) {
        duties.every("retention", () -> PERIOD, this::forget);
    }

    void forget() {
        var now = clock.instant();
        all("deliveries", most -> storage.deliveries().forgetExpired(now, most));
        all("idempotency keys", most -> storage.requests().forgetExpired(now, most));
        all("measurements", most -> storage.metrics().forgetExpired(now, most));
        all("ci jobs", most -> storage.ciJobs().forgetExpired(now, most));
        all("runners", most -> storage.runners().forgetTerminated(now.minus(RUNTIME), most));
        all("runs", most -> storage.runs().forgetClosed(now.minus(RUNTIME), most));
        all("syncs", most -> storage.syncs().forgetBefore(now.minus(HISTORY), most));
        all("runs of jobs", most -> storage.jobRuns().forgetBefore(now.minus(HISTORY), most));
        all("audit rows", most -> storage.audit().forgetBefore(now.minus(AUDIT), most));
        guarded("plans", () -> forgetPlans(now.minus(HISTORY)));
        guarded("eggs", () -> forgetEggs(now.minus(RUNTIME)));
    }

    private static void all(String what, IntUnaryOperator forgetting) {
        guarded(what, () -> {
            int total = 0;
            int forgotten;
            do {
                forgotten = forgetting.applyAsInt(BATCH);
                total += forgotten;
            } while (forgotten == BATCH);
            if (total > 0) {
                log.info("forgotten what=\"{}\" count={}", what, total);
            }
        });
    }

    private static void guarded(String what, Runnable forgetting) {
        try {
            forgetting.run();
        } catch (GoslingException e) {
            log.warn("not forgotten what=\"{}\" cause=\"{}\"", what, e.getMessage());
        }
    }

    private void forgetPlans(Instant limit) {
        Optional<String> cursor = Optional.empty();
        do {
            var page = storage.eggs().digests(new PageRequest(BATCH, cursor));
            page.items()
                    .forEach(egg -> all(
                            "plans of " + egg.name(),
                            most -> storage.plans().forgetBefore(egg.name(), limit, PLANS_KEPT, most)));
            cursor = page.next();
        } while (cursor.isPresent());
    }

    /** Under the lease of the sync, so that none comes back while it is forgotten; held by another: tomorrow. */
    private void forgetEggs(Instant limit) {
        var old = storage.eggs().removedBefore(limit, BATCH).stream()
                .filter(egg -> storage.runners().ofEgg(egg).isEmpty() && !mayShare(egg))
                .toList();
        var taken = old.isEmpty() ? Optional.<Lease>empty() : leases.tryTake(NEST);
        if (taken.isEmpty()) {
            return;
        }
        try (var lease = new HeldLease(taken.get(), leases)) {
            old.forEach(egg -> guarded("egg " + egg, () -> forget(egg, limit, lease.fence())));
        } finally {
            storage.leases().release(taken.get(), Optional.empty());
        }
    }

    /** True while its state may hold what its runners shared: whoever forgets it forgets how to remove that. */
    private boolean mayShare(EggName name) {
        var plans = storage.plans().ofEgg(name, PageRequest.first(VariantCalls.PLANS));
        return storage.eggs()
                .find(name)
                .filter(egg -> !VariantCalls.of(egg, plans.items(), List.of())
                        .forgotten(List.of())
                        .isEmpty())
                .isPresent();
    }

    private void forget(EggName egg, Instant limit, Fence fence) {
        if (storage.eggs().forget(egg, limit, fence)) {
            int _ = storage.findings().clearUnseen("egg/" + egg, clock.instant(), BATCH);
            log.info("forgotten egg={}", egg);
        }
    }
}
