package io.polargosling.clouds;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** The clients of each region, made when it is first asked and kept; they share their connections. */
final class AwsRegions {

    private static final Duration CALL = Duration.ofSeconds(60);
    private static final Duration ATTEMPT = Duration.ofSeconds(20);
    private static final ClientOverrideConfiguration LIMITS = ClientOverrideConfiguration.builder()
            .apiCallTimeout(CALL)
            .apiCallAttemptTimeout(ATTEMPT)
            .build();

    private final Supplier<Set<String>> names;
    private final AwsCredentialsProvider credentials;
    private final Optional<URI> endpoint;
    private final Map<String, Clients> clients = new HashMap<>();
    private @Nullable SdkHttpClient http;

    /** What is asked in one region. */
    record Clients(String region, Ec2Client ec2, EcsClient ecs, LambdaClient lambda) {}

    /**
     * @param names where machines may be, asked anew for each listing
     * @param endpoint that answers instead of every service; empty for AWS itself
     */
    AwsRegions(Supplier<Set<String>> names, AwsCredentialsProvider credentials, Optional<URI> endpoint) {
        this.names = names;
        this.credentials = credentials;
        this.endpoint = endpoint;
    }

    /** Those where machines may be, in order. */
    List<Clients> all() {
        return new TreeSet<>(names.get()).stream().map(this::of).toList();
    }

    synchronized Clients of(String region) {
        return clients.computeIfAbsent(
                region,
                name -> new Clients(
                        name,
                        build(Ec2Client.builder(), name),
                        build(EcsClient.builder(), name),
                        build(LambdaClient.builder(), name)));
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(B builder, String region) {
        if (http == null) {
            http = Apache5HttpClient.builder()
                    .connectionTimeout(Duration.ofSeconds(5))
                    .build();
        }
        endpoint.ifPresent(builder::endpointOverride);
        return builder.region(Region.of(region))
                .credentialsProvider(credentials)
                .httpClient(http)
                .overrideConfiguration(LIMITS)
                .build();
    }
}
