package io.polargosling.clouds;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.runner.RunnerId;
import io.polargosling.domain.secret.SecretValue;
import io.polargosling.testkit.clock.MutableClock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the double refuses what it should: otherwise what passes on it says nothing. */
class YandexDoubleTest {

    private static final RunnerId A = RunnerId.of("aaaaaaaaaaaa");

    private final MutableClock clock = MutableClock.create();
    private final YandexDouble yandex = new YandexDouble(clock);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        http.close();
        yandex.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /compute/v1/instances, 400",
        "GET, /compute/v1/instances?folderId=, 400",
        "GET, /compute/v1/instances?folderId=f&pageSize=1001, 400",
        "POST, /compute/v1/instances?folderId=f, 400",
        "GET, /compute/v1/instances/none, 404",
        "POST, /compute/v1/instances/none:stop, 404",
        "GET, /containers/v1/containers, 400",
        "DELETE, /containers/v1/containers/none, 404",
        "POST, /called/none/, 404",
        "GET, /operations, 404",
        "GET, /somewhere, 404"
    })
    void call_againstTheReference_isRefused(String method, String path, int status) throws Exception {
        assertThat(status(signed(path, yandex.tokens().give()).method(method, BodyPublishers.noBody())))
                .isEqualTo(status);
    }

    @Test
    void call_withoutAGoodToken_isRefused() throws Exception {
        var list = "/compute/v1/instances?folderId=f";
        var token = yandex.tokens().give();

        assertThat(status(signed(list, token))).isEqualTo(200);
        assertThat(status(HttpRequest.newBuilder(at(list)))).isEqualTo(401);
        assertThat(status(signed(list, "made-up"))).isEqualTo(401);
        clock.advance(DoubleTokens.LIFE);
        assertThat(status(signed(list, token))).isEqualTo(401);
    }

    @Test
    void turn_machineInAnotherState_isRefused() throws Exception {
        var one = "/compute/v1/instances/" + yandex.makeInstance(YandexDouble.FOLDER, TestLabels.of("main", A));
        var token = yandex.tokens().give();

        assertThat(status(signed(one + ":start", token).POST(BodyPublishers.noBody())))
                .isEqualTo(400);
        yandex.settle();
        assertThat(status(signed(one + ":start", token).POST(BodyPublishers.noBody())))
                .isEqualTo(400);
        assertThat(status(signed(one + ":stop", token).POST(BodyPublishers.ofString("{\"force\":true}"))))
                .isEqualTo(400);
        assertThat(status(signed(one + ":stop", token).POST(BodyPublishers.noBody())))
                .isEqualTo(200);
        assertThat(status(signed(one + ":stop", token).POST(BodyPublishers.noBody())))
                .isEqualTo(400);
    }

    @Test
    void container_calledToBeWaitedFor_isRefused() throws Exception {
        var id = yandex.makeContainer(YandexDouble.FOLDER, TestLabels.of("main", A));
        var call = signed("/called/" + id + "/", yandex.tokens().give()).POST(BodyPublishers.noBody());

        assertThat(status(call.copy())).isEqualTo(400);
        assertThat(status(call.copy().header("X-Ycf-Container-Integration-Type", "async")))
                .isEqualTo(202);
        assertThat(yandex.calls("gosling-runner", A.value())).isEqualTo(1);
    }

    @Test
    void token_askedForWrongly_isNotGiven() throws Exception {
        var metadata = "/computeMetadata/v1/instance/service-accounts/default/token";

        assertThat(status(HttpRequest.newBuilder(at(metadata)))).isEqualTo(401);
        assertThat(status(exchange("a.b"))).isEqualTo(401);
        var jwt = ServiceAccountJwt.of(
                SecretValue.of(yandex.tokens().keyFile()), yandex.endpoints().iam(), clock.instant());
        assertThat(status(exchange(jwt.reveal()))).isEqualTo(200);
        assertThat(status(exchange(jwt.reveal().replaceFirst("\\.[^.]*$", ".AAAA"))))
                .isEqualTo(401);
        assertThat(yandex.tokens().given()).isEqualTo(1);
    }

    private HttpRequest.Builder exchange(String jwt) {
        return HttpRequest.newBuilder(at("/iam/v1/tokens"))
                .POST(BodyPublishers.ofString(Web.JSON.writeValueAsString(Map.of("jwt", jwt))));
    }

    private HttpRequest.Builder signed(String path, String token) {
        return HttpRequest.newBuilder(at(path)).header("Authorization", "Bearer " + token);
    }

    private URI at(String path) {
        return URI.create(yandex.endpoints().compute() + path);
    }

    private int status(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
    }
}
