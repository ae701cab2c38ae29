package io.polargosling.queue;

import io.awspring.cloud.sqs.listener.QueueNotFoundStrategy;
import io.awspring.cloud.sqs.listener.SqsMessageListenerContainer;
import io.awspring.cloud.sqs.listener.acknowledgement.handler.AcknowledgementMode;
import io.awspring.cloud.sqs.support.converter.SqsMessagingMessageConverter;
import io.polargosling.domain.command.QueueName;
import io.polargosling.domain.problem.UnavailableException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/** A listener container and the worker it feeds. */
final class SqsSubscription implements SqsQueue.Subscription {

    private static final Logger log = LoggerFactory.getLogger(SqsSubscription.class);

    // SQS gives at most this many messages to one request.
    private static final int MAX_BATCH = 10;
    private static final Duration DEFAULT_DRAIN = Duration.ofSeconds(90);

    // The limit of a drain is its caller's; the container itself must not give up before.
    private static final Duration CONTAINER_PATIENCE = Duration.ofHours(1);

    private final String name;
    private final SqsMessageListenerContainer<Object> container;
    private final Work work;
    private @Nullable Thread stopping;

    private SqsSubscription(String name, SqsMessageListenerContainer<Object> container, Work work) {
        this.name = name;
        this.container = container;
        this.work = work;
    }

    static SqsSubscription start(Queues queues, QueueName queue, MessageWorker worker) {
        int concurrency = worker.work().concurrency();
        var converter = new SqsMessagingMessageConverter();
        // Never a class named by a message's header: the body is ours to read.
        converter.setPayloadTypeMapper(message -> String.class);
        var options = queues.options();
        var container = SqsMessageListenerContainer.builder()
                .id(queues.name(queue))
                .sqsAsyncClient(queues.client())
                .queueNames(queues.name(queue))
                .messageListener(worker)
                .configure(o -> o.messageConverter(converter)
                        .maxConcurrentMessages(concurrency)
                        .maxMessagesPerPoll(Math.min(MAX_BATCH, concurrency))
                        .messageVisibility(options.visibility())
                        .pollTimeout(options.pollWait())
                        .acknowledgementMode(AcknowledgementMode.MANUAL)
                        .acknowledgementInterval(Duration.ZERO)
                        .acknowledgementThreshold(0)
                        .queueNotFoundStrategy(QueueNotFoundStrategy.FAIL)
                        .listenerShutdownTimeout(CONTAINER_PATIENCE)
                        .componentsTaskExecutor(new VirtualThreadTaskExecutor(queues.name(queue) + "-")))
                .build();
        try {
            container.start();
        } catch (RuntimeException e) {
            throw new UnavailableException("listening to queue " + queues.name(queue) + ": it does not answer", e);
        }
        log.info("queue listened to queue={} concurrency={}", queues.name(queue), concurrency);
        return new SqsSubscription(queues.name(queue), container, worker.work());
    }

    @Override
    public int running() {
        return work.running();
    }

    @Override
    public SqsQueue.Drained drain(Duration limit) {
        work.drain();
        int waitedFor = work.running();
        try {
            stopping().join(limit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var drained = new SqsQueue.Drained(waitedFor, work.running());
        log.info("queue drained queue={} waited_for={} left={}", name, drained.waitedFor(), drained.left());
        return drained;
    }

    // One stop for all who ask for it, since a second one of the container would not wait.
    private synchronized Thread stopping() {
        if (stopping == null) {
            stopping = Thread.ofVirtual().name(name + "-drain").start(container::stop);
        }
        return stopping;
    }

    @Override
    public void close() {
        drain(DEFAULT_DRAIN);
    }
}
