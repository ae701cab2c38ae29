package io.polargosling.worker.sweep;

import io.polargosling.domain.egg.EggName;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Shares all eggs out among turns, so that everyone's comes once in so many, however late a turn is. */
final class Turns {

    private final Duration turn;
    private final int count;
    private long last;

    /** @param count of turns after which everyone's has come */
    Turns(Duration turn, int count) {
        this.turn = turn;
        this.count = count;
    }

    /** Those whose turn came since the last call; at first, those whose turn it is. */
    synchronized Predicate<EggName> upTo(Instant now) {
        long current = now.getEpochSecond() / turn.toSeconds();
        long first = last == 0 ? current : Math.max(last + 1, current - count + 1);
        last = current;
        var turns = LongStream.rangeClosed(first, current)
                .mapToObj(each -> Math.floorMod(each, count))
                .collect(Collectors.toSet());
        return egg -> turns.contains(Math.floorMod(egg.value().hashCode(), count));
    }
}
