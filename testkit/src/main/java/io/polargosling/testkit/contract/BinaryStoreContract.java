package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.audit.AuditEntry;
import io.polargosling.domain.binary.ActiveBinary;
import io.polargosling.domain.binary.AddOutcome;
import io.polargosling.domain.binary.BinaryBuild;
import io.polargosling.domain.binary.BinaryId;
import io.polargosling.domain.binary.BinaryName;
import io.polargosling.domain.binary.BinaryStore;
import io.polargosling.domain.binary.BinaryVersion;
import io.polargosling.domain.problem.ConflictException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.store.PageRequest;
import io.polargosling.testkit.gen.RowSamples;
import io.polargosling.testkit.gen.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every {@link BinaryStore} must do. */
public abstract class BinaryStoreContract extends StoreContract {

    private static final Instant NOW = Samples.NOW;
    private static final BinaryName TOFU = BinaryName.OPENTOFU;
    private static final String RESOURCE = "binary/opentofu";

    private BinaryStore binaries() {
        return storage().binaries();
    }

    private static AuditEntry audit() {
        return Samples.audit(RESOURCE);
    }

    private int auditRows() {
        return all(10, page -> storage().audit().ofResource(RESOURCE, page)).size();
    }

    private BinaryVersion added(String version, char content) {
        var build = RowSamples.build(version, "linux-amd64", content, NOW);
        assertThat(binaries().add(build, audit())).isEqualTo(new AddOutcome.Added(build));
        return build;
    }

    private ActiveBinary activate(BinaryVersion build) {
        return binaries().activate(TOFU, build.id(), binaries().active(TOFU), audit());
    }

    @Test
    void everyCall_emptyStore_findsNothing() {
        var id = BinaryId.of(Samples.hash('a'));
        for (var binary : BinaryName.values()) {
            assertThat(binaries().find(binary, id)).isEmpty();
            assertThat(binaries().builds(binary, "1.0.0")).isEmpty();
            assertThat(binaries().list(binary, PageRequest.first(1)).items()).isEmpty();
            assertThat(binaries().active(binary)).isEmpty();
            assertThat(binaries().remove(binary, id, audit())).isFalse();
            assertThatThrownBy(() -> binaries().activate(binary, id, Optional.empty(), audit()))
                    .isInstanceOf(NotFoundException.class);
            assertThat(binaries().active(binary)).isEmpty();
        }
        assertThat(auditRows()).isZero();
    }

    @Test
    void add_everyProgram_isReadBackEqualAndNotActive() {
        for (var binary : BinaryName.values()) {
            var build = new BinaryVersion(
                    binary,
                    new BinaryBuild("2.0.0-rc.1+гусь".replace("гусь", "goose"), "darwin-arm64"),
                    "https://releases.example/гусь",
                    new BinaryVersion.Content("путь/🪿", Samples.hash('b')),
                    new BinaryVersion.Added(NOW, "админ"),
                    Optional.empty());
            assertThat(binaries().add(build, audit())).isEqualTo(new AddOutcome.Added(build));

            assertThat(binaries().find(binary, build.id())).contains(build);
            assertThat(binaries().active(binary)).isEmpty();
        }
        assertThat(auditRows()).isEqualTo(BinaryName.values().length);
    }

    @Test
    void add_sameBuildAgain_isPresentOrDifferent() {
        var build = added("1.12.6", 'a');
        var sameContent =
                new BinaryVersion(TOFU, build.build(), "elsewhere", build.content(), build.added(), Optional.empty());
        var otherContent = RowSamples.build("1.12.6", "linux-amd64", 'b', NOW);

        assertThat(binaries().add(build, audit())).isEqualTo(new AddOutcome.Present(build));
        assertThat(binaries().add(sameContent, audit())).isEqualTo(new AddOutcome.Present(build));
        assertThat(binaries().add(otherContent, audit())).isEqualTo(new AddOutcome.Different(build));
        assertThat(binaries().builds(TOFU, "1.12.6")).containsExactly(build);
        assertThat(binaries().find(TOFU, otherContent.id())).isEmpty();
        assertThat(auditRows()).isEqualTo(1);
    }

