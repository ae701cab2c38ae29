package io.polargosling.clouds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polargosling.domain.inventory.Cloud;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.inventory.CloudResource.Power;
import io.polargosling.domain.problem.CapacityException;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.testkit.clock.MutableClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contract does not ask: tokens, states, refusals and operations of Yandex Cloud. */
class YandexAccessTest {

    private static final RunnerId A = RunnerId.of("aaaaaaaaaaaa");

    private final MutableClock clock = MutableClock.create();
    private final YandexDouble yandex = new YandexDouble(clock);

    @AfterEach
    void close() {
        yandex.close();
    }

    private Cloud cloud(YandexLogin login) {
        return CloudAccess.yandex("main", () -> Set.of(YandexDouble.FOLDER), login, yandex.endpoints(), clock);
    }

    private Cloud cloud() {
        return cloud(new YandexLogin.OfThisMachine());
    }

    @Test
    void token_ofThisMachine_isKeptForAnHour() {
        var cloud = cloud();

        assertThat(cloud.inventory().list()).isEmpty();
        clock.advance(Duration.ofMinutes(59));
        assertThat(cloud.inventory().list()).isEmpty();
        assertThat(yandex.tokens().given()).isEqualTo(1);
        clock.advance(Duration.ofMinutes(2));
        assertThat(cloud.inventory().list()).isEmpty();
        assertThat(yandex.tokens().given()).isEqualTo(2);
    }

    @Test
    void token_refused_isAskedForAnewOnce() {
        var cloud = cloud();
        assertThat(cloud.inventory().list()).isEmpty();

        yandex.tokens().revokeAll();

        assertThat(cloud.inventory().list()).isEmpty();
        assertThat(yandex.tokens().given()).isEqualTo(2);
    }

