package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.egg.EggName;
import io.polargosling.domain.pool.CapacityUse;
import io.polargosling.domain.pool.Pool;
import io.polargosling.domain.pool.SlotLimits;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.runner.ReserveOutcome;
import io.polargosling.domain.runner.Runner;
import io.polargosling.domain.runner.RunnerFilter;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.runner.RunnerOrigin;
import io.polargosling.domain.runner.RunnerPulse;
import io.polargosling.domain.runner.RunnerSchedule;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.domain.runner.RunnerStore;
import io.polargosling.domain.runner.RunnerWrite;
import io.polargosling.domain.store.Fence;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.domain.token.TokenHash;
import io.polargosling.testkit.gen.RandomRunners;
import io.polargosling.testkit.gen.Samples;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link RunnerStore} must do. */
public abstract class RunnerStoreContract extends StoreContract {

    private final Random random = new Random(42);

    private RunnerStore runners() {
        return storage().runners();
    }

    private Runner reserved(EggName egg, Fence fence) {
        return reserved(Samples.runner(egg, random), fence);
    }

    private Runner reserved(Runner fresh, Fence fence) {
        return switch (runners().reserve(List.of(fresh), SlotLimits.of(1000), List.of(), fence)) {
            case ReserveOutcome.Reserved done -> done.runners().getFirst();
            case ReserveOutcome.Exhausted none -> throw new AssertionError("no room: " + none);
        };
    }

    private Runner written(Runner runner, Fence fence) {
        return runners()
                .write(RunnerWrite.fenced(fence, runner).withLimits(SlotLimits.of(1000)))
                .getFirst();
    }

    /** The runner in {@code state}, reached by legal moves only. */
    private Runner brought(Runner runner, RunnerState state, Fence fence) {
        var now = runner;
        for (var step : path(state)) {
            now = written(now.moveTo(step, Samples.NOW, Optional.empty()), fence);
        }
        return now;
    }

    private static List<RunnerState> path(RunnerState goal) {
        Map<RunnerState, List<RunnerState>> paths = new EnumMap<>(RunnerState.class);
        paths.put(RunnerState.PROVISIONING, List.of());
        var open = new ArrayList<>(List.of(RunnerState.PROVISIONING));
        while (!paths.containsKey(goal)) {
            var from = open.removeFirst();
            for (var next : RunnerState.values()) {
                if (from.mayBecome(next) && !paths.containsKey(next)) {
                    paths.put(
                            next,
                            Stream.concat(paths.getOrDefault(from, List.of()).stream(), Stream.of(next))
                                    .toList());
                    open.add(next);
                }
            }
        }
        return paths.getOrDefault(goal, List.of());
    }

    @Test
    void everyRead_emptyStore_findsNothing() {
        assertThat(runners().find(RunnerId.of("abcdef123456"))).isEmpty();
        assertThat(runners().ofEgg(EGG)).isEmpty();
        assertThat(runners().list(RunnerFilter.all(), PageRequest.first(10)).items())
                .isEmpty();
        assertThat(runners().due(Samples.NOW, 10)).isEmpty();
        assertThat(runners().capacity(EGG)).isEmpty();
    }

