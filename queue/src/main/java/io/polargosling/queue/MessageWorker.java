package io.polargosling.queue;

import io.awspring.cloud.sqs.listener.MessageListener;
import io.awspring.cloud.sqs.listener.QueueMessageVisibility;
import io.awspring.cloud.sqs.listener.SqsHeaders;
import io.awspring.cloud.sqs.listener.Visibility;
import io.awspring.cloud.sqs.listener.acknowledgement.Acknowledgement;
import io.polargosling.domain.command.CommandHandler;
import io.polargosling.domain.command.QueueName;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.Message;

/** What is done with one received message: nothing it meets leaves this class as an exception. */
final class MessageWorker implements MessageListener<Object> {

    private static final Logger log = LoggerFactory.getLogger(MessageWorker.class);

    private final Queues queues;
    private final QueueName queue;
    private final CommandHandler handler;
    private final SqsQueue.Options options;
    private final Backoff backoff;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicBoolean draining = new AtomicBoolean();

    MessageWorker(Queues queues, QueueName queue, CommandHandler handler, SqsQueue.Options options, Backoff backoff) {
        this.queues = queues;
        this.queue = queue;
        this.handler = handler;
        this.options = options;
        this.backoff = backoff;
    }

    int running() {
        return running.get();
    }

    /** From now on messages that come in are given back untouched. */
    void drain() {
        draining.set(true);
    }

    @Override
    public void onMessage(Message<Object> message) {
        // Counted before the look at the flag, so that a drain sees every handler that may still start.
        running.incrementAndGet();
        try {
            if (draining.get()) {
                visibility(message).changeTo(0);
            } else {
                carryOut(message);
            }
        } catch (RuntimeException e) {
            // It is received again when its visibility has run out.
            log.warn("message left to its visibility queue={} error={}", queues.name(queue), e.toString());
        } finally {
            running.decrementAndGet();
        }
    }

    private void carryOut(Message<Object> message) {
        String body = (String) message.getPayload();
        switch (CommandCodec.decode(body)) {
            case CommandCodec.Decoded.Valid valid -> carryOut(message, valid);
            case CommandCodec.Decoded.Poison poison -> {
                log.warn("message moved to dead letters queue={} reason=\"{}\"", queues.name(queue), poison.reason());
                queues.sendToDeadLetters(queue, body);
                Acknowledgement.acknowledge(message);
            }
        }
    }

    private void carryOut(Message<Object> message, CommandCodec.Decoded.Valid valid) {
        var visibility = visibility(message);
        if (succeeded(message, valid, visibility)) {
            Acknowledgement.acknowledge(message);
        } else {
            visibility.changeTo(backoff.seconds(receives(message)));
        }
    }

    private boolean succeeded(Message<Object> message, CommandCodec.Decoded.Valid valid, Visibility visibility) {
        var keeper = VisibilityKeeper.start(visibility, options.visibility());
        try {
            handler.handle(valid.command());
            return true;
        } catch (RuntimeException e) {
            log.warn(
                    "command failed queue={} type={} id={} receives={} error=\"{}\"",
                    queues.name(queue),
                    CommandCodec.type(valid.command()),
                    valid.id(),
                    receives(message),
                    e.toString());
            log.debug("command failed id={}", valid.id(), e);
            return false;
        } finally {
            keeper.close();
        }
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
