package io.polargosling.api.webhook;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The webhooks that were not believed: how many by cause, the newest ones, and whether an address has sent too many. */
final class Refusals {

    /** Refusals of one address within a minute; those beyond are told to slow down. */
    static final int PER_MINUTE = 20;

    private static final int NEWEST = 100;
    private static final int ADDRESSES = 10_000;

    private final Map<RefusalCause, Long> counts = new EnumMap<>(RefusalCause.class);
    private final ArrayDeque<Refused> newest = new ArrayDeque<>();
    private final Cache<String, AtomicInteger> ofAddress;

    /**
     * One refusal; nothing of its headers or body.
     *
     * @param kind the event's kind where it is one that is acted on, else {@code other} or {@code unknown}
     */
    record Refused(Instant at, RefusalCause cause, String kind, String address) {}

    /** All since the start by the word of their cause, and the newest ones, the last one first. */
    record Seen(Map<String, Long> counts, List<Refused> newest) {}

    Refusals(Ticker ticker) {
        ofAddress = Caffeine.newBuilder()
                .expireAfterWrite(Duration.ofMinutes(1))
                .maximumSize(ADDRESSES)
                .ticker(ticker)
                .build();
    }

    /**
     * Notes one.
     *
     * @return true when this address was refused too often within a minute
     */
    boolean add(Refused refused) {
        synchronized (newest) {
            counts.merge(refused.cause(), 1L, Long::sum);
            newest.addFirst(refused);
            if (newest.size() > NEWEST) {
                newest.removeLast();
            }
        }
        return refused.cause() != RefusalCause.UNREADABLE
                && ofAddress.get(refused.address(), _ -> new AtomicInteger()).incrementAndGet() > PER_MINUTE;
    }

    Seen seen() {
        synchronized (newest) {
            var words = new TreeMap<String, Long>();
            counts.forEach((cause, count) -> words.put(cause.word(), count));
            return new Seen(words, new ArrayList<>(newest));
        }
    }
}