    @Test
    void reserve_room_writesRowsSlotsAndAudit() {
        var fresh = List.of(Samples.runner(EGG, random), Samples.runner(EGG, random));
        var audit = Samples.audit("runner/" + fresh.getFirst().id());

        var outcome = runners().reserve(fresh, SlotLimits.of(2), List.of(audit), fence("egg:web"));

        var expected = fresh.stream().map(runner -> runner.withVersion(1)).toList();
        assertThat(outcome).isEqualTo(new ReserveOutcome.Reserved(expected));
        assertThat(runners().ofEgg(EGG)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(runners().capacity(EGG)).containsExactly(new CapacityUse(Pool.APEX, 2, 2));
        assertThat(audit(audit)).containsExactly(audit);
    }

    private List<AuditEntry> audit(AuditEntry like) {
        return storage()
                .audit()
                .ofResource(like.resource(), PageRequest.first(10))
                .items();
    }

    @Test
    void reserve_roomForAPart_writesNothing() {
        var fence = fence("egg:web");
        var first = reserved(EGG, fence);
        var audit = Samples.audit("runner/x");

        var outcome = runners()
                .reserve(
                        List.of(Samples.runner(EGG, random), Samples.runner(EGG, random)),
                        SlotLimits.of(2),
                        List.of(audit),
                        fence);

        assertThat(outcome).isEqualTo(new ReserveOutcome.Exhausted(new CapacityUse(Pool.APEX, 1, 2)));
        assertThat(runners().ofEgg(EGG)).containsExactly(first);
        assertThat(audit(audit)).isEmpty();
    }

    @Test
    void reserve_loweredMaximum_countsAtOnce() {
        var fence = fence("egg:web");
        reserved(EGG, fence);
        reserved(EGG, fence);

        var outcome = runners().reserve(List.of(Samples.runner(EGG, random)), SlotLimits.of(1), List.of(), fence);

        assertThat(outcome).isEqualTo(new ReserveOutcome.Exhausted(new CapacityUse(Pool.APEX, 2, 1)));
    }

    @Test
    void reserve_poolsAndEggs_areCountedApart() {
        var fence = fence("egg:web");
        reserved(Samples.runner(EGG, RunnerId.random(random), Pool.SERVERLESS, Samples.NOW), fence);
        reserved(EGG, fence);
        reserved(EggName.of("Web"), fence);

        assertThat(runners().capacity(EGG))
                .containsExactlyInAnyOrder(
                        new CapacityUse(Pool.APEX, 1, 1000), new CapacityUse(Pool.SERVERLESS, 1, 1000));
    }

    @Test
    void reserve_sameRunnerTwice_isRefusedWhole() {
        var fence = fence("egg:web");
        var fresh = Samples.runner(EGG, random);
        reserved(fresh, fence);

        assertThatThrownBy(() -> runners()
                        .reserve(List.of(Samples.runner(EGG, random), fresh), SlotLimits.of(1000), List.of(), fence))
                .isInstanceOf(ConflictException.class);
        assertThat(runners().ofEgg(EGG)).hasSize(1);
        assertThat(runners().capacity(EGG)).containsExactly(new CapacityUse(Pool.APEX, 1, 1000));
    }

    @Test
    void reserve_lostLease_isRefused() {
        var lost = lostFence("egg:web");

        assertThatThrownBy(() -> reserved(EGG, lost)).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> reserved(EGG, new Fence("egg:never-taken", 1))).isInstanceOf(ConflictException.class);
        assertThat(runners().ofEgg(EGG)).isEmpty();
        assertThat(runners().capacity(EGG)).isEmpty();
    }

    @Test
    void reserve_releasedLease_isRefused() {
        var lease = lease("egg:web");
        storage().leases().release(lease, Optional.empty());

        assertThatThrownBy(() -> reserved(EGG, lease.fence())).isInstanceOf(ConflictException.class);
    }

    @Test
    void reserve_tooManyOrMixed_isInvalid() {
        var fence = fence("egg:web");
        var nine = Stream.generate(() -> Samples.runner(EGG, random)).limit(9).toList();
        var eggs = List.of(Samples.runner(EGG, random), Samples.runner(EggName.of("api"), random));
        var pools = List.of(
                Samples.runner(EGG, random), Samples.runner(EGG, RunnerId.random(random), Pool.NADIR, Samples.NOW));

        for (var bad : List.of(nine, eggs, pools, List.<Runner>of())) {
            assertThatThrownBy(() -> runners().reserve(bad, SlotLimits.of(1000), List.of(), fence))
                    .isInstanceOf(InvalidException.class);
        }
    }