    @Test
    void token_forAServiceAccountsKey_isGiven() {
        var cloud = cloud(new YandexLogin.ServiceAccountKey(
                () -> SecretValue.of(yandex.tokens().keyFile())));

        assertThat(cloud.inventory().list()).isEmpty();
        assertThat(yandex.requests()).first().isEqualTo("POST /iam/v1/tokens");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"planted", "{}", "{\"id\":\"planted\",\"service_account_id\":\"b\",\"private_key\":\"planted\"}"
            })
    void token_forAnythingElse_isRefusedWithoutTellingIt(String key) {
        var cloud = cloud(new YandexLogin.ServiceAccountKey(() -> SecretValue.of(key)));

        assertThatThrownBy(() -> cloud.inventory().list())
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("yc iam key create")
                .satisfies(e -> assertThat(printed(e)).doesNotContain("planted"));
        assertThat(yandex.requests()).isEmpty();
    }

    @Test
    void token_keptFreshByOthers_isAskedForWithEachCall() {
        var token = new AtomicReference<>(yandex.tokens().give());
        var cloud = cloud(new YandexLogin.IamToken(() -> SecretValue.of(token.get())));
        assertThat(cloud.inventory().list()).isEmpty();

        yandex.tokens().revokeAll();
        assertThatThrownBy(() -> cloud.inventory().list())
                .isInstanceOf(UnavailableException.class)
                .satisfies(e -> assertThat(printed(e)).doesNotContain("secret-token"));
        token.set(yandex.tokens().give());

        assertThat(cloud.inventory().list()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PROVISIONING, CHANGING",
        "RUNNING, ON",
        "STOPPING, CHANGING",
        "STOPPED, OFF",
        "STARTING, CHANGING",
        "RESTARTING, CHANGING",
        "UPDATING, CHANGING",
        "CRASHED, CHANGING",
        "ERROR, CHANGING",
        "INVENTED_LATER, CHANGING"
    })
    void list_status_isPower(String status, Power power) {
        var id = yandex.makeInstance(YandexDouble.FOLDER, TestLabels.of("main", A));
        yandex.setStatus(id, status);

        assertThat(cloud().inventory().list()).singleElement().satisfies(machine -> {
            assertThat(machine.power()).isEqualTo(power);
            assertThat(machine.cloudId()).isEqualTo(id);
            assertThat(machine.zone()).contains("ru-central1-a");
            assertThat(machine.region()).contains("ru-central1");
        });
    }

    @Test
    void list_beingDeleted_isGone() {
        var id = yandex.makeInstance(YandexDouble.FOLDER, TestLabels.of("main", A));
        var machine = only();
        yandex.setStatus(id, "DELETING");

        assertThat(cloud().inventory().list()).isEmpty();
        assertThatThrownBy(() -> cloud().power().start(machine)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> cloud().power().stop(machine)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void list_oneFolderIsDenied_tellsNothingByHalves() {
        var _ = yandex.makeInstance(YandexDouble.FOLDER, TestLabels.of("main", A));
        var both = CloudAccess.yandex(
                "main",
                () -> Set.of(YandexDouble.FOLDER, DoubleItems.DENIED),
                new YandexLogin.OfThisMachine(),
                yandex.endpoints(),
                clock);

        assertThatThrownBy(() -> both.inventory().list())
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("folder b1gdenied")
                .hasMessageContaining("code 7");
    }

    @Test
    void list_containerThatFailed_isShownToBeDeleted() {
        var id = yandex.makeContainer(YandexDouble.FOLDER, TestLabels.of("main", A));
        var container = only();
        yandex.setStatus(id, "ERROR");

        assertThat(cloud().inventory().list()).hasSize(1);
        assertThatThrownBy(() -> cloud().power().invoke(container)).isInstanceOf(UnavailableException.class);
        cloud().inventory().delete(A);
        assertThat(cloud().inventory().list()).isEmpty();
    }

    @Test
    void start_noHostInTheZone_isToldAtTheNextStart() {
        var cloud = cloud();
        var id = stopped();
        var machine = only();
        yandex.setRoom(YandexDouble.Room.NO_HOST);
        cloud.power().start(machine);
        assertThat(yandex.status(id)).isEqualTo("STOPPED");

        assertThatThrownBy(() -> cloud.power().start(machine))
                .isInstanceOf(CapacityException.class)
                .hasMessageContaining("Not enough resources");

        yandex.setRoom(YandexDouble.Room.ENOUGH);
        cloud.power().start(machine);
        assertThat(yandex.status(id)).isEqualTo("STARTING");
    }

    @Test
    void start_tooManyCalls_isUnavailableAndNoLackOfRoom() {
        var _ = stopped();
        var machine = only();
        yandex.setRoom(YandexDouble.Room.TOO_MANY_CALLS);

        assertThatThrownBy(() -> cloud().power().start(machine)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void power_onItsWayElsewhere_isToBeTriedAgain() {
        var id = yandex.makeInstance(YandexDouble.FOLDER, TestLabels.of("main", A));
        var machine = only();
        yandex.setStatus(id, "STOPPING");
        assertThatThrownBy(() -> cloud().power().start(machine))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("it is STOPPING");
        yandex.setStatus(id, "STARTING");
        assertThatThrownBy(() -> cloud().power().stop(machine)).isInstanceOf(UnavailableException.class);

        assertThat(yandex.requests()).noneMatch(request -> request.contains(":"));
    }

    @Test
    void refusal_withItsCauses_holdsNoToken() {
        var machine = machineThatIsGone();

        assertThatThrownBy(() -> cloud().power().stop(machine))
                .isInstanceOf(GoslingException.class)
                .satisfies(e -> assertThat(printed(e)).doesNotContain("secret-token"));
    }

    private CloudResource machineThatIsGone() {
        var _ = yandex.makeInstance(YandexDouble.FOLDER, TestLabels.of("main", A));
        var machine = only();
        cloud().inventory().delete(A);
        yandex.settle();
        return machine;
    }

    private String stopped() {
        var id = yandex.makeInstance(YandexDouble.FOLDER, TestLabels.of("main", A));
        yandex.setStatus(id, "STOPPED");
        return id;
    }

    private CloudResource only() {
        return cloud().inventory().list().getFirst();
    }

    private static String printed(Throwable e) {
        var text = new StringWriter();
        e.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
