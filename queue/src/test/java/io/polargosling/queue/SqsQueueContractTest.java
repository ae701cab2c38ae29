package io.polargosling.queue;

import io.polargosling.domain.command.CommandHandler;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.command.QueueName;
import io.polargosling.testkit.contract.CommandQueueContract;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.sqs.model.Message;

class SqsQueueContractTest extends CommandQueueContract {

    @Override
    protected Backend open() {
        var options = EmbeddedQueue.options(VISIBILITY, MAX_RECEIVES);
        var queue = SqsQueue.open(EmbeddedQueue.client(), options);
        queue.createMissing();
        return new OnElasticMq(queue, new Queues(EmbeddedQueue.client(), options));
    }

    private record OnElasticMq(SqsQueue sqs, Queues queues) implements Backend {

        @Override
        public CommandQueue queue() {
            return sqs;
        }

        @Override
        public Listening listen(QueueName name, CommandHandler handler, int concurrency) {
            var subscription = sqs.listen(name, handler, concurrency);
            return limit -> {
                var drained = subscription.drain(limit);
                return new Drained(drained.waitedFor(), drained.left());
            };
        }

        @Override
        public void sendText(QueueName name, String body) {
            queues.send(name, body, 0);
        }

        @Override
        public List<String> takeDeadLetters(QueueName name) {
            String url = queues.url(queues.deadLetterName(name));
            return queues
                    .client()
                    .receiveMessage(r -> r.queueUrl(url)
                            .maxNumberOfMessages(10)
                            .visibilityTimeout(
                                    Math.toIntExact(Duration.ofMinutes(5).toSeconds())))
                    .join()
                    .messages()
                    .stream()
                    .map(Message::body)
                    .toList();
        }
    }
}
