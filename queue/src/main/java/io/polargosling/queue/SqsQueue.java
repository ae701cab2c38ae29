package io.polargosling.queue;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.CommandHandler;
import io.polargosling.domain.command.CommandQueue;
import io.polargosling.domain.command.DeadLetters;
import io.polargosling.domain.command.QueueName;
import io.polargosling.domain.command.SendOutcome;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongUnaryOperator;
import software.amazon.awssdk.services.sqs.SqsAsyncClient;

/**
 * Commands on SQS or on what speaks its protocol. Every queue {@code PREFIX + word} has a dead-letter queue
 * {@code PREFIX + word + "-dlq"}; order is never kept and a command may arrive more than once.
 */
public final class SqsQueue implements CommandQueue, AutoCloseable {

    private static final Duration MAX_DELAY = Duration.ofMinutes(15);

    private final Queues queues;
    private final Options options;
    private final InstantSource clock;
    private final LongUnaryOperator jitter;
    private final Runnable onClose;

    SqsQueue(SqsAsyncClient client, Options options, InstantSource clock, LongUnaryOperator jitter, Runnable onClose) {
        this.queues = new Queues(client, options);
        this.options = options;
        this.clock = clock;
        this.jitter = jitter;
        this.onClose = onClose;
    }

    /**
     * How the queues are used.
     *
     * @param prefix of every queue's name
     * @param visibility how long a received message stays hidden; renewed while its handler runs; at least 3 seconds
     * @param maxReceives after which a message goes to the dead-letter queue, 1 to 1000
     * @param pollWait how long one request for messages waits, which is also how long a drain may take when idle;
     *     whole seconds, 1 to 20
     * @param firstRetry when a message is received again after its handler has failed; doubles with every receive up
     *     to 600 s, 20 % more or less
     */
    public record Options(String prefix, Duration visibility, int maxReceives, Duration pollWait, Duration firstRetry) {

        /** The given ones, requests that wait 5 seconds, and a first retry after 5. */
        public static Options of(String prefix, Duration visibility, int maxReceives) {
            return new Options(prefix, visibility, maxReceives, Duration.ofSeconds(5), Duration.ofSeconds(5));
        }
    }

    /** Receiving commands from one queue. */
    public interface Subscription extends AutoCloseable {

        /** How many handlers run right now. */
        int running();

        /**
         * Stops receiving and waits for the handlers that run, at most {@code limit}; again when called again. Commands of handlers that are
         * left behind are received again once their visibility has run out.
         */
        Drained drain(Duration limit);

        /** As {@link #drain} with 90 seconds. */
        @Override
        void close();
    }

    /**
     * How a drain ended.
     *
     * @param waitedFor handlers that ran when it began
     * @param left handlers that still ran when it gave up; 0 after a clean end
     */
    public record Drained(int waitedFor, int left) {}

    /** The queues that {@code client} reaches; it stays the caller's. Sends nothing until used. */
    public static SqsQueue open(SqsAsyncClient client, Options options) {
        return new SqsQueue(client, options, Clock.systemUTC(), Backoff::jitter, () -> {});
    }

    /**
     * Starts ElasticMQ in this process, with its messages in {@code dataFolder}, and makes the queues. One per JVM:
     * its storage is a singleton.
     *
     * @throws io.polargosling.domain.problem.ConflictException when this JVM has started one before
     * @throws io.polargosling.domain.problem.UnavailableException when it does not start, as when another process uses
     *     the folder
     */
    public static SqsQueue startEmbedded(Path dataFolder, Options options) {
        var server = EmbeddedSqs.start(dataFolder, options);
        return new SqsQueue(server.client(), options, Clock.systemUTC(), Backoff::jitter, server::close);
    }

    /** Makes the queues that are missing and gives the others our visibility and receive limit. */
    public void createMissing() {
        queues.createMissing();
    }

    @Override
    public void send(Command command) {
        send(command, Duration.ZERO);
    }

    @Override
    public void send(Command command, Duration delay) {
        queues.send(QueueName.of(command), CommandCodec.encode(command, clock.instant()), seconds(delay));
    }

    @Override
    public List<SendOutcome> sendAll(List<Command> commands) {
        return new Outbox(queues).sendAll(commands, clock.instant());
    }

    @Override
    public void check() {
        queues.check();
    }

    /**
     * Has {@code handler} carry out the commands of a queue, each on a virtual thread, until the subscription is
     * drained. A message is deleted after its handler has returned; when it throws, the message comes back later, no
     * earlier than an {@link io.polargosling.domain.problem.UnavailableException} asks for, and goes to the dead-letter
     * queue when it was tried as often as the options say. Of a message with several commands, only those that failed
     * come back, each on its own. What is no command goes to the dead-letter queue at once.
     *
     * @param concurrency handlers at once, at least 1
     * @throws io.polargosling.domain.problem.UnavailableException when the queue does not answer
     */
    public Subscription listen(QueueName name, CommandHandler handler, int concurrency) {
        var backoff = new Backoff(options.firstRetry(), jitter);
        var work = new Work(handler, concurrency, options.maxReceives(), backoff, clock);
        return SqsSubscription.start(queues, name, new MessageWorker(queues, name, work));
    }

    /** What was given up of these queues. */
    public DeadLetters deadLetters() {
        return new SqsDeadLetters(queues);
    }

    /** Stops the embedded server, where there is one; drain the subscriptions before. */
    @Override
    public void close() {
        onClose.run();
    }

    /** The client, for what is not here. */
    SqsAsyncClient client() {
        return queues.client();
    }

    private static int seconds(Duration delay) {
        if (delay.isNegative()) {
            return 0;
        }
        var cut = delay.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : delay;
        return Math.toIntExact(cut.plusSeconds(1).minusNanos(1).toSeconds());
    }
}
