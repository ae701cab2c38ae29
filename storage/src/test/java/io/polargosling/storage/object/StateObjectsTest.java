package io.polargosling.storage.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.polargosling.domain.problem.InternalException;
import io.polargosling.domain.problem.UnavailableException;
import io.polargosling.testkit.cloud.MotoServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class StateObjectsTest {

    private static MotoServer moto;
    private static S3Bucket bucket;
    private static S3Client client;

    private StateObjects objects;

    @BeforeAll
    static void start() {
        moto = MotoServer.start();
        bucket = new S3Bucket("states", "here/", "us-east-1", Optional.of(moto.endpoint()));
        client = S3Objects.client(bucket);
    }

    @AfterAll
    static void stop() {
        client.close();
        moto.close();
    }

    @BeforeEach
    void empty() {
        moto.reset();
        objects = new StateObjects(bucket);
        var _ = client.createBucket(request -> request.bucket("states"));
    }

    @Test
    void beginning_longObject_isItsFirstBytes() {
        put("here/a", "0123456789");

        assertThat(objects.beginning("a", 4))
                .hasValueSatisfying(bytes ->
                        assertThat(bytes).asString(StandardCharsets.UTF_8).isEqualTo("0123"));
        assertThat(objects.beginning("b", 4)).isEmpty();
    }

    @Test
    void remove_noteIsStillTheOneRead_removesIt() {
        put("here/a", "mine");
        var read = objects.note("a").orElseThrow();

        assertThat(read.text()).isEqualTo("mine");
        assertThat(objects.remove("a", read)).isTrue();
        assertThat(objects.note("a")).isEmpty();
    }

    @Test
    void remove_noteIsAnotherByNow_leavesIt() {
        put("here/a", "mine");
        var read = objects.note("a").orElseThrow();
        put("here/a", "somebody else's");

        assertThat(objects.remove("a", read)).isFalse();
        assertThat(objects.note("a"))
                .hasValueSatisfying(note -> assertThat(note.text()).isEqualTo("somebody else's"));
    }

    @Test
    void keepsOutTheSecond_storeHonoursTheCondition_isTrueAndNothingIsLeft() throws IOException {
        // Moto looks and then writes, so of two at the very same moment it sometimes lets both win.
        try (var good = new Answering(0)) {
            assertThat(good.objects().keepsOutTheSecond("_probe/")).isTrue();
            assertThat(good.kept).isEmpty();
        }
    }

    @Test
    void keepsOutTheSecond_storeIgnoresTheCondition_isFalse() throws IOException {
        try (var careless = new Answering(200)) {
            assertThat(careless.objects().keepsOutTheSecond("_probe/")).isFalse();
        }
    }

    @Test
    void keepsOutTheSecond_nobodyWins_isNoAnswer() throws IOException {
        try (var busy = new Answering(412)) {
            assertThatThrownBy(() -> busy.objects().keepsOutTheSecond("_probe/"))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("try again");
        }
    }

    @Test
    void keepsOutTheSecond_rightIsMissing_isSaid() throws IOException {
        try (var locked = new Answering(403)) {
            assertThatThrownBy(() -> locked.objects().keepsOutTheSecond("_probe/"))
                    .isInstanceOf(InternalException.class)
                    .hasMessageContaining("403");
        }
    }

    @Test
    void credentials_ofTheSdksChain_areVariables() {
        assertThat(StateObjects.credentials()).containsKeys("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
    }

    private static void put(String key, String text) {
        var _ = client.putObject(request -> request.bucket("states").key(key), RequestBody.fromString(text));
    }

    /** A store that takes no notice of what it is asked: writes get one answer; with 0, the first of a name wins. */
    private static final class Answering implements AutoCloseable {

        private final HttpServer server;
        private final Set<String> kept = ConcurrentHashMap.newKeySet();

        Answering(int status) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", exchange -> {
                try (exchange) {
                    exchange.getRequestBody().readAllBytes();
                    var path = exchange.getRequestURI().getPath();
                    boolean isWrite = "PUT".equals(exchange.getRequestMethod());
                    boolean isFirst = isWrite ? kept.add(path) : kept.remove(path);
                    int answer = status != 0 ? status : isFirst ? 200 : 412;
                    exchange.sendResponseHeaders(isWrite ? answer : 204, -1);
                }
            });
            server.start();
        }

        StateObjects objects() {
            var endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
            return new StateObjects(new S3Bucket("states", "", "us-east-1", Optional.of(endpoint)));
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
