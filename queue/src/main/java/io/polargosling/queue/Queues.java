package io.polargosling.queue;

import io.polargosling.domain.command.QueueName;
import io.polargosling.domain.problem.UnavailableException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** The calls to SQS, each of them waited for. */
final class Queues {

    /** How long any answer is waited for. */
    static final Duration ANSWER = Duration.ofSeconds(10);
    /** The message attribute that tells why we gave a message up. */
    static final String REASON = "gosling-reason";

    private static final Duration DEAD_LETTERS_KEPT = Duration.ofDays(7);

    private final SqsAsyncClient client;
    private final SqsQueue.Options options;
    private final Map<String, String> urls = new ConcurrentHashMap<>();

    Queues(SqsAsyncClient client, SqsQueue.Options options) {
        this.client = client;
        this.options = options;
    }

    SqsAsyncClient client() {
        return client;
    }

    SqsQueue.Options options() {
        return options;
    }

    String name(QueueName queue) {
        return options.prefix() + queue.word();
    }

    String deadLetterName(QueueName queue) {
        return name(queue) + "-dlq";
    }

    void send(QueueName queue, String body, int delaySeconds) {
        sendTo(name(queue), body, delaySeconds);
    }

    /** Puts {@code body} among the dead letters, with the reason beside it. */
    void sendToDeadLetters(QueueName queue, String body, String reason) {
        String name = deadLetterName(queue);
        String url = url(name);
        var attribute = MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(reason)
                .build();
        await(
                "sending to queue " + name,
                () -> client.sendMessage(
                        r -> r.queueUrl(url).messageBody(body).messageAttributes(Map.of(REASON, attribute))));
    }

    void check() {
        await(
                "asking for queue " + name(QueueName.HIGH),
                () -> client.getQueueUrl(r -> r.queueName(name(QueueName.HIGH))));
    }

    void createMissing() {
        for (var queue : QueueName.values()) {
            var kept = Long.toString(DEAD_LETTERS_KEPT.toSeconds());
            create(deadLetterName(queue), Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, kept));
            String deadLetterUrl = url(deadLetterName(queue));
            var arn = await(
                            "asking for queue " + deadLetterName(queue),
                            () -> client.getQueueAttributes(
                                    r -> r.queueUrl(deadLetterUrl).attributeNames(QueueAttributeName.QUEUE_ARN)))
                    .attributes()
                    .get(QueueAttributeName.QUEUE_ARN);
            var wanted = new LinkedHashMap<QueueAttributeName, String>();
            wanted.put(
                    QueueAttributeName.VISIBILITY_TIMEOUT,
                    Long.toString(options.visibility().toSeconds()));
            wanted.put(
                    QueueAttributeName.REDRIVE_POLICY,
                    "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":" + options.maxReceives() + "}");
            // Creating a queue that exists with other attributes is refused; then they are set.
            if (!create(name(queue), wanted)) {
                String url = url(name(queue));
                await(
                        "setting up queue " + name(queue),
                        () -> client.setQueueAttributes(r -> r.queueUrl(url).attributes(wanted)));
            }
        }
    }

    /** True when the queue is there. */
    boolean exists(String name) {
        return find(name).isPresent();
    }

    /** The address of the queue called {@code name}. */
    String url(String name) {
        return find(name)
                .orElseThrow(() -> new UnavailableException("asking for queue " + name
                        + ": it does not exist (expected: one made by the bootstrap, or by createMissing)"));
    }

    private boolean create(String name, Map<QueueAttributeName, String> attributes) {
        if (exists(name)) {
            return false;
        }
        var created = await(
                "creating queue " + name,
                () -> client.createQueue(r -> r.queueName(name).attributes(attributes)));
        urls.put(name, created.queueUrl());
        return true;
    }

    private Optional<String> find(String name) {
        var known = urls.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            var url = await("asking for queue " + name, () -> client.getQueueUrl(r -> r.queueName(name)))
                    .queueUrl();
            urls.put(name, url);
            return Optional.of(url);
        } catch (UnavailableException e) {
            if (e.getCause() instanceof QueueDoesNotExistException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void sendTo(String name, String body, int delaySeconds) {
        String url = url(name);
        await(
                "sending to queue " + name,
                () -> client.sendMessage(r -> {
                    r.queueUrl(url).messageBody(body);
                    if (delaySeconds > 0) {
                        r.delaySeconds(delaySeconds);
                    }
                }));
    }

    /** The answer to {@code call}; every way to have none is an {@link UnavailableException} that says {@code act}. */
    static <T> T await(String act, Supplier<CompletableFuture<T>> call) {
        try {
            return call.get().get(ANSWER.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new UnavailableException(act + ": the queue refused or did not answer", e.getCause());
        } catch (TimeoutException e) {
            throw new UnavailableException(act + ": no answer within " + ANSWER.toSeconds() + " s", e);
        } catch (SdkException e) {
            throw new UnavailableException(act + ": the request could not be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException(act + ": interrupted", e);
        }
    }
}
