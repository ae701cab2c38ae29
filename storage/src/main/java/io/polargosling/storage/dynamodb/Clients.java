package io.polargosling.storage.dynamodb;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** How DynamoDB is called: place and credentials from the SDK's own chain, short waits, five repetitions. */
final class Clients {

    static final int REPETITIONS = 5;

    private static final Duration CONNECTING = Duration.ofSeconds(2);
    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final Duration CALL = Duration.ofSeconds(15);

    private Clients() {}

    static DynamoDbClientBuilder configured(DynamoDbStorage.Options options) {
        var builder = DynamoDbClient.builder()
                // Pooled, and it never sends a request again on its own, which a plain URL connection does.
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(options.connections())
                        .connectionTimeout(CONNECTING))
                .overrideConfiguration(o -> o.apiCallAttemptTimeout(ATTEMPT)
                        .apiCallTimeout(CALL)
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(REPETITIONS + 1)
                                .backoffStrategy(
                                        BackoffStrategy.exponentialDelay(Duration.ofMillis(20), Duration.ofSeconds(1)))
                                .throttlingBackoffStrategy(
                                        BackoffStrategy.exponentialDelay(Duration.ofMillis(50), Duration.ofSeconds(2)))
                                // One store under load must not keep another from its repetitions.
                                .circuitBreakerEnabled(false)
                                .retryOnException(Failures::isPassing)
                                .build()));
        options.endpoint()
                .ifPresent(endpoint -> builder.endpointOverride(endpoint)
                        // The stand-in on this machine asks for some region and some key, whichever.
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"))));
        return builder;
    }
}