    @Test
    void P11_writtenRunner_isWhatTheNextReadReturns() {
        var fence = fence("egg:web");
        Cases.each((source, number) -> {
            var runner = reserved(Samples.runner(EGG, source), fence);
            for (int step = 0; step < 4; step++) {
                var changed = RandomRunners.changed(runner, source);
                runner = written(changed, fence);
                assertThat(runner).isEqualTo(changed.withVersion(changed.version() + 1));
                assertThat(runners().find(runner.id())).contains(runner);
            }
        });
    }

    @Test
    void write_repoBootPhaseAndSharedEntity_areReadBackAndTheRepoStays() {
        var fence = fence("egg:web");
        var plain = Samples.runner(EGG, random);
        var runner = reserved(ofRepo(plain, Optional.of("репо-1")), fence);
        assertThat(runners().find(runner.id()).orElseThrow().origin().repo()).contains("репо-1");
        for (var phase : List.of("agent_up", "", "фаза 🪿")) {
            var pulse = new RunnerPulse(Optional.of(Samples.NOW), 1, List.of(), false, Optional.of(phase), 0);
            var identity = runner.identity().enrolledWithShared(TokenHash.of("t"), 7);
            runner = written(ofRepo(runner.withPulse(pulse).withIdentity(identity), Optional.empty()), fence);

            var read = runners().find(runner.id()).orElseThrow();
            assertThat(read.pulse()).isEqualTo(pulse);
            assertThat(read.identity()).isEqualTo(identity);
            assertThat(read.origin().repo()).as("what it was reserved as").contains("репо-1");
        }
        var own = written(runner.withIdentity(runner.identity().enrolled(TokenHash.of("t"), 8)), fence);
        assertThat(runners().ofEgg(EGG)).extracting(Runner::identity).containsExactly(own.identity());
        assertThat(own.identity().sharesEntity()).isFalse();
    }

    private static Runner ofRepo(Runner r, Optional<String> repo) {
        var was = r.origin();
        var origin = new RunnerOrigin(
                was.egg(),
                repo,
                was.kind(),
                was.platform(),
                was.placement(),
                was.revision(),
                was.commit(),
                was.createdAt());
        return r.withOrigin(origin);
    }

    @Test
    void P14_racingCreators_neverExceedTheMaximum() {
        Cases.some(30, (source, number) -> {
            var egg = EggName.of("egg-" + number);
            // Leases apart, so that the counter alone keeps the creators in line.
            var fences = Stream.of(0, 1, 2, 3).map(i -> fence("egg:" + egg + i)).toList();
            int maximum = source.nextInt(6);
            int size = 1 + source.nextInt(3);
            var outcomes = Race.run(4, i -> creator(egg, size, maximum, fences.get(i), new Random(source.nextLong())));
            long created = outcomes.stream().mapToInt(Integer::intValue).sum();
            assertThat(runners().ofEgg(egg)).hasSize((int) created);
            assertThat(created).isEqualTo(Math.min(4L, maximum / size) * size);
            assertThat(runners().capacity(egg)).containsExactly(new CapacityUse(Pool.APEX, (int) created, maximum));
        });
    }

    @Test
    void P14_fiftyRacingForTheLastSlot_oneGetsIt() throws Exception {
        int creators = 50;
        var fences =
                IntStream.range(0, creators).mapToObj(i -> fence("egg:" + i)).toList();
        reserved(Samples.runner(EGG, random), fences.getFirst());
        reserved(Samples.runner(EGG, random), fences.getFirst());

        var outcomes = Race.run(creators, i -> creator(EGG, 1, 3, fences.get(i), new Random(i)));

        assertThat(outcomes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1);
        assertThat(runners().ofEgg(EGG)).hasSize(3);
        assertThat(runners().capacity(EGG)).containsExactly(new CapacityUse(Pool.APEX, 3, 3));
    }

    private Callable<Integer> creator(EggName egg, int size, int maximum, Fence fence, RandomGenerator source) {
        var fresh =
                Stream.generate(() -> Samples.runner(egg, source)).limit(size).toList();
        return () -> switch (runners().reserve(fresh, SlotLimits.of(maximum), List.of(), fence)) {
            case ReserveOutcome.Reserved done -> done.runners().size();
            case ReserveOutcome.Exhausted none -> 0;
        };
    }

