package io.polargosling.standalone.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What happened in a history: lines that are only written out when somebody asks, counts, and what must never be. */
final class Chronicle {

    private static final int SHOWN = 4000;

    private final Loop loop;
    private final List<Line> lines = new ArrayList<>();
    private final List<String> violations = new ArrayList<>();
    private final Map<Count, Long> counts = new EnumMap<>(Count.class);

    /** What is counted over all histories. */
    enum Count {
        JOBS,
        RUNNERS,
        TOFU_RUNS,
        DEMOTIONS,
        WAKINGS,
        DEAD_BOOTS,
        LOST_WEBHOOKS,
        STALE_READS,
        TOO_MANY_CALLS,
        LOST_ANSWERS,
        WORKER_KILLS,
        HOST_KILLS,
        PROVIDER_OUTAGES,
        GITLAB_OUTAGES,
        FULL_PLACES,
        VANISHED_MACHINES,
        CLOCK_JUMPS,
        DUPLICATES;

        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    private record Line(long at, String text, List<Object> values) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%3d:%02d:%02d.%03d  %s",
                    at / 3_600_000,
                    at / 60_000 % 60,
                    at / 1000 % 60,
                    at % 1000,
                    String.format(Locale.ROOT, text, values.toArray()));
        }
    }

    Chronicle(Loop loop) {
        this.loop = loop;
    }

    void tell(String text, Object... values) {
        lines.add(new Line(loop.now(), text, List.of(values)));
    }

    void count(Count what) {
        counts.merge(what, 1L, Long::sum);
    }

    Map<Count, Long> counts() {
        return counts;
    }

    /** Notes that something happened that must never happen. */
    void violated(String law, String how) {
        var text = law + ": " + how;
        tell("VIOLATED %s", text);
        violations.add(text);
    }

    List<String> violations() {
        return violations;
    }

    /** The history, or its last part when it is long. */
    String text() {
        var shown = lines.subList(Math.max(0, lines.size() - SHOWN), lines.size());
        var text = new StringBuilder();
        shown.forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }
}
