package io.polargosling.queue.ymq;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** Signs the calls, sends them, and tries again what may pass. */
final class Wire implements AutoCloseable {

    private static final String SERVICE = "sqs";
    private static final int TRIES = 3;
    private static final Duration FIRST_RETRY = Duration.ofMillis(100);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    // A receive waits for up to 20 s.
    private static final Duration ANSWER = Duration.ofSeconds(30);
    // Ten messages of 256 KiB, each character of them an entity.
    private static final long MAX_ANSWER = 16L * 1024 * 1024;
    // What the HTTP client writes by itself.
    private static final Set<String> ITS_OWN = Set.of("host", "content-length");

    private final URI endpoint;
    private final Region region;
    private final IdentityProvider<? extends AwsCredentialsIdentity> credentials;
    private final Clock clock;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("ymq-", 0).factory());
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(threads)
            .build();

    Wire(URI endpoint, Region region, IdentityProvider<? extends AwsCredentialsIdentity> credentials, Clock clock) {
        this.endpoint = endpoint;
        this.region = region;
        this.credentials = credentials;
        this.clock = clock;
    }

    /** The result of a call; fails with what the SDK's own client would fail with. */
    CompletableFuture<Answer> call(Form form) {
        return call(form, 1);
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }

    private CompletableFuture<Answer> call(Form form, int attempt) {
        return credentials
                .resolveIdentity()
                .thenCompose(identity -> http.sendAsync(
                        request(form.toString(), identity),
                        HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER)))
                .thenApply(Wire::read)
                .exceptionallyCompose(thrown -> {
                    var failure = failure(thrown);
                    return attempt < TRIES && passes(failure)
                            ? CompletableFuture.supplyAsync(() -> form, later(attempt))
                                    .thenCompose(same -> call(same, attempt + 1))
                            : CompletableFuture.failedFuture(failure);
                });
    }

    private Executor later(int attempt) {
        long most = FIRST_RETRY.toMillis() << attempt;
        return CompletableFuture.delayedExecutor(
                ThreadLocalRandom.current().nextLong(most / 2, most), TimeUnit.MILLISECONDS, threads);
    }

    /** The signed request; the signature covers the body. */
    HttpRequest request(String body, AwsCredentialsIdentity identity) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var signed = signer.sign(sign -> sign.identity(identity)
                        .request(unsigned())
                        .payload(ContentStreamProvider.fromByteArray(bytes))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
                .request();
        var request = HttpRequest.newBuilder(signed.getUri())
                .timeout(ANSWER)
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes));
        signed.forEachHeader((name, values) -> {
            if (!ITS_OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private SdkHttpRequest unsigned() {
        return SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint)
                .putHeader("Content-Type", "application/x-www-form-urlencoded")
                .build();
    }

    private static Answer read(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        try {
            var answer = Answer.parse(response.body());
            if (status == 200) {
                return answer;
            }
            throw Refusals.of(status, answer);
        } catch (XMLStreamException e) {
            if (status == 200) {
                throw SdkClientException.create("the answer is not the XML of a queue", e);
            }
            throw Refusals.of(status, "HTTP " + status, "status " + status + " without an XML body");
        }
    }

    private static RuntimeException failure(Throwable thrown) {
        var cause = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        return switch (cause) {
            case IOException e -> SdkClientException.create("the queue did not answer: " + e, e);
            case RuntimeException e -> e;
            default -> SdkClientException.create("the request could not be made: " + cause, cause);
        };
    }

    private static boolean passes(RuntimeException failure) {
        return failure instanceof SqsException refusal
                ? Refusals.passes(refusal)
                : failure.getCause() instanceof IOException;
    }
}
