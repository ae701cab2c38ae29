package io.polargosling.queue.ymq;

import java.net.URI;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/** The client of Yandex Message Queue; where it is and who we are is told as to the AWS SDK. */
@AutoConfiguration(beforeName = "io.awspring.cloud.autoconfigure.sqs.SqsAutoConfiguration")
@ConditionalOnMissingBean(SqsAsyncClient.class)
@ConditionalOnProperty(name = "gosling.queue.type", havingValue = "ymq")
class YmqAutoConfiguration {

    private static final String ENDPOINT = "https://message-queue.api.cloud.yandex.net";
    private static final String REGION = "ru-central1";

    // Named as Spring Cloud AWS names it, which then makes none of its own.
    @Bean
    SqsAsyncClient sqsAsyncClient(Environment environment) {
        var endpoint = first(
                environment,
                ENDPOINT,
                "AWS_ENDPOINT_URL_SQS",
                "aws.endpointUrlSqs",
                "AWS_ENDPOINT_URL",
                "aws.endpointUrl");
        var region = first(environment, REGION, "AWS_REGION", "aws.region");
        return YmqClient.of(
                URI.create(endpoint),
                Region.of(region),
                DefaultCredentialsProvider.builder().build());
    }

    private static String first(Environment environment, String otherwise, String... names) {
        return Stream.of(names)
                .map(environment::getProperty)
                .filter(value -> value != null && !value.isBlank())
                .findFirst()
                .orElse(otherwise);
    }
}
