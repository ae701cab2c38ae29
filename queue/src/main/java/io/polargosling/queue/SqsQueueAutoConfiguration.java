package io.polargosling.queue;

import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.command.DeadLetters;
import io.polargosling.settings.Settings;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/** The queues of the client there is: the one of Spring Cloud AWS, or of a configuration before it. */
@AutoConfiguration(
        afterName = {
            "io.awspring.cloud.autoconfigure.sqs.SqsAutoConfiguration",
            "io.polargosling.queue.EmbeddedQueueAutoConfiguration",
            "io.polargosling.settings.SettingsAutoConfiguration"
        })
class SqsQueueAutoConfiguration {

    @Bean
    @ConditionalOnBean(SqsAsyncClient.class)
    @ConditionalOnMissingBean(CommandQueue.class)
    SqsQueue commandQueue(Settings settings, SqsAsyncClient client) {
        var queue = settings.queue();
        return SqsQueue.open(client, SqsQueue.Options.of(queue.prefix(), queue.visibility(), queue.maxReceives()));
    }

    @Bean
    @ConditionalOnBean(SqsQueue.class)
    @ConditionalOnMissingBean(DeadLetters.class)
    DeadLetters deadLetters(SqsQueue queue) {
        return queue.deadLetters();
    }
}
