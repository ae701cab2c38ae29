package io.polargosling.standalone.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** What was seen and when, each line printed as soon as it is known. */
final class Timeline {

    private final PrintStream out;
    private final Supplier<String> whereToLook;
    private final long began = System.nanoTime();
    private final Map<Milestone, Duration> seen = new EnumMap<>(Milestone.class);

    /** One that begins now. */
    Timeline(PrintStream out, Supplier<String> whereToLook) {
        this.out = out;
        this.whereToLook = whereToLook;
    }

    /** The parts of the main job, in their order. */
    enum Milestone {
        NEST_PUSHED("nest pushed", 10),
        SYNCED("nest synced", 30),
        HOOK_MADE("hook made", 20),
        JOB_PENDING("job pending", 10),
        WEBHOOK_ACCEPTED("webhook accepted", 10),
        EGG_RECONCILED("egg reconciled", 20),
        PLANNED("tofu plan", 60),
        APPLIED("tofu apply", 60),
        RUNNER_ACTIVE("runner active", 40),
        JOB_RUNNING("job running", 30),
        JOB_SUCCESS("job success", 40),
        RUNNER_IDLE("runner idle", 15),
        DRAINING("runner draining", 30),
        DRAINED("runner drained", 40),
        DESTROYED("tofu destroy", 60),
        TERMINATED("runner terminated", 30),
        PROCESS_GONE("process gone", 10);

        private final String title;
        private final Duration limit;

        Milestone(String title, int seconds) {
            this.title = title;
            this.limit = Duration.ofSeconds(seconds);
        }
    }

    /** Waits until {@code look} sees the milestone, and says so. */
    <T> T await(Milestone milestone, Supplier<Optional<T>> look, Function<T, String> say) {
        var found = Watch.until(milestone.title, milestone.limit, look, whereToLook);
        var at = Duration.ofNanos(System.nanoTime() - began);
        seen.put(milestone, at);
        out.printf(Locale.ROOT, "%7.1f s  %-18s %s%n", at.toMillis() / 1000.0, milestone.title, say.apply(found));
        return found;
    }

    /** When it was seen, counted from the beginning. */
    Duration at(Milestone milestone) {
        return Optional.ofNullable(seen.get(milestone)).orElseThrow();
    }

    /** Prints what was not seen. */
    void printMissing() {
        Arrays.stream(Milestone.values())
                .filter(milestone -> !seen.containsKey(milestone))
                .forEach(milestone -> out.println("   not observed: " + milestone.title));
    }
}
