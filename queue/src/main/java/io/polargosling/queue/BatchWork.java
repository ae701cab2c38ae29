package io.polargosling.queue;

import io.polargosling.domain.command.Command;
import io.polargosling.domain.command.QueueName;
import io.polargosling.domain.command.SendOutcome;
import io.polargosling.domain.problem.UnavailableException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done with a message of several commands. */
final class BatchWork {

    private static final Logger log = LoggerFactory.getLogger(BatchWork.class);

    private final Queues queues;
    private final QueueName queue;
    private final Work work;
    private final Outbox outbox;
    private final Answered answered = new Answered();

    BatchWork(Queues queues, QueueName queue, Work work) {
        this.queues = queues;
        this.queue = queue;
        this.work = work;
        this.outbox = new Outbox(queues);
    }

    /**
     * Carries out each command once, several at a time; those that failed are on the queue again when this returns, each
     * on its own, and what never can be done is among the dead letters. When that could not be brought about, the
     * whole message is to come back: what was done is then done twice.
     */
    MessageWorker.Settled settle(CommandCodec.Batch batch, int receives) {
        var fates = carryOut(batch.items(), receives);
        if (fates.stream().allMatch(Work.Fate.Untouched.class::isInstance)) {
            return new MessageWorker.Settled.Return(0);
        }
        if (bury(batch.items(), fates) && sendAgain(batch.items(), fates, receives)) {
            return new MessageWorker.Settled.Delete();
        }
        return new MessageWorker.Settled.Return(work.retrySeconds(receives));
    }

    // Each lane takes the next command when it is done with one. They share their slots with all other messages.
    private List<Work.Fate> carryOut(List<CommandCodec.Item> items, int receives) {
        var fates = new Work.Fate[items.size()];
        Arrays.fill(fates, new Work.Fate.Untouched());
        var next = new AtomicInteger();
        var name = queues.name(queue);
        var threads = Thread.ofVirtual().name(name + "-item-", 0).factory();
        // Closing waits for all, and then everything they have written is seen here.
        try (var lanes = Executors.newThreadPerTaskExecutor(threads)) {
            for (int lane = 0; lane < Math.min(work.concurrency(), items.size()); lane++) {
                lanes.execute(() -> {
                    for (int item = next.getAndIncrement(); item < fates.length; item = next.getAndIncrement()) {
                        fates[item] = switch (items.get(item)) {
                            case CommandCodec.Valid valid -> carryOut(valid, tries(valid, receives), name);
                            case CommandCodec.Poison poison -> new Work.Fate.Dead(poison.reason());
                        };
                    }
                });
            }
        }
        return List.of(fates);
    }

    private Work.Fate carryOut(CommandCodec.Valid item, int tries, String name) {
        if (answered.is(item)) {
            return new Work.Fate.Done();
        }
        if (!rested(item.command())) {
            return new Work.Fate.Untouched();
        }
        if (answered.is(item)) {
            return new Work.Fate.Done();
        }
        var begun = work.now();
        var fate = work.run(item, tries, name);
        if (fate instanceof Work.Fate.Done) {
            answered.add(item.command(), begun);
        }
        return fate;
    }

    /** Waits as long as the command is to wait, without a slot; false when we are stopped meanwhile. */
    private boolean rested(Command command) {
        try {
            Thread.sleep(answered.restBefore(command, work.now()));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int tries(CommandCodec.Valid valid, int receives) {
        return valid.attempt() - 1 + receives;
    }

    private boolean bury(List<CommandCodec.Item> items, List<Work.Fate> fates) {
        for (int place = 0; place < fates.size(); place++) {
            if (fates.get(place) instanceof Work.Fate.Dead dead) {
                try {
                    queues.sendToDeadLetters(queue, items.get(place).text(), dead.reason());
                    log.warn("command moved to dead letters queue={} reason=\"{}\"", queues.name(queue), dead.reason());
                } catch (UnavailableException e) {
                    log.warn("batch comes back whole queue={} error=\"{}\"", queues.name(queue), e.toString());
                    return false;
                }
            }
        }
        return true;
    }

    private boolean sendAgain(List<CommandCodec.Item> items, List<Work.Fate> fates, int receives) {
        var parcels = new ArrayList<Parcel>();
        var untouched = new ArrayList<Parcel.Text>();
        for (int place = 0; place < fates.size(); place++) {
            if (items.get(place) instanceof CommandCodec.Valid valid) {
                int tries = tries(valid, receives);
                switch (fates.get(place)) {
                    case Work.Fate.Again again ->
                        parcels.add(Parcel.single(text(place, valid, tries + 1), again.seconds()));
                    case Work.Fate.Untouched none -> untouched.add(text(place, valid, tries));
                    case Work.Fate.Done done -> {}
                    case Work.Fate.Dead dead -> {}
                }
            }
        }
        parcels.addAll(Parcel.packed(untouched));
        var outcomes = new SendOutcome[items.size()];
        outbox.send(Map.of(queue, parcels), outcomes);
        long failed = IntStream.range(0, outcomes.length)
                .filter(place -> outcomes[place] instanceof SendOutcome.Failed)
                .count();
        if (failed > 0) {
            log.warn("batch comes back whole queue={} not_sent_again={}", queues.name(queue), failed);
        }
        return failed == 0;
    }

    private static Parcel.Text text(int place, CommandCodec.Valid valid, int attempt) {
        return new Parcel.Text(place, CommandCodec.withAttempt(valid.text(), attempt));
    }
}
