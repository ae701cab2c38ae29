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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
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

    /**
     * The result of a call; fails with what the SDK's own client would fail with. What depends on it runs on a thread of
     * ours: the asynchronous calls of the JDK's client end on the common pool, which has one thread on a machine of two
     * processors, and whoever blocks that would stop us all.
     */
    CompletableFuture<Answer> call(Form form) {
        return CompletableFuture.supplyAsync(() -> tried(form.toString()), threads);
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }

    private Answer tried(String body) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(body);
            } catch (SdkException e) {
                if (attempt == TRIES || !passes(e)) {
                    throw e;
                }
                await(attempt);
            }
        }
    }

    private Answer once(String body) {
        try {
            var identity = credentials.resolveIdentity().join();
            return read(http.send(
                    request(body, identity),
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_ANSWER)));
        } catch (IOException e) {
            throw SdkClientException.create("the queue did not answer: " + e, e);
        } catch (InterruptedException e) {
            throw AbortedException.create("the client was closed", e);
        } catch (CompletionException e) {
            throw SdkClientException.create("there are no credentials: " + e.getCause(), e.getCause());
        }
    }

    private static void await(int attempt) {
        long most = FIRST_RETRY.toMillis() << attempt;
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most));
        } catch (InterruptedException e) {
            throw AbortedException.create("the client was closed", e);
        }
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

    private static boolean passes(SdkException failure) {
        return failure instanceof SqsException refusal
                ? Refusals.passes(refusal)
                : failure.getCause() instanceof IOException;
    }
}