    @Test
    void add_differentContentsAtOnce_oneIsAdded() throws Exception {
        var outcomes = Race.run(
                6, i -> () -> binaries().add(RowSamples.build("1.0.0", "linux-amd64", (char) ('a' + i), NOW), audit()));

        assertThat(outcomes).filteredOn(AddOutcome.Added.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(AddOutcome.Different.class::isInstance).hasSize(5);
        assertThat(binaries().builds(TOFU, "1.0.0")).hasSize(1);
        assertThat(auditRows()).isEqualTo(1);
    }

    @Test
    void builds_severalPlatforms_givesThoseOfTheVersion() {
        var amd = added("1.12.6", 'a');
        var arm = RowSamples.build("1.12.6", "linux-arm64", 'b', NOW);
        binaries().add(arm, audit());
        added("1.12.60", 'c');

        assertThat(binaries().builds(TOFU, "1.12.6")).containsExactly(amd, arm);
        assertThat(binaries().builds(BinaryName.GOSLING, "1.12.6")).isEmpty();
    }

    @Test
    void list_everyPageSize_givesEachOnceNewestFirst() {
        var added = new ArrayList<BinaryVersion>();
        for (int i = 0; i < 5; i++) {
            var build = RowSamples.build("1.0." + i, "linux-amd64", 'a', NOW.plusSeconds(i / 2 * 2L));
            binaries().add(build, audit());
            added.add(build);
        }

        for (int limit = 1; limit <= 6; limit++) {
            assertThat(all(limit, page -> binaries().list(TOFU, page)))
                    .containsExactlyInAnyOrderElementsOf(added)
                    .isSortedAccordingTo(
                            (a, b) -> b.added().at().compareTo(a.added().at()));
        }
    }

    @Test
    void activate_thenAnotherThenBack_remembersThePreviousOne() {
        var one = added("1.0.0", 'a');
        var two = added("2.0.0", 'b');
        var change = AuditEntry.of(NOW.plusSeconds(5), "алиса", "binary.activate", RESOURCE, Map.of());

        var first = activate(one);
        var second = binaries().activate(TOFU, two.id(), Optional.of(first), change);
        assertThat(second.current()).isEqualTo(two.id());
        assertThat(second.previous()).contains(one.id());
        assertThat(second.changedAt()).isEqualTo(change.at());
        assertThat(second.changedBy()).isEqualTo("алиса");
        assertThat(binaries().active(TOFU)).contains(second);
        assertThat(binaries().find(TOFU, two.id())).contains(two.activated(change.at()));

        var back = binaries().activate(TOFU, second.previous().orElseThrow(), Optional.of(second), audit());
        assertThat(back.current()).isEqualTo(one.id());
        assertThat(back.previous()).contains(two.id());
        assertThat(auditRows()).isEqualTo(5);
        assertThat(binaries().active(BinaryName.GOSLING)).isEmpty();
    }

    @Test
    void activate_theActiveOne_changesNothing() {
        var one = added("1.0.0", 'a');
        var active = activate(one);

        assertThat(activate(one)).isEqualTo(active);
        assertThat(binaries().active(TOFU)).contains(active);
        assertThat(auditRows()).isEqualTo(2);
    }

    @Test
    void activate_unknownBuild_changesNothing() {
        var active = activate(added("1.0.0", 'a'));
        var unknown = BinaryId.of(Samples.hash('f'));

        assertThatThrownBy(() -> binaries().activate(TOFU, unknown, Optional.of(active), audit()))
                .isInstanceOf(NotFoundException.class);
        assertThat(binaries().active(TOFU)).contains(active);
        assertThat(auditRows()).isEqualTo(2);
    }

    @Test
    void activate_stalePointer_changesNothing() {
        var one = added("1.0.0", 'a');
        var two = added("2.0.0", 'b');
        var first = activate(one);
        var second = activate(two);

        assertThatThrownBy(() -> binaries().activate(TOFU, one.id(), Optional.of(first), audit()))
                .isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> binaries().activate(TOFU, one.id(), Optional.empty(), audit()))
                .isInstanceOf(ConflictException.class);
        assertThat(binaries().active(TOFU)).contains(second);
        assertThat(binaries().find(TOFU, one.id()).orElseThrow().activatedAt()).contains(NOW);
        assertThat(auditRows()).isEqualTo(4);
    }

    @Test
    void activate_racingFromOnePointer_oneWins() throws Exception {
        var builds = new ArrayList<BinaryVersion>();
        for (int i = 0; i < 9; i++) {
            builds.add(added("1.0." + i, 'a'));
        }
        Race.rounds(number -> {
            var seen = binaries().active(TOFU);
            var others = builds.stream()
                    .filter(build -> seen.filter(active -> active.current().equals(build.id()))
                            .isEmpty())
                    .toList();

            var won = Race.run(8, i -> () -> {
                try {
                    return Optional.of(binaries().activate(TOFU, others.get(i).id(), seen, audit()));
                } catch (ConflictException e) {
                    return Optional.<ActiveBinary>empty();
                }
            });

            var winners = won.stream().flatMap(Optional::stream).toList();
            assertThat(winners).hasSize(1);
            assertThat(binaries().active(TOFU)).contains(winners.getFirst());
            assertThat(winners.getFirst().previous()).isEqualTo(seen.map(ActiveBinary::current));
            assertThat(auditRows()).isEqualTo(9 + number);
        });
    }

    @Test
    void activate_whileTheBuildIsRemoved_neverPointsAtNothing() throws Exception {
        Race.rounds(number -> {
            var build = added("1.0." + number, 'a');
            var seen = binaries().active(TOFU);

            Race.run(2, i -> () -> {
                try {
                    return i == 0
                            ? binaries()
                                    .activate(TOFU, build.id(), seen, audit())
                                    .current()
                                    .equals(build.id())
                            : binaries().remove(TOFU, build.id(), audit());
                } catch (ConflictException | NotFoundException e) {
                    return false;
                }
            });

            var active = binaries().active(TOFU);
            boolean removed = binaries().find(TOFU, build.id()).isEmpty();
            assertThat(active.filter(pointer -> pointer.current().equals(build.id()))
                            .isPresent())
                    .isEqualTo(!removed);
        });
    }

    @Test
    void remove_activeOrPrevious_isRefused() {
        var one = added("1.0.0", 'a');
        var two = added("2.0.0", 'b');
        var three = added("3.0.0", 'c');
        activate(one);
        activate(two);

        assertThatThrownBy(() -> binaries().remove(TOFU, one.id(), audit())).isInstanceOf(ConflictException.class);
        assertThatThrownBy(() -> binaries().remove(TOFU, two.id(), audit())).isInstanceOf(ConflictException.class);
        assertThat(binaries().remove(TOFU, three.id(), audit())).isTrue();
        assertThat(binaries().remove(TOFU, three.id(), audit())).isFalse();
        assertThat(binaries().builds(TOFU, "3.0.0")).isEmpty();
        assertThat(auditRows()).isEqualTo(6);
        added("3.0.0", 'd');
    }
}
