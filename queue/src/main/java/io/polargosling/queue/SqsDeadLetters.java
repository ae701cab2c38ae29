package io.polargosling.queue;

import io.polargosling.domain.command.DeadLetter;
import io.polargosling.domain.command.DeadLetters;
import io.polargosling.domain.command.QueueName;
import io.polargosling.domain.command.SendOutcome;
import io.polargosling.domain.problem.InvalidException;
import io.polargosling.domain.store.Page;
import io.polargosling.domain.store.PageRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * Dead letters of SQS, which shows a message only by handing it out: every call takes messages for a short while and
 * gives back what stays. One call at a time, since two would hide them from each other.
 */
final class SqsDeadLetters implements DeadLetters {

    // Digits of milliseconds, the same number of them for the next 200 years, so that places compare as texts.
    private static final int TIME_DIGITS = 13;
    private static final int MAX_CURSOR = 200;

    private final Queues queues;
    private final Outbox outbox;

    SqsDeadLetters(Queues queues) {
        this.queues = queues;
        this.outbox = new Outbox(queues);
    }

    /** A letter without its text, and where it stands in the list. */
    private record Placed(String place, DeadLetter letter) {}

    @Override
    public synchronized Page<DeadLetter> list(QueueName queue, PageRequest page) {
        var after = page.cursor().map(SqsDeadLetters::checked);
        try (var hand = Hand.on(queues, queues.deadLetterName(queue))) {
            var found = new ArrayList<Placed>();
            hand.takeEach(
                    taken -> taken.stream()
                            .map(message -> new Placed(place(message), letter(message)))
                            .filter(placed -> after.isEmpty() || placed.place().compareTo(after.get()) < 0)
                            .forEach(found::add),
                    () -> false);
            found.sort(Comparator.comparing(Placed::place).reversed());
            var shown = found.subList(0, Math.min(page.limit(), found.size()));
            var next = found.size() > shown.size() ? Optional.of(shown.getLast().place()) : Optional.<String>empty();
            return new Page<>(shown.stream().map(Placed::letter).toList(), next);
        }
    }

    @Override
    public synchronized Moved redrive(QueueName queue, Set<String> ids) {
        return move(queue, ids, message -> true, taken -> sentAgain(queue, taken));
    }

    @Override
    public synchronized Moved redriveAll(QueueName queue) {
        // What comes back while we are at it, as poison does, is left for another call.
        var begin = Instant.now();
        return move(queue, Set.of(), message -> !sentAt(message).isAfter(begin), taken -> sentAgain(queue, taken));
    }

    @Override
    public synchronized Moved purge(QueueName queue, Set<String> ids) {
        return move(queue, ids, message -> true, taken -> taken);
    }

    /** Says of some messages which are not needed any more. */
    @FunctionalInterface
    private interface Act {
        List<Message> on(List<Message> taken);
    }

    private Moved move(QueueName queue, Set<String> ids, Predicate<Message> wanted, Act act) {
        var missing = new HashSet<>(ids);
        var moved = new ArrayList<Message>();
        boolean all;
        try (var hand = Hand.on(queues, queues.deadLetterName(queue))) {
            all = hand.takeEach(
                    taken -> {
                        var ours = taken.stream()
                                .filter(wanted)
                                .filter(message -> ids.isEmpty() || missing.contains(message.messageId()))
                                .toList();
                        var done = hand.delete(act.on(ours));
                        moved.addAll(done);
                        done.forEach(message -> missing.remove(message.messageId()));
                    },
                    () -> !ids.isEmpty() && missing.isEmpty());
        }
        return new Moved(moved.size(), missing, all);
    }

    private List<Message> sentAgain(QueueName queue, List<Message> taken) {
        var parcels = new ArrayList<Parcel>();
        for (int place = 0; place < taken.size(); place++) {
            parcels.add(Parcel.single(
                    new Parcel.Text(
                            place, CommandCodec.withAttempt(taken.get(place).body(), 1)),
                    0));
        }
        var outcomes = new SendOutcome[taken.size()];
        outbox.send(Map.of(queue, parcels), outcomes);
        var sent = new ArrayList<Message>();
        for (int place = 0; place < outcomes.length; place++) {
            if (outcomes[place] instanceof SendOutcome.Sent) {
                sent.add(taken.get(place));
            }
        }
        return sent;
    }

    // Nothing of a text that is no command is shown: there may be anything in it.
    private static DeadLetter letter(Message message) {
        var decoded = CommandCodec.decode(message.body());
        return new DeadLetter(
                message.messageId(),
                switch (decoded) {
                    case CommandCodec.Valid valid -> Optional.of(CommandCodec.type(valid.command()));
                    case CommandCodec.Batch batch -> Optional.of(CommandCodec.BATCH);
                    case CommandCodec.Poison poison -> Optional.empty();
                },
                decoded instanceof CommandCodec.Valid valid
                        ? Optional.of(CommandCodec.key(valid.command()))
                        : Optional.empty(),
                Integer.parseInt(
                        message.attributes().getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1")),
                CommandCodec.createdAt(message.body()).orElseGet(() -> sentAt(message)),
                Optional.ofNullable(message.messageAttributes().get(Queues.REASON))
                        .flatMap(reason -> Optional.ofNullable(reason.stringValue()))
                        .or(() -> decoded instanceof CommandCodec.Poison poison
                                ? Optional.of(poison.reason())
                                : Optional.empty()));
    }

    private static Instant sentAt(Message message) {
        return Instant.ofEpochMilli(
                Long.parseLong(message.attributes().getOrDefault(MessageSystemAttributeName.SENT_TIMESTAMP, "0")));
    }

    private static String place(Message message) {
        return String.format("%0" + TIME_DIGITS + "d", sentAt(message).toEpochMilli()) + "_" + message.messageId();
    }

    private static String checked(String cursor) {
        if (cursor.length() > MAX_CURSOR || !cursor.matches("[0-9]{" + TIME_DIGITS + "}_.+")) {
            throw new InvalidException("cursor of the dead letters (expected: what the page before gave)");
        }
        return cursor;
    }
}
