package io.polargosling.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.polargosling.domain.inventory.Cloud;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.CloudResource.Power;
import io.polargosling.domain.inventory.Inventory;
import io.polargosling.domain.inventory.PowerSwitch;
import io.polargosling.domain.problem.CapacityException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.RunnerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Cloud} does: its inventory and its power switch. */
public abstract class CloudContract {

    private static final RunnerId A = RunnerId.of("aaaaaaaaaaaa");
    private static final RunnerId B = RunnerId.of("bbbbbbbbbbbb");
    private static final RunnerId C = RunnerId.of("cccccccccccc");
    private static final int MANY = 250;

    private Stage stage;

    /** A cloud, and what a test does to it behind its back. */
    public interface Stage {

        /** What is tested. */
        Cloud cloud();

        /** The same cloud, which does not answer. */
        Cloud away();

        /** Makes so many virtual machines of the Nest, for these runners. */
        void makeMachines(List<RunnerId> runners);

        /** Makes a runner of the Nest that runs only when it is called. */
        void makeCallable(RunnerId runner);

        /** Makes a machine for the runner of another Nest, and one without labels; false when there is no such thing. */
        boolean makeStrangers(RunnerId runner);

        /** Whether there is no room for a machine that is to be started; false when the cloud cannot be told so. */
        boolean setFull(boolean isFull);

        /** How often the runner was called; empty when that cannot be seen. */
        Optional<Integer> invocations(RunnerId runner);

        /** Lets everything come about that was asked for. */
        void settle();
    }

    /** A stage without a machine. */
    protected abstract Stage newStage();

    @BeforeEach
    final void setTheStage() {
        stage = newStage();
    }

    @Test
    void list_noMachine_isEmpty() {
        assertThat(list()).isEmpty();
    }

    @Test
    void list_machines_tellsWhoseTheyAreAndThatTheyAreOn() {
        stage.makeMachines(List.of(A, B));
        stage.settle();

        assertThat(list()).extracting(CloudResource::runner).containsExactlyInAnyOrder(A, B);
        assertThat(list()).extracting(CloudResource::power).containsOnly(Power.ON);
        assertThat(list()).extracting(CloudResource::cloudId).doesNotHaveDuplicates();
    }

    @Test
    void list_machinesOfOthers_areNotShownNorDeleted() {
        assumeThat(stage.makeStrangers(A)).as("this cloud knows labels").isTrue();
        stage.makeMachines(List.of(B));
        stage.settle();

        assertThat(list()).extracting(CloudResource::runner).containsExactly(B);
        inventory().delete(A);
        assertThat(list()).extracting(CloudResource::runner).containsExactly(B);
    }

    @Test
    void list_moreThanAPage_showsEachOnce() {
        var many = IntStream.range(0, MANY)
                .mapToObj(i -> RunnerId.of("%012d".formatted(i)))
                .toList();
        stage.makeMachines(many);
        stage.settle();

        assertThat(list()).extracting(CloudResource::runner).containsExactlyInAnyOrderElementsOf(many);
    }

    @Test
    void list_callable_isShownUntilItIsDeleted() {
        stage.makeCallable(A);
        stage.settle();

        assertThat(list()).extracting(CloudResource::runner).containsExactly(A);
        inventory().delete(A);
        stage.settle();
        assertThat(list()).isEmpty();
    }

    @Test
    void stop_askedTwice_machineIsOffOnce() {
        var machine = machine(A);

        power().stop(machine);
        assertThat(powerOf(A)).isIn(Power.CHANGING, Power.OFF);
        power().stop(machine);
        stage.settle();
        assertThat(powerOf(A)).isEqualTo(Power.OFF);
        power().stop(machine);
        assertThat(powerOf(A)).isEqualTo(Power.OFF);
    }

    @Test
    void stop_oneOfTwo_leavesTheOther() {
        stage.makeMachines(List.of(A, B));
        stage.settle();

        power().stop(only(A));
        stage.settle();

        assertThat(powerOf(A)).isEqualTo(Power.OFF);
        assertThat(powerOf(B)).isEqualTo(Power.ON);
    }

