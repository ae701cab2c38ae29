package io.polargosling.testkit.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.egg.Placement;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.CloudResource.Power;
import io.polargosling.domain.problem.CapacityException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.run.FailureCause;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.testkit.clock.MutableClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FakeCloudTest {

    private static final RunnerId A = RunnerId.of("aaaaaaaaaaaa");
    private static final RunnerId B = RunnerId.of("bbbbbbbbbbbb");

    private final MutableClock clock = MutableClock.create();
    private final FakeCloud cloud = new FakeCloud(
            CloudProvider.AWS,
            clock,
            new FakeCloud.Pace(Duration.ofSeconds(40), Duration.ofSeconds(20), Duration.ofSeconds(5)));

    @Test
    void create_machine_isOnAfterItsBoot() {
        var machine = make(A, "a");

        assertThat(machine.power()).isEqualTo(Power.CHANGING);
        assertThat(machine.zone()).contains("a");
        assertThat(cloud.onAt(A)).contains(clock.instant().plusSeconds(40));
        clock.advance(Duration.ofSeconds(39));
        assertThat(power(A)).isEqualTo(Power.CHANGING);
        clock.advance(Duration.ofSeconds(1));
        assertThat(power(A)).isEqualTo(Power.ON);
    }

    @Test
    void create_twice_isOneMachine() {
        var first = make(A, "a");

        assertThat(make(A, "a").cloudId()).isEqualTo(first.cloudId());
        assertThat(cloud.machines()).hasSize(1);
    }

    @Test
    void list_afterACreationAndAnEnd_tellsOfThemLate() {
        make(A, "a");
        assertThat(cloud.list()).isEmpty();
        clock.advance(Duration.ofSeconds(5));
        assertThat(cloud.list()).extracting(CloudResource::runner).containsExactly(A);

        cloud.delete(A);
        cloud.delete(A);
        assertThat(cloud.machines()).isEmpty();
        assertThat(cloud.list()).hasSize(1);
        clock.advance(Duration.ofSeconds(5));
        assertThat(cloud.list()).isEmpty();
    }

    @Test
    void stopAndStart_machine_takeTheirTimeAndCountOnce() {
        var machine = make(A, "a");
        clock.advance(Duration.ofMinutes(1));

        cloud.stop(machine);
        clock.advance(Duration.ofSeconds(19));
        cloud.stop(machine);
        assertThat(power(A)).isEqualTo(Power.CHANGING);
        clock.advance(Duration.ofSeconds(1));
        assertThat(power(A)).isEqualTo(Power.OFF);
        assertThat(cloud.onAt(A)).isEmpty();

        cloud.start(machine);
        clock.advance(Duration.ofSeconds(40));
        assertThat(power(A)).isEqualTo(Power.ON);
    }

    @Test
    void start_machineThatIsGone_saysSo() {
        var machine = make(A, "a");
        cloud.vanish(A);

        assertThatThrownBy(() -> cloud.start(machine)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> cloud.invoke(machine)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void create_placeIsFull_refusesThereAndNowhereElse() {
        var machine = make(B, "a");
        cloud.setFull(FakePlace.of(place("a")), true);

        assertThat(cloud.create(A, place("a")))
                .isInstanceOfSatisfying(
                        FakeCloud.Creation.Refused.class,
                        refused -> assertThat(refused.why().cause()).isEqualTo(FailureCause.NO_CAPACITY));
        assertThatThrownBy(() -> cloud.start(machine)).isInstanceOf(CapacityException.class);
        make(A, "b");
        cloud.setFull(FakePlace.of(place("a")), false);
        cloud.start(machine);
    }

    @Test
    void create_aboveTheQuota_isRefused() {
        cloud.setQuota(1);
        make(A, "a");

        assertThat(cloud.create(B, place("b")))
                .isInstanceOfSatisfying(
                        FakeCloud.Creation.Refused.class,
                        refused -> assertThat(refused.why().cause()).isEqualTo(FailureCause.QUOTA));
        assertThat(cloud.calls(FakeCloud.Call.CREATE)).isEqualTo(2);
    }

    @Test
    void anyCall_cloudIsAway_doesNothing() {
        cloud.setAway(true);

        assertThatThrownBy(() -> make(A, "a")).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(cloud::list).isInstanceOf(UnavailableException.class);
        cloud.setAway(false);
        assertThat(cloud.machines()).isEmpty();
    }

    @Test
    void create_answerIsLost_machineIsThere() {
        cloud.loseAnswers(FakeCloud.Call.CREATE, 1);

        assertThatThrownBy(() -> make(A, "a")).isInstanceOf(UnavailableException.class);
        assertThat(cloud.machine(A)).isPresent();
        make(A, "a");
        assertThat(cloud.machines()).hasSize(1);
    }

    @Test
    void delete_stuckMachine_staysUntilItIsFree() {
        make(A, "a");
        cloud.setStuck(A, true);
        assertThatThrownBy(() -> cloud.delete(A)).isInstanceOf(UnavailableException.class);
        cloud.setStuck(A, false);

        cloud.delete(A);

        assertThat(cloud.machines()).isEmpty();
    }

    @Test
    void invoke_machine_isCounted() {
        var machine = make(A, "a");

        cloud.invoke(machine);

        assertThat(cloud.invocations(A)).isEqualTo(1);
        assertThat(cloud.alone().of(CloudProvider.AWS)).isPresent();
    }

    private CloudResource make(RunnerId runner, String zone) {
        return switch (cloud.create(runner, place(zone))) {
            case FakeCloud.Creation.Created created -> created.machine();
            case FakeCloud.Creation.Refused refused -> throw new AssertionError(refused.why());
        };
    }

    private Power power(RunnerId runner) {
        return cloud.machine(runner).orElseThrow().power();
    }

    private static Placement place(String zone) {
        return new Placement(
                CloudProvider.AWS,
                Optional.of("eu"),
                Optional.of(zone),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
