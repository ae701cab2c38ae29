package io.polargosling.clouds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.polargosling.domain.egg.CloudProvider;
import io.polargosling.domain.inventory.Cloud;
import io.polargosling.domain.inventory.CloudResource;
import io.polargosling.domain.problem.CapacityException;
import io.polargosling.domain.problem.GoslingException;
import io.polargosling.domain.problem.NotFoundException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.domain.runner.RunnerId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What EC2 refuses and moto never does: an instance in a state that the test names, and refusals by the documented codes. */
class AwsRefusalTest {

    private static final String SECRET = "planted-secret-access-key";
    private static final CloudResource MACHINE = new CloudResource(
            RunnerId.of("aaaaaaaaaaaa"),
            CloudProvider.AWS,
            Optional.of("eu-central-1"),
            Optional.empty(),
            "i-0123456789abcdef0",
            CloudResource.Power.OFF);

    private final List<String> actions = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private Cloud cloud;
    private volatile String state = "stopped";
    private volatile String code = "";
    private volatile int status;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        cloud = CloudAccess.aws(
                "main",
                () -> Set.of("eu-central-1"),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", SECRET)),
                Optional.of(address));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var action = body.replaceFirst("(?s).*Action=(\\w+).*", "$1");
            actions.add(action);
            boolean looks = action.equals("DescribeInstances");
            var answer = looks ? described() : refusal();
            var bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(looks ? 200 : status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String described() {
        return "<DescribeInstancesResponse><reservationSet><item><instancesSet><item><instanceId>"
                + MACHINE.cloudId() + "</instanceId><instanceState><name>" + state
                + "</name></instanceState></item></instancesSet></item></reservationSet></DescribeInstancesResponse>";
    }

    private String refusal() {
        return "<Response><Errors><Error><Code>" + code + "</Code><Message>of no interest</Message></Error></Errors>"
                + "<RequestID>1</RequestID></Response>";
    }

    private void refuse(int status, String code) {
        this.status = status;
        this.code = code;
    }

    @ParameterizedTest
    @CsvSource({
        "InsufficientInstanceCapacity, 500",
        "InsufficientHostCapacity, 500",
        "InstanceLimitExceeded, 400",
        "VcpuLimitExceeded, 400"
    })
    void start_noRoom_isCapacity(String said, int http) {
        refuse(http, said);

        assertThatThrownBy(() -> cloud.power().start(MACHINE))
                .isInstanceOf(CapacityException.class)
                .hasMessage("starting instance i-0123456789abcdef0: AWS has no room, " + said);
    }

    @ParameterizedTest
    @CsvSource({
        "RequestLimitExceeded, 503",
        "UnauthorizedOperation, 403",
        "AuthFailure, 401",
        "IncorrectInstanceState, 400",
        "UnsupportedOperation, 400",
        "InternalError, 500"
    })
    void start_refusedForNow_isUnavailableAndNamesTheCodeOnly(String said, int http) {
        refuse(http, said);

        assertThatThrownBy(() -> cloud.power().start(MACHINE))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(said)
                .hasMessageNotContaining("of no interest");
    }

    @Test
    void start_instanceGoneMeanwhile_isNotFound() {
        refuse(400, "InvalidInstanceID.NotFound");

        assertThatThrownBy(() -> cloud.power().start(MACHINE)).isInstanceOf(NotFoundException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shutting-down", "terminated"})
    void power_instanceEnding_isNotFoundWithoutAsking(String ending) {
        state = ending;

        assertThatThrownBy(() -> cloud.power().start(MACHINE)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> cloud.power().stop(MACHINE)).isInstanceOf(NotFoundException.class);
        assertThat(actions).containsOnly("DescribeInstances");
    }

    @Test
    void power_instanceOnItsWay_isAskedForNothingTwice() {
        state = "pending";
        cloud.power().start(MACHINE);
        assertThatThrownBy(() -> cloud.power().stop(MACHINE))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("it is starting");
        state = "stopping";
        cloud.power().stop(MACHINE);
        assertThatThrownBy(() -> cloud.power().start(MACHINE))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("it is stopping");

        assertThat(actions).containsOnly("DescribeInstances");
    }

    @Test
    void refusal_withItsCauses_holdsNoSecret() {
        refuse(403, "UnauthorizedOperation");

        assertThatThrownBy(() -> cloud.power().start(MACHINE))
                .isInstanceOf(GoslingException.class)
                .satisfies(e -> assertThat(printed(e)).doesNotContain(SECRET));
    }

    @Test
    void list_noRegion_callsNobody() {
        var nowhere = CloudAccess.aws("main", Set::of, AnonymousCredentialsProvider.create(), Optional.empty());

        assertThat(nowhere.inventory().list()).isEmpty();
        nowhere.inventory().delete(MACHINE.runner());
    }

    private static String printed(Throwable e) {
        var text = new java.io.StringWriter();
        e.printStackTrace(new java.io.PrintWriter(text, true));
        return text.toString();
    }
}
