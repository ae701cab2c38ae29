package io.polargosling.fly.decode;

import io.polargosling.fly.source.SourceRange;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * The file with UglyFox's policy, with defaults filled.
 *
 * @param rules in the order written
 * @param range the header of the uglyfox block
 */
public record UglyFoxFile(Pruning pruning, List<Condition> conditions, List<Rule> rules, SourceRange range) {

    public UglyFoxFile {
        conditions = List.copyOf(conditions);
        rules = List.copyOf(rules);
    }

    /** The {@code pruning} block. */
    public record Pruning(int failedThreshold, Duration maxAge, Duration checkInterval) {}

    /**
     * A {@code runners_condition}.
     *
     * @param eggs names, or the single entry {@code *}
     */
    public record Condition(
            Located<String> name,
            List<Located<String>> eggs,
            PoolsSpec pools,
            OptionalInt cpuThreshold,
            OptionalInt memoryThreshold) {

        public Condition {
            eggs = List.copyOf(eggs);
        }

        /** Whether it names every egg. */
        public boolean matchesAll() {
            return eggs.size() == 1 && eggs.getFirst().value().equals("*");
        }
    }

    /** A {@code rule} of {@code policies}. */
    public record Rule(Located<String> name, Located<String> condition, Action action) {}

    /** What a rule orders. */
    public enum Action {
        TERMINATE,
        DEMOTE_TO_NADIR,
        PROMOTE_TO_APEX
    }
}
