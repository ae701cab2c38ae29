package io.polargosling.queue;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.QueueName;
import io.polargosling.domain.command.SendOutcome;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.problem.UnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** Sends many messages at once and tells of each whether the queue has it. */
final class Outbox {

    private final Queues queues;

    Outbox(Queues queues) {
        this.queues = queues;
    }

    /** A request under way. */
    private record Sending(List<Parcel> request, CompletableFuture<SendMessageBatchResponse> answer) {}

    /**
     * Sends every command, those of one queue in as few messages as hold them; never throws.
     *
     * @return what became of each, in the order given
     */
    List<SendOutcome> sendAll(List<Command> commands, Instant now) {
        var outcomes = new SendOutcome[commands.size()];
        var texts = new EnumMap<QueueName, List<Parcel.Text>>(QueueName.class);
        for (int place = 0; place < commands.size(); place++) {
            var command = commands.get(place);
            try {
                texts.computeIfAbsent(QueueName.of(command), _ -> new ArrayList<>())
                        .add(new Parcel.Text(place, CommandCodec.encode(command, now)));
            } catch (InvalidException e) {
                outcomes[place] = new SendOutcome.Failed(String.valueOf(e.getMessage()));
            }
        }
        var parcels = new EnumMap<QueueName, List<Parcel>>(QueueName.class);
        texts.forEach((queue, some) -> parcels.put(queue, Parcel.packed(some)));
        send(parcels, outcomes);
        return Arrays.asList(outcomes);
    }

    /** Sends {@code parcels}, all requests at once, and writes what became of each command to its place; never throws. */
    void send(Map<QueueName, List<Parcel>> parcels, SendOutcome[] outcomes) {
        var sendings = new ArrayList<Sending>();
        parcels.forEach((queue, some) -> {
            for (var request : Parcel.requests(some)) {
                try {
                    sendings.add(new Sending(request, start(queue, request)));
                } catch (UnavailableException | SdkException e) {
                    fail(request, outcomes, String.valueOf(e.getMessage()));
                }
            }
        });
        long end = System.nanoTime() + Queues.ANSWER.toNanos();
        sendings.forEach(sending -> finish(sending, outcomes, end));
    }

    private CompletableFuture<SendMessageBatchResponse> start(QueueName queue, List<Parcel> request) {
        String url = queues.url(queues.name(queue));
        var entries = new ArrayList<SendMessageBatchRequestEntry>();
        for (int number = 0; number < request.size(); number++) {
            var parcel = request.get(number);
            var entry = SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(number))
                    .messageBody(parcel.body());
            if (parcel.delaySeconds() > 0) {
                entry.delaySeconds(parcel.delaySeconds());
            }
            entries.add(entry.build());
        }
        return queues.client().sendMessageBatch(r -> r.queueUrl(url).entries(entries));
    }

    private static void finish(Sending sending, SendOutcome[] outcomes, long end) {
        try {
            long left = Math.max(0, end - System.nanoTime());
            var answer = sending.answer().get(left, TimeUnit.NANOSECONDS);
            // Taken only when the queue says so, whatever else is missing from the answer.
            fail(sending.request(), outcomes, "the queue did not answer for it");
            for (var taken : answer.successful()) {
                parcel(sending, taken.id()).ifPresent(parcel -> succeed(parcel, outcomes));
            }
            for (var refused : answer.failed()) {
                parcel(sending, refused.id())
                        .ifPresent(parcel ->
                                fail(List.of(parcel), outcomes, "the queue refused it code=" + refused.code()));
            }
        } catch (ExecutionException e) {
            fail(sending.request(), outcomes, "the queue refused or did not answer: " + name(e.getCause()));
        } catch (TimeoutException e) {
            fail(sending.request(), outcomes, "no answer within " + Queues.ANSWER.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail(sending.request(), outcomes, "interrupted");
        }
    }

    private static Optional<Parcel> parcel(Sending sending, String id) {
        return IntStream.range(0, sending.request().size())
                .filter(number -> id.equals(Integer.toString(number)))
                .mapToObj(sending.request()::get)
                .findFirst();
    }

    private static String name(@Nullable Throwable cause) {
        return cause == null ? "" : cause.getClass().getSimpleName();
    }

    private static void succeed(Parcel parcel, SendOutcome[] outcomes) {
        parcel.places().forEach(place -> outcomes[place] = new SendOutcome.Sent());
    }

    private static void fail(List<Parcel> parcels, SendOutcome[] outcomes, String reason) {
        for (var parcel : parcels) {
            parcel.places().forEach(place -> outcomes[place] = new SendOutcome.Failed("sending: " + reason));
        }
    }
}
