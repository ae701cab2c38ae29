package io.polargosling.queue;

import io.polargosling.queue.ymq.YmqClient;
import io.polargosling.testkit.contract.CommandQueueContract;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/** Over the client for Yandex, to the same ElasticMQ; that one looks at no signature. */
class YmqQueueContractTest extends CommandQueueContract {

    private static final SqsAsyncClient CLIENT = YmqClient.of(
            EmbeddedQueue.endpoint(),
            Region.of("ru-central1"),
            StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key")));

    @Override
    protected Backend open() {
        return new SqsBackend(CLIENT, EmbeddedQueue.options(VISIBILITY, MAX_RECEIVES));
    }
}