    @Test
    void start_askedTwice_machineIsOnAgainAndTheSame() {
        var machine = stopped(A);

        power().start(machine);
        assertThat(powerOf(A)).isIn(Power.CHANGING, Power.ON);
        power().start(machine);
        stage.settle();
        power().start(machine);

        assertThat(powerOf(A)).isEqualTo(Power.ON);
        assertThat(only(A).cloudId()).isEqualTo(machine.cloudId());
    }

    @Test
    void start_noRoom_isRefusedUntilThereIsRoom() {
        var machine = stopped(A);
        assumeThat(stage.setFull(true)).as("this cloud can be told to be full").isTrue();

        assertThatThrownBy(() -> power().start(machine))
                .isInstanceOf(CapacityException.class)
                .hasMessageContaining("starting");
        assertThat(powerOf(A)).isEqualTo(Power.OFF);

        stage.setFull(false);
        power().start(machine);
        stage.settle();
        assertThat(powerOf(A)).isEqualTo(Power.ON);
    }

    @Test
    void delete_machineOnOrOff_isGone() {
        stage.makeMachines(List.of(A, B, C));
        stage.settle();
        power().stop(only(A));
        stage.settle();

        inventory().delete(A);
        inventory().delete(B);
        stage.settle();

        assertThat(list()).extracting(CloudResource::runner).containsExactly(C);
    }

    @Test
    void delete_twiceOrUnknown_doesNothing() {
        var _ = machine(A);
        inventory().delete(A);

        assertThatCode(() -> inventory().delete(A)).doesNotThrowAnyException();
        stage.settle();
        assertThatCode(() -> inventory().delete(A)).doesNotThrowAnyException();
        assertThatCode(() -> inventory().delete(B)).doesNotThrowAnyException();
        assertThat(list()).isEmpty();
    }

    @Test
    void power_machineIsGone_isNotFound() {
        var machine = machine(A);
        inventory().delete(A);
        stage.settle();

        assertThatThrownBy(() -> power().stop(machine)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> power().start(machine)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void invoke_callable_runsIt() {
        stage.makeCallable(A);
        stage.settle();

        power().invoke(only(A));

        stage.invocations(A).ifPresent(count -> assertThat(count).isEqualTo(1));
        assertThat(list()).extracting(CloudResource::runner).containsExactly(A);
    }

    @Test
    void invoke_callableIsGone_isNotFound() {
        stage.makeCallable(A);
        stage.settle();
        var callable = only(A);
        inventory().delete(A);
        stage.settle();

        assertThatThrownBy(() -> power().invoke(callable)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void everything_cloudDoesNotAnswer_isUnavailable() {
        var machine = machine(A);
        var away = stage.away();

        for (Runnable call : List.<Runnable>of(
                () -> new ArrayList<>(away.inventory().list()),
                () -> away.inventory().delete(A),
                () -> away.power().stop(machine),
                () -> away.power().start(machine),
                () -> away.power().invoke(machine))) {
            assertThatThrownBy(call::run).isInstanceOf(UnavailableException.class);
        }
    }

    private CloudResource machine(RunnerId runner) {
        stage.makeMachines(List.of(runner));
        stage.settle();
        return only(runner);
    }

    private CloudResource stopped(RunnerId runner) {
        power().stop(machine(runner));
        stage.settle();
        return only(runner);
    }

    private CloudResource only(RunnerId runner) {
        return list().stream()
                .filter(machine -> machine.runner().equals(runner))
                .findFirst()
                .orElseThrow();
    }

    private Power powerOf(RunnerId runner) {
        return only(runner).power();
    }

    private List<CloudResource> list() {
        return inventory().list();
    }

    private Inventory inventory() {
        return stage.cloud().inventory();
    }

    private PowerSwitch power() {
        return stage.cloud().power();
    }
}
