package io.polargosling.worker.tofu;

import static org.assertj.core.api.Assertions.assertThat;

import io.polargosling.domain.problem.FindingStore;
import io.polargosling.storage.object.S3Bucket;
import io.polargosling.storage.object.StateObjects;
import io.polargosling.testkit.cloud.MotoServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Optional;

/** A bucket for states in moto, which is started once for all tests. */
final class StateBucket implements AutoCloseable {

    static final String NAME = "states";
    private static final String REGION = "us-east-1";

    private final MotoServer moto;
    private final HttpClient http = HttpClient.newHttpClient();
    final S3Bucket bucket;
    final StateObjects objects;

    private StateBucket(MotoServer moto) {
        this.moto = moto;
        bucket = new S3Bucket(NAME, "", REGION, Optional.of(moto.endpoint()));
        objects = new StateObjects(bucket);
    }

    /** Skips the test where there is no moto. */
    static StateBucket start() {
        return new StateBucket(MotoServer.start());
    }

    /** Makes it empty. */
    void reset() {
        moto.reset();
        assertThat(send("PUT", "", "")).isEqualTo(200);
    }

    States states(FindingStore findings) {
        return new S3States(bucket, Optional.empty(), passed(findings));
    }

    /** Moto looks and then writes, so of two writers at the very same moment it sometimes lets both win. */
    static LockTrial passed(FindingStore findings) {
        var trial = new LockTrial(findings, InstantSource.system());
        assertThat(trial.refusal(NAME, () -> true)).isEmpty();
        return trial;
    }

    /** Puts an object without the product's code. */
    void put(String key, String text) {
        assertThat(send("PUT", "/" + key, text)).isEqualTo(200);
    }

    private int send(String method, String path, String body) {
        try {
            var request = HttpRequest.newBuilder(URI.create(moto.endpoint() + "/" + NAME + path))
                    .method(method, HttpRequest.BodyPublishers.ofString(body))
                    // Moto lets nobody in who says nothing of himself, but believes everything.
                    .header("Authorization", "AWS4-HMAC-SHA256 Credential=x/20260101/" + REGION + "/s3/aws4_request")
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
        moto.close();
    }
}
