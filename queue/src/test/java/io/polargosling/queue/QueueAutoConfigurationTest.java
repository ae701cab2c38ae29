package io.polargosling.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.command.DeadLetters;
import io.polargosling.queue.ymq.YmqClient;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

class QueueAutoConfigurationTest {

    @Test
    void queue_nothingConfigured_isEmbeddedWithItsQueues() {
        var program = EmbeddedQueue.program();

        assertThat(program.getBean(CommandQueue.class)).isInstanceOf(SqsQueue.class);
        assertThat(program.getBeansOfType(SqsAsyncClient.class)).hasSize(1);
        assertThatCode(program.getBean(CommandQueue.class)::check).doesNotThrowAnyException();
    }

    @Test
    void deadLetters_ofTheQueue_areThereToo() {
        assertThat(EmbeddedQueue.program().getBeansOfType(DeadLetters.class)).hasSize(1);
    }

    @Test
    void queue_ymq_usesTheClientForItAndSendsNothingYet() {
        try (var context = EmbeddedQueue.run(Plain.class, "--gosling.queue.type=ymq")) {
            assertThat(context.getBeansOfType(SqsAsyncClient.class).values())
                    .singleElement()
                    .isInstanceOf(YmqClient.class);
            assertThat(context.getBean(SqsQueue.class).client()).isSameAs(context.getBean(SqsAsyncClient.class));
        }
    }

    @Test
    void queue_ymqWithPlaceOfTheSdk_goesThere() {
        try (var context = EmbeddedQueue.run(
                Plain.class,
                "--gosling.queue.type=ymq",
                "--AWS_ENDPOINT_URL_SQS=" + EmbeddedQueue.endpoint(),
                "--AWS_REGION=ru-central1")) {
            // The SDK looks nowhere else that a test can set.
            var client = context.getBean(SqsAsyncClient.class);
            System.setProperty("aws.accessKeyId", "x");
            System.setProperty("aws.secretAccessKey", "x");
            assertThatExceptionOfType(CompletionException.class)
                    .isThrownBy(() ->
                            client.getQueueUrl(r -> r.queueName("none-such")).join())
                    .withCauseInstanceOf(QueueDoesNotExistException.class);
        }
    }

    @Test
    void queue_sqs_usesTheClientOfSpringCloudAws() {
        try (var context = EmbeddedQueue.run(
                Plain.class,
                "--gosling.queue.type=sqs",
                "--spring.cloud.aws.sqs.endpoint=http://127.0.0.1:1",
                "--spring.cloud.aws.region.static=eu-central-1",
                "--spring.cloud.aws.credentials.access-key=x",
                "--spring.cloud.aws.credentials.secret-key=x")) {
            assertThat(context.getBean(SqsQueue.class).client()).isSameAs(context.getBean(SqsAsyncClient.class));
        }
    }

    @Test
    void queue_programBringsOne_standsBack() {
        try (var context = EmbeddedQueue.run(OwnQueue.class, "--spring.cloud.aws.sqs.enabled=false")) {
            assertThat(context.getBean(CommandQueue.class)).isInstanceOf(SqsQueue.class);
            assertThat(context.getBeanNamesForType(CommandQueue.class)).containsExactly("ownQueue");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Plain {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class OwnQueue {

        @Bean
        CommandQueue ownQueue() {
            return SqsQueue.open(EmbeddedQueue.client(), EmbeddedQueue.options(Duration.ofSeconds(30), 5));
        }
    }
}
