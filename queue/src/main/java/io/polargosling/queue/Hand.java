package io.polargosling.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Messages taken from a queue for a short while; those not deleted are given back when it is closed. */
final class Hand implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Hand.class);

    /** Messages one hand takes at most. */
    static final int REACH = 1000;

    // Longer than we take, so that none is met twice; should we die, they are back after this.
    private static final Duration HIDDEN = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MAX_BATCH = 10;
    // With a wait all servers of a queue are asked, without one only some.
    private static final int WAIT_SECONDS = 1;

    private final Queues queues;
    private final String name;
    private final String url;
    // Receipts by id; the texts may be large, so only who needs them keeps them.
    private final Map<String, String> held = new HashMap<>();

    private Hand(Queues queues, String name, String url) {
        this.queues = queues;
        this.name = name;
        this.url = url;
    }

    /** Nothing yet of the queue called {@code name}. */
    static Hand on(Queues queues, String name) {
        return new Hand(queues, name, queues.url(name));
    }

    /**
     * Takes some messages after others and shows them to {@code seer}, each once, until no more come, {@code enough}
     * says so, or the bound of count or time is reached.
     *
     * @return false when the bound was reached
     */
    boolean takeEach(Consumer<List<Message>> seer, BooleanSupplier enough) {
        var seen = new HashSet<String>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (seen.size() < REACH && System.nanoTime() < end) {
            if (enough.getAsBoolean()) {
                return true;
            }
            var taken = receive();
            if (taken.isEmpty()) {
                return true;
            }
            taken.forEach(message -> held.put(message.messageId(), message.receiptHandle()));
            seer.accept(taken.stream()
                    .filter(message -> seen.add(message.messageId()))
                    .toList());
        }
        return enough.getAsBoolean();
    }

    /** Deletes {@code messages}; the ones that are gone then. */
    List<Message> delete(List<Message> messages) {
        if (messages.isEmpty()) {
            return List.of();
        }
        var entries = new ArrayList<DeleteMessageBatchRequestEntry>();
        for (var message : messages) {
            entries.add(DeleteMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(message.receiptHandle())
                    .build());
        }
        var kept = Queues.await(
                        "deleting from queue " + name,
                        () -> queues.client()
                                .deleteMessageBatch(r -> r.queueUrl(url).entries(entries)))
                .failed()
                .stream()
                .map(BatchResultErrorEntry::id)
                .collect(Collectors.toSet());
        var gone = new ArrayList<Message>();
        for (int number = 0; number < messages.size(); number++) {
            if (!kept.contains(Integer.toString(number))) {
                gone.add(messages.get(number));
                held.remove(messages.get(number).messageId());
            }
        }
        return gone;
    }

    @Override
    public void close() {
        var all = List.copyOf(held.values());
        held.clear();
        for (int from = 0; from < all.size(); from += MAX_BATCH) {
            giveBack(all.subList(from, Math.min(all.size(), from + MAX_BATCH)));
        }
    }

    private List<Message> receive() {
        return Queues.await(
                        "receiving from queue " + name,
                        () -> queues.client()
                                .receiveMessage(r -> r.queueUrl(url)
                                        .maxNumberOfMessages(MAX_BATCH)
                                        .visibilityTimeout(Math.toIntExact(HIDDEN.toSeconds()))
                                        .waitTimeSeconds(WAIT_SECONDS)
                                        .messageSystemAttributeNames(
                                                MessageSystemAttributeName.SENT_TIMESTAMP,
                                                MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)
                                        .messageAttributeNames(Queues.REASON)))
                .messages();
    }

    private void giveBack(List<String> receipts) {
        var entries = new ArrayList<ChangeMessageVisibilityBatchRequestEntry>();
        for (var receipt : receipts) {
            entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .receiptHandle(receipt)
                    .visibilityTimeout(0)
                    .build());
        }
        try {
            Queues.await(
                    "giving back to queue " + name,
                    () -> queues.client()
                            .changeMessageVisibilityBatch(r -> r.queueUrl(url).entries(entries)));
        } catch (RuntimeException e) {
            // They come back by themselves.
            log.warn("messages not given back queue={} count={} error=\"{}\"", name, receipts.size(), e.toString());
        }
    }
}
