package io.polargosling.api.webhook;

import io.polargosling.domain.egg.TargetId;
import io.polargosling.domain.egg.TargetStore;
import io.polargosling.domain.problem.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes when targets last sent an event, at most once a minute each: the note only tells busy ones from quiet ones. For
 * one thread at a time.
 */
final class EventMarks {

    private static final Logger LOG = LoggerFactory.getLogger(EventMarks.class);
    private static final Duration APART = Duration.ofMinutes(1);
    private static final int MOST = 20_000;

    private final TargetStore targets;
    private final Map<TargetId, Instant> marked = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TargetId, Instant> eldest) {
            return size() > MOST;
        }
    };

    EventMarks(TargetStore targets) {
        this.targets = targets;
    }

    /** Notes an event; that the store does not take it is no matter. */
    void mark(TargetId target, Instant at) {
        var last = marked.get(target);
        if (last != null && at.isBefore(last.plus(APART))) {
            return;
        }
        marked.put(target, at);
        try {
            targets.markEvent(target, at);
        } catch (UnavailableException e) {
            LOG.debug("event not noted egg={} cause={}", target.egg(), e.getMessage());
        }
    }
}
