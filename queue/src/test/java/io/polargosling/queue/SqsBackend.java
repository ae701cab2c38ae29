package io.polargosling.queue;

import io.polargosling.domain.command.CommandHandler;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.command.DeadLetters;
import io.polargosling.domain.command.QueueName;
import io.polargosling.testkit.contract.CommandQueueContract;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Queues of their own on the ElasticMQ of this JVM, through some client. */
final class SqsBackend implements CommandQueueContract.Backend {

    private final FaultyClient faults;
    private final SqsQueue sqs;
    private final Queues queues;

    SqsBackend(SqsAsyncClient client, SqsQueue.Options options) {
        faults = new FaultyClient(client);
        queues = new Queues(faults.client(), options);
        sqs = SqsQueue.open(faults.client(), options);
        sqs.createMissing();
    }

    @Override
    public CommandQueue queue() {
        return sqs;
    }

    @Override
    public CommandQueueContract.Listening listen(QueueName name, CommandHandler handler, int concurrency) {
        var subscription = sqs.listen(name, handler, concurrency);
        return limit -> {
            var drained = subscription.drain(limit);
            return new CommandQueueContract.Drained(drained.waitedFor(), drained.left());
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
                        .visibilityTimeout(Math.toIntExact(Duration.ofMinutes(5).toSeconds())))
                .join()
                .messages()
                .stream()
                .map(Message::body)
                .toList();
    }

    @Override
    public DeadLetters deadLetters() {
        return sqs.deadLetters();
    }

    @Override
    public void refuse(Predicate<String> texts) {
        faults.refuse(texts);
    }

    @Override
    public void cut(boolean away) {
        faults.cut(away);
    }

    @Override
    public void forgetDeletions(int count) {
        faults.forgetDeletions(count);
    }
}
