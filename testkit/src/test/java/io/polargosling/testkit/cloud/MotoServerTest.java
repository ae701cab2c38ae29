package io.polargosling.testkit.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class MotoServerTest {

    @Test
    void moto_bucketMadeAndForgotten_isGoneAfterReset() throws IOException, InterruptedException {
        try (var server = MotoServer.start();
                var http = HttpClient.newHttpClient()) {
            server.reset();
            var bucket = HttpRequest.newBuilder(server.endpoint().resolve("/a-bucket"));
            var nothing = HttpResponse.BodyHandlers.discarding();
            assertThat(http.send(
                                    bucket.copy()
                                            .PUT(HttpRequest.BodyPublishers.noBody())
                                            .build(),
                                    nothing)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(http.send(bucket.copy().HEAD().build(), nothing).statusCode())
                    .isEqualTo(200);

            server.reset();

            assertThat(http.send(bucket.copy().HEAD().build(), nothing).statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void moto_closed_answersNoMore() {
        var server = MotoServer.start();
        server.close();

        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(server.endpoint()).build();
            assertThatThrownBy(() -> http.send(request, HttpResponse.BodyHandlers.discarding()))
                    .isInstanceOf(ConnectException.class);
        }
    }
}