    @Test
    void P32_refusedWrite_changesNothing() {
        var fence = fence("egg:web");
        apply(Samples.eggConfig("web"), 'a', fence);
        Cases.each((source, number) -> {
            var rows = new ArrayList<Runner>();
            for (int i = 0; i < 1 + source.nextInt(RunnerWrite.MAX_RUNNERS); i++) {
                rows.add(reserved(Samples.runner(EGG, source), fence));
            }
            var wanted = new ArrayList<>(rows);
            wanted.replaceAll(runner -> RandomRunners.changed(runner, source));
            int bad = source.nextInt(wanted.size());
            wanted.set(bad, wanted.get(bad).withVersion(99));
            var audit = Samples.audit("runner/" + rows.getFirst().id());
            var plan = Samples.plan(EGG, Samples.NOW);
            var capacity = runners().capacity(EGG);
            var generation = storage().eggs().find(EGG).orElseThrow().generation();

            assertThatThrownBy(() -> runners()
                            .write(new RunnerWrite(wanted, List.of(audit), Optional.of(plan), Optional.of(fence), true)
                                    .withLimits(SlotLimits.of(1000))))
                    .isInstanceOf(ConflictException.class);

            for (var row : rows) {
                assertThat(runners().find(row.id())).contains(row);
            }
            assertThat(runners().capacity(EGG)).isEqualTo(capacity);
            assertThat(audit(audit)).isEmpty();
            assertThat(storage().plans().find(plan.id())).isEmpty();
            assertThat(storage().eggs().find(EGG).orElseThrow().generation()).isEqualTo(generation);
        });
    }

    @Test
    void P32_manyRows_areSeenChangedTogether() throws Exception {
        var fence = fence("egg:web");
        var fresh = Stream.generate(() -> Samples.runner(EGG, random)).limit(8).toList();
        assertThat(runners().reserve(fresh, SlotLimits.of(8), List.of(), fence))
                .isInstanceOf(ReserveOutcome.Reserved.class);

        int writes = 3 * Race.rounds();
        Callable<Integer> writer = () -> {
            var rows = runners().ofEgg(EGG);
            for (int i = 0; i < writes; i++) {
                var changed = new ArrayList<>(rows);
                changed.replaceAll(Runner::attemptedAgain);
                Collections.shuffle(changed, new Random(i));
                rows = runners()
                        .write(new RunnerWrite(changed, List.of(), Optional.empty(), Optional.of(fence), false));
            }
            return writes;
        };
        Callable<Integer> reader = () -> {
            int seen = 0;
            while (seen < writes) {
                var attempts = runners().ofEgg(EGG).stream()
                        .map(runner -> runner.status().attempt())
                        .distinct()
                        .toList();
                assertThat(attempts).as("attempts of rows written together").hasSize(1);
                seen = attempts.getFirst();
            }
            return seen;
        };

        assertThat(Race.run(2, i -> i == 0 ? writer : reader)).containsExactly(writes, writes);
    }

    @Test
    void write_everyPairOfStates_refusesExactlyTheIllegalMoves() {
        var fence = fence("egg:web");
        for (var from : RunnerState.values()) {
            for (var to : RunnerState.values()) {
                var runner = brought(reserved(EGG, fence), from, fence);
                var moved = runner.moveTo(to, Samples.NOW, Optional.of("test"));
                if (from.mayBecome(to)) {
                    assertThat(written(moved, fence).state()).isEqualTo(to);
                } else {
                    assertThatThrownBy(() -> written(moved, fence))
                            .isInstanceOf(ConflictException.class)
                            .hasMessageContaining(from.word())
                            .hasMessageContaining(to.word());
                    assertThat(runners().find(runner.id())).contains(runner);
                }
            }
        }
    }

