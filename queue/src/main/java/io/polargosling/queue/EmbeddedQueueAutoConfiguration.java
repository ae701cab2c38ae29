package io.polargosling.queue;

import io.polargosling.domain.command.CommandQueue;
import io.polargosling.settings.Settings;
import java.time.Duration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/** ElasticMQ in this process, which is what there is unless the settings name another. */
@AutoConfiguration(
        beforeName = "io.awspring.cloud.autoconfigure.sqs.SqsAutoConfiguration",
        afterName = "io.polargosling.settings.SettingsAutoConfiguration")
@ConditionalOnMissingBean({CommandQueue.class, SqsAsyncClient.class})
@ConditionalOnProperty(name = "gosling.queue.type", havingValue = "embedded", matchIfMissing = true)
class EmbeddedQueueAutoConfiguration {

    @Bean
    SqsQueue commandQueue(Settings settings) {
        var queue = settings.queue();
        // Nobody pays for a request here, and a drain is quicker.
        return SqsQueue.startEmbedded(
                settings.dataFolder(),
                new SqsQueue.Options(
                        queue.prefix(),
                        queue.visibility(),
                        queue.maxReceives(),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5)));
    }

    // Named as Spring Cloud AWS names it, which then makes none of its own. The server closes it.
    @Bean(destroyMethod = "")
    SqsAsyncClient sqsAsyncClient(SqsQueue queue) {
        return queue.client();
    }
}
