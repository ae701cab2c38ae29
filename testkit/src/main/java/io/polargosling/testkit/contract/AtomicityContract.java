package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.job.JobName;
import io.polargosling.domain.lease.Lease;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.store.Storage;
import io.polargosling.domain.sync.NestHead;
import io.polargosling.domain.sync.SyncRecord;
import io.polargosling.testkit.gen.RowSamples;
import io.polargosling.testkit.gen.Samples;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What every backend must do when the process dies between two writes that belong together: all of them or none. */
public abstract class AtomicityContract extends StoreContract {

    private static final int MAX_CUTS = 60;

    private final Faults faults = new Faults();
    private final Random random = new Random(11);

    /** A new, empty storage with a connection that breaks where {@code faults} strikes. */
    protected abstract Storage newStorage(Faults faults);

    @Override
    protected final Storage newStorage() {
        return newStorage(faults);
    }

    /** An atomic write about an egg of its own, and the questions whether each of its parts is there. */
    private record Change(Runnable write, List<Supplier<Boolean>> parts) {

        Set<Boolean> found() {
            var found = new HashSet<Boolean>();
            parts.forEach(part -> found.add(part.get()));
            return found;
        }
    }

    /** Makes a change about the egg of this name, which no other has touched. */
    private interface Maker {
        Change make(EggName egg);
    }

    /** Cuts the change before its first part, after it, and so on, until it gets through whole. */
    private void cutEverywhere(Maker maker) {
        for (int cut = 0; cut < MAX_CUTS; cut++) {
            var change = maker.make(EggName.of("egg-" + cut));
            assertThat(change.found()).as("before the write").containsExactly(false);
            faults.armAfter(cut);
            boolean acknowledged = acknowledged(change);
            boolean throughWhole = faults.disarm();
            assertThat(change.found()).as("cut at %s", cut).hasSize(1);
            if (acknowledged) {
                assertThat(change.found()).as("acknowledged, cut at %s", cut).containsExactly(true);
            }
            if (throughWhole) {
                assertThat(cut).as("cuts that struck").isGreaterThan(0);
                return;
            }
        }
        throw new AssertionError("the write was still cut after " + MAX_CUTS + " passes");
    }

    private static boolean acknowledged(Change change) {
        try {
            change.write().run();
            return true;
        } catch (UnavailableException e) {
            return false;
        }
    }

    private boolean isAudited(EggName egg) {
        return !storage()
                .audit()
                .ofResource("egg/" + egg, PageRequest.first(1))
                .items()
                .isEmpty();
    }

    private long generation(EggName egg) {
        return storage().eggs().find(egg).orElseThrow().generation();
    }

    private Fence applied(EggName egg) {
        var sync = fence("nest-sync");
        storage()
                .eggs()
                .apply(
                        Samples.eggConfig(egg.value()),
                        Samples.hash('a'),
                        Samples.COMMIT,
                        Samples.NOW,
                        Samples.audit("other"),
                        sync);
        return sync;
    }

    @Test
    void P32_reservationCutAnywhere_isThereWholeOrNotAtAll() {
        cutEverywhere(egg -> {
            var fence = fence("egg:" + egg);
            var one = Samples.runner(egg, random);
            var other = Samples.runner(egg, random);
            return new Change(
                    () -> storage()
                            .runners()
                            .reserve(
                                    List.of(one, other), SlotLimits.of(2), List.of(Samples.audit("egg/" + egg)), fence),
                    List.of(
                            () -> storage().runners().find(one.id()).isPresent(),
                            () -> storage().runners().find(other.id()).isPresent(),
                            () -> storage().runners().capacity(egg).stream().anyMatch(use -> use.used() > 0),
                            () -> isAudited(egg)));
        });
    }

    @Test
    void P32_transitionCutAnywhere_isThereWholeOrNotAtAll() {
        cutEverywhere(egg -> {
            applied(egg);
            var fence = fence("egg:" + egg);
            var runner = Samples.runner(egg, random);
            var other = Samples.runner(egg, random);
            storage().runners().reserve(List.of(runner, other), SlotLimits.of(2), List.of(), fence);
            var plan = Samples.plan(egg, Samples.NOW);
            var write = new RunnerWrite(
                    List.of(
                            runner.withVersion(1).attemptedAgain(),
                            other.withVersion(1).attemptedAgain()),
                    List.of(Samples.audit("egg/" + egg)),
                    Optional.of(plan),
                    Optional.of(fence),
                    true);
            return new Change(
                    () -> storage().runners().write(write),
                    List.of(
                            () -> storage()
                                            .runners()
                                            .find(runner.id())
                                            .orElseThrow()
                                            .version()
                                    == 2,
                            () -> storage()
                                            .runners()
                                            .find(other.id())
                                            .orElseThrow()
                                            .version()
                                    == 2,
                            () -> storage().plans().find(plan.id()).isPresent(),
                            () -> generation(egg) == 2,
                            () -> isAudited(egg)));
        });
    }