    @Test
    void write_staleVersion_isRefused() {
        var fence = fence("egg:web");
        var read = reserved(EGG, fence);
        var newer = written(read.attemptedAgain(), fence);

        assertThatThrownBy(() -> written(read.attemptedAgain(), fence)).isInstanceOf(ConflictException.class);
        assertThat(runners().find(read.id())).contains(newer);
    }

    @Test
    void write_eightRacing_exactlyOneWins() throws Exception {
        var fence = fence("egg:web");
        Race.rounds(_ -> {
            var read = reserved(EGG, fence);
            var audit = Samples.audit("runner/" + read.id());

            var won = Race.run(8, i -> () -> {
                var mine = Samples.audit("runner/" + read.id());
                try {
                    return runners()
                            .write(RunnerWrite.unfenced(read.attemptedAgain(), mine))
                            .size();
                } catch (ConflictException e) {
                    return 0;
                }
            });

            assertThat(won).containsExactlyInAnyOrder(1, 0, 0, 0, 0, 0, 0, 0);
            assertThat(runners().find(read.id())).contains(read.attemptedAgain().withVersion(2));
            assertThat(audit(audit)).as("audit rows of the one write").hasSize(1);
        });
    }

    @Test
    void write_differentRunnersOfOneEggAtOnce_losesNone() throws Exception {
        var fence = fence("egg:web");
        apply(Samples.eggConfig("web"), 'a', fence);
        var rows = Stream.generate(() -> reserved(EGG, fence)).limit(8).toList();

        Race.run(8, i -> () -> runners().write(RunnerWrite.unfenced(rows.get(i).attemptedAgain())));

        assertThat(runners().ofEgg(EGG)).extracting(Runner::version).containsOnly(2L);
        assertThat(storage().eggs().find(EGG).orElseThrow().generation()).isEqualTo(9);
    }

    @Test
    void write_clockGoesBack_isReadBackEqual() {
        var fence = fence("egg:web");
        var runner = reserved(EGG, fence);
        var earlier = Samples.NOW.minus(Duration.ofDays(400));

        var moved = written(runner.moveTo(RunnerState.FAILED, earlier, Optional.of("boot")), fence);

        assertThat(runners().find(runner.id())).contains(moved);
        assertThat(moved.status().since()).isEqualTo(earlier);
    }

    @Test
    void everyRead_longestNames_findsTheRow() {
        var egg = EggName.of("Z" + "_".repeat(62));
        var fence = fence("egg:" + egg);
        var cause = "причина 🪿 ".repeat(100);
        var failed = written(reserved(egg, fence).moveTo(RunnerState.FAILED, Samples.NOW, Optional.of(cause)), fence);

        assertThat(runners().ofEgg(egg)).containsExactly(failed);
        assertThat(runners().ofEgg(EggName.of("Z" + "_".repeat(61)))).isEmpty();
        assertThat(runners().capacity(egg)).containsExactly(new CapacityUse(Pool.APEX, 0, 1000));
    }

    @Test
    void write_unknownRunner_isRefused() {
        var fence = fence("egg:web");
        var never = Samples.runner(EGG, random);

        assertThatThrownBy(() -> written(never, fence)).isInstanceOf(ConflictException.class);
    }

