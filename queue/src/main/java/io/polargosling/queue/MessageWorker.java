package io.polargosling.queue;

import io.awspring.cloud.sqs.listener.MessageListener;
import io.awspring.cloud.sqs.listener.QueueMessageVisibility;
import io.awspring.cloud.sqs.listener.SqsHeaders;
import io.awspring.cloud.sqs.listener.Visibility;
import io.awspring.cloud.sqs.listener.acknowledgement.Acknowledgement;
import io.polargosling.domain.command.QueueName;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;

/**
 * What is done with one received message: it is deleted only when everything in it is done or on a queue again, and
 * nothing it meets leaves this class as an exception.
 */
final class MessageWorker implements MessageListener<Object> {

    private static final Logger log = LoggerFactory.getLogger(MessageWorker.class);

    private final Queues queues;
    private final QueueName queue;
    private final Work work;
    private final BatchWork batches;

    MessageWorker(Queues queues, QueueName queue, Work work) {
        this.queues = queues;
        this.queue = queue;
        this.work = work;
        this.batches = new BatchWork(queues, queue, work);
    }

    Work work() {
        return work;
    }

    @Override
    public void onMessage(Message<Object> message) {
        var visibility = visibility(message);
        int receives = receives(message);
        try {
            var settled = kept(visibility, (String) message.getPayload(), receives);
            switch (settled) {
                case Settled.Delete delete -> Acknowledgement.acknowledge(message);
                case Settled.Return back -> visibility.changeTo(back.seconds());
            }
        } catch (RuntimeException e) {
            // It is received again when its visibility has run out.
            log.warn("message left to its visibility queue={} error={}", queues.name(queue), e.toString());
        }
    }

    /** What is to become of a message. */
    sealed interface Settled {

        /** Nothing of it is needed any more. */
        record Delete() implements Settled {}

        /** It is to be received again after a while. */
        record Return(int seconds) implements Settled {}
    }

    private Settled kept(Visibility visibility, String body, int receives) {
        // What is set after this lasts, as the keeper waits for its own last word.
        try (var _ = VisibilityKeeper.start(visibility, queues.options().visibility())) {
            return switch (CommandCodec.decode(body)) {
                case CommandCodec.Valid valid -> settle(valid, receives);
                case CommandCodec.Poison poison -> bury(poison, poison.reason());
                case CommandCodec.Batch batch -> batches.settle(batch, receives);
            };
        }
    }

    private Settled settle(CommandCodec.Valid valid, int receives) {
        int tries = valid.attempt() - 1 + receives;
        return switch (work.run(valid, tries, queues.name(queue))) {
            case Work.Fate.Done done -> new Settled.Delete();
            case Work.Fate.Again again -> new Settled.Return(again.seconds());
            case Work.Fate.Dead dead -> bury(valid, dead.reason());
            case Work.Fate.Untouched untouched -> new Settled.Return(0);
        };
    }

    private Settled bury(CommandCodec.Item item, String reason) {
        queues.sendToDeadLetters(queue, item.text(), reason);
        log.warn("message moved to dead letters queue={} reason=\"{}\"", queues.name(queue), reason);
        return new Settled.Delete();
    }

    private static int receives(Message<?> message) {
        var count = message.getHeaders().get(SqsHeaders.MessageSystemAttributes.SQS_APPROXIMATE_RECEIVE_COUNT);
        return count == null ? 1 : Integer.parseInt(count.toString());
    }

    private static Visibility visibility(Message<?> message) {
        return Objects.requireNonNull(
                message.getHeaders().get(SqsHeaders.SQS_VISIBILITY_TIMEOUT_HEADER, QueueMessageVisibility.class));
    }
}