    @Test
    void P32_appliedEggCutAnywhere_isThereWholeOrNotAtAll() {
        cutEverywhere(egg -> {
            var fence = fence("nest-sync");
            var config = Samples.eggConfig(egg.value(), 1_000_000L + egg.hashCode());
            return new Change(
                    () -> storage()
                            .eggs()
                            .apply(
                                    config,
                                    Samples.hash('a'),
                                    Samples.COMMIT,
                                    Samples.NOW,
                                    Samples.audit("egg/" + egg),
                                    fence),
                    List.of(
                            () -> storage().eggs().find(egg).isPresent(),
                            () -> storage().eggs().revision(egg, 1).isPresent(),
                            () -> !storage()
                                    .eggs()
                                    .projectTargets(
                                            Samples.SERVER,
                                            config.gitlab().scope().id())
                                    .isEmpty(),
                            () -> isAudited(egg)));
        });
    }

    @Test
    void P32_releaseWithGenerationCutAnywhere_isThereWholeOrNotAtAll() {
        cutEverywhere(egg -> {
            applied(egg);
            Lease lease = lease("egg:" + egg);
            return new Change(
                    () -> storage().leases().releaseReconciled(lease, egg, 1),
                    List.of(
                            () -> storage().eggs().find(egg).orElseThrow().generationSeen() == 1,
                            () -> storage()
                                    .leases()
                                    .find(lease.key())
                                    .orElseThrow()
                                    .owner()
                                    .isEmpty()));
        });
    }

    @Test
    void P32_syncWithHeadCutAnywhere_isThereWholeOrNotAtAll() {
        cutEverywhere(egg -> {
            var fence = fence("nest-sync");
            var started = Samples.NOW.plusSeconds(egg.hashCode() & 0xffff);
            var sync = new SyncRecord(
                    UUID.randomUUID(),
                    Optional.of(Samples.COMMIT),
                    "push",
                    new SyncRecord.Outcome(SyncRecord.Status.SUCCESS, 1, 0, 0, SyncRecord.Synced.nothing()),
                    List.of(),
                    Optional.empty(),
                    new SyncRecord.Timing(started, Duration.ZERO));
            var head = new NestHead(Samples.COMMIT, started, started);
            return new Change(
                    () -> storage().syncs().record(sync, Optional.of(head), fence),
                    List.of(
                            () -> storage().syncs().head().equals(Optional.of(head)),
                            () -> storage().syncs().history(PageRequest.first(100)).items().stream()
                                    .anyMatch(row -> row.id().equals(sync.id()))));
        });
    }

    @Test
    void P32_activationCutAnywhere_isThereWholeOrNotAtAll() {
        cutEverywhere(egg -> {
            var build = RowSamples.build("1.0." + egg.value().substring(4), "linux-amd64", 'a', Samples.NOW);
            storage().binaries().add(build, Samples.audit("other"));
            var seen = storage().binaries().active(BinaryName.OPENTOFU);
            return new Change(
                    () -> storage()
                            .binaries()
                            .activate(BinaryName.OPENTOFU, build.id(), seen, Samples.audit("egg/" + egg)),
                    List.of(
                            () -> storage()
                                    .binaries()
                                    .active(BinaryName.OPENTOFU)
                                    .filter(active -> active.current().equals(build.id()))
                                    .isPresent(),
                            () -> storage()
                                    .binaries()
                                    .find(BinaryName.OPENTOFU, build.id())
                                    .orElseThrow()
                                    .activatedAt()
                                    .isPresent(),
                            () -> isAudited(egg)));
        });
    }

    @Test
    void P32_appliedJobCutAnywhere_isThereWholeOrNotAtAll() {
        cutEverywhere(egg -> {
            var fence = fence("nest-sync");
            return new Change(
                    () -> storage()
                            .jobs()
                            .apply(
                                    JobName.of(egg.value()),
                                    RowSamples.declaredJob('a'),
                                    true,
                                    Samples.NOW,
                                    Samples.audit("egg/" + egg),
                                    fence),
                    List.of(() -> storage().jobs().find(JobName.of(egg.value())).isPresent(), () -> isAudited(egg)));
        });
    }
}