    @Test
    void write_lostLease_isRefused() {
        var first = fence("egg:web");
        var runner = reserved(EGG, first);
        var lost = lostFence("egg:web");

        assertThatThrownBy(() -> written(runner.attemptedAgain(), lost)).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> written(runner.attemptedAgain(), first)).isInstanceOf(ConflictException.class);
        assertThat(runners().find(runner.id())).contains(runner);
    }

    @Test
    void write_leaseTakenMeanwhile_neverLandsAfterIt() throws Exception {
        Race.rounds(number -> {
            var key = "egg:" + number;
            var fence = fence(key);
            var runner = reserved(EGG, fence);

            var seen = Race.run(2, i -> i == 0 ? () -> writeUntilRefused(runner, fence) : () -> takeOver(key, runner));

            assertThat(runners().find(runner.id()).orElseThrow().version())
                    .as("as it was right after the lease was taken")
                    .isEqualTo(seen.getLast());
        });
    }

    private long writeUntilRefused(Runner runner, Fence fence) {
        var row = runner;
        while (true) {
            try {
                row = written(row.attemptedAgain(), fence);
            } catch (ConflictException e) {
                return row.version();
            }
        }
    }

    private long takeOver(String key, Runner runner) {
        // Not before the writer is at work; should it be slow, there is nothing to race with in this round.
        for (int i = 0; i < 100; i++) {
            if (runners().find(runner.id()).orElseThrow().version() > 3) {
                break;
            }
        }
        assertThat(storage().leases().take(key, "owner-2", storage().leases().find(key), Samples.NOW))
                .isPresent();
        return runners().find(runner.id()).orElseThrow().version();
    }

    @Test
    void write_withoutLease_changesTheRowAndRaisesTheGeneration() {
        var fence = fence("egg:web");
        var before = apply(Samples.eggConfig("web"), 'a', fence).generation();
        var runner = reserved(EGG, fence);
        var pulse = new RunnerPulse(Optional.of(Samples.NOW), 1, List.of(7L), false, Optional.of("booted"), 0);
        var audit = Samples.audit("runner/" + runner.id());

        var rows = runners().write(RunnerWrite.unfenced(runner.withPulse(pulse), audit));

        assertThat(rows).containsExactly(runner.withPulse(pulse).withVersion(2));
        assertThat(storage().eggs().find(EGG).orElseThrow().generation()).isEqualTo(before + 1);
        assertThat(audit(audit)).containsExactly(audit);
    }

    @Test
    void write_withPlan_writesThePlanToo() {
        var fence = fence("egg:web");
        var runner = reserved(EGG, fence);
        var plan = Samples.plan(EGG, Samples.NOW);

        runners()
                .write(new RunnerWrite(
                        List.of(runner.attemptedAgain()), List.of(), Optional.of(plan), Optional.of(fence), false));

        assertThat(storage().plans().find(plan.id())).contains(plan.withVersion(1));
    }

    @Test
    void write_severalRunners_answersInTheOrderGiven() {
        var fence = fence("egg:web");
        var rows = Stream.generate(() -> reserved(EGG, fence)).limit(5).toList();

        var written = runners().write(new RunnerWrite(rows, List.of(), Optional.empty(), Optional.of(fence), false));

        assertThat(written).isEqualTo(rows.stream().map(r -> r.withVersion(2)).toList());
    }

    @Test
    void write_runnerThatEnds_givesItsSlotBackOnce() {
        var fence = fence("egg:web");
        var other = reserved(EGG, fence);
        var runner = reserved(EGG, fence);

        var failed = written(runner.moveTo(RunnerState.FAILED, Samples.NOW, Optional.of("boot")), fence);
        assertThat(runners().capacity(EGG)).containsExactly(new CapacityUse(Pool.APEX, 1, 1000));
        var going = written(failed.moveTo(RunnerState.TERMINATING, Samples.NOW, Optional.empty()), fence);
        written(going.moveTo(RunnerState.TERMINATED, Samples.NOW, Optional.empty()), fence);

        assertThat(runners().capacity(EGG)).containsExactly(new CapacityUse(Pool.APEX, 1, 1000));
        assertThat(runners().ofEgg(EGG)).containsExactly(other);
    }

    @Test
    void ofEgg_terminatedOnes_areLeftOutButFound() {
        var fence = fence("egg:web");
        var young =
                reserved(Samples.runner(EGG, RunnerId.random(random), Pool.APEX, Samples.NOW.plusSeconds(9)), fence);
        var old = reserved(EGG, fence);
        var gone = brought(reserved(EGG, fence), RunnerState.TERMINATED, fence);

        assertThat(runners().ofEgg(EGG)).containsExactly(old, young);
        assertThat(runners().find(gone.id())).contains(gone);
    }

    @Test
    void list_everyPageSize_givesEachRowOnceNewestFirst() {
        var fence = fence("egg:web");
        var newestFirst = new ArrayList<Runner>();
        for (int i = 0; i < 7; i++) {
            // Several of one instant, so that the id decides.
            var created = Samples.NOW.plusSeconds(i / 3);
            newestFirst.addFirst(reserved(Samples.runner(EGG, RunnerId.random(random), Pool.APEX, created), fence));
        }
        for (int limit = 1; limit <= 8; limit++) {
            var rows = all(limit, page -> runners().list(RunnerFilter.all(), page));
            assertThat(rows).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(newestFirst);
            assertThat(rows).extracting(r -> r.origin().createdAt()).isSortedAccordingTo(Collections.reverseOrder());
        }
    }

    @Test
    void list_filtered_givesOnlyWhatMatches() {
        var fence = fence("egg:web");
        var idle = brought(reserved(EGG, fence), RunnerState.IDLE, fence);
        var fresh = reserved(EGG, fence);
        var other = brought(reserved(EggName.of("api"), fence), RunnerState.IDLE, fence);

        assertThat(listed(Optional.of(EGG), Optional.empty())).containsExactlyInAnyOrder(idle, fresh);
        assertThat(listed(Optional.empty(), Optional.of(RunnerState.IDLE))).containsExactlyInAnyOrder(idle, other);
        assertThat(listed(Optional.of(EGG), Optional.of(RunnerState.IDLE))).containsExactly(idle);
        assertThat(listed(Optional.of(EGG), Optional.of(RunnerState.BUSY))).isEmpty();
    }

    private List<Runner> listed(Optional<EggName> egg, Optional<RunnerState> state) {
        return all(1, page -> runners().list(new RunnerFilter(egg, state), page));
    }

    @Test
    void list_badPageRequests_areInvalid() {
        for (var bad : List.of(
                PageRequest.first(0),
                PageRequest.first(501),
                new PageRequest(1, Optional.of("no cursor!")),
                new PageRequest(1, Optional.of("")))) {
            assertThatThrownBy(() -> runners().list(RunnerFilter.all(), bad)).isInstanceOf(InvalidException.class);
        }
    }

    @Test
    void due_deadlineOrNextAction_namesEachEggOnceEarliestFirst() {
        var fence = fence("egg:web");
        scheduled("late", Optional.of(Samples.NOW), Optional.empty(), fence);
        scheduled("early", Optional.empty(), Optional.of(Samples.NOW.minusSeconds(5)), fence);
        scheduled("early", Optional.of(Samples.NOW.minusSeconds(1)), Optional.of(Samples.NOW.minusSeconds(1)), fence);
        scheduled("future", Optional.of(Samples.NOW.plus(Duration.ofNanos(1000))), Optional.empty(), fence);
        scheduled("never", Optional.empty(), Optional.empty(), fence);

        assertThat(runners().due(Samples.NOW, 10)).containsExactly(EggName.of("early"), EggName.of("late"));
        assertThat(runners().due(Samples.NOW, 1)).containsExactly(EggName.of("early"));
    }

    @Test
    void due_oneEggWithManyRows_hidesNoOther() {
        var fence = fence("egg:web");
        for (int i = 0; i < 30; i++) {
            scheduled("crowd", Optional.of(Samples.NOW.minusSeconds(100)), Optional.empty(), fence);
        }
        scheduled("single", Optional.empty(), Optional.of(Samples.NOW.minusSeconds(1)), fence);

        assertThat(runners().due(Samples.NOW, 2)).containsExactly(EggName.of("crowd"), EggName.of("single"));
    }

    private void scheduled(
            String egg, Optional<java.time.Instant> deadline, Optional<java.time.Instant> nextAction, Fence fence) {
        var schedule = RunnerSchedule.none().withDeadline(deadline).withNextAction(nextAction);
        written(reserved(EggName.of(egg), fence).withSchedule(schedule), fence);
    }
}
