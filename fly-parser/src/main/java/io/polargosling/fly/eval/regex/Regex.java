package io.polargosling.fly.eval.regex;

import io.polargosling.fly.eval.regex.Program.Instruction;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** A pattern ready to be matched. */
public final class Regex {

    private static final int MAX_PATTERN = 10_000;

    private final List<Instruction> program;
    private final List<Optional<String>> names;

    private Regex(List<Instruction> program, List<Optional<String>> names) {
        this.program = program;
        this.names = List.copyOf(names);
    }

    /** What became of a pattern. */
    public sealed interface Compiled {
        record Valid(Regex regex) implements Compiled {}

        /**
         * Why the pattern is none.
         *
         * @param offset where in the pattern
         * @param found what stands there, for a sentence
         */
        record Invalid(int offset, String found) implements Compiled {}
    }

    /** Reads a pattern; never throws. */
    public static Compiled compile(String pattern) {
        if (pattern.length() > MAX_PATTERN) {
            return new Compiled.Invalid(MAX_PATTERN, "more than " + MAX_PATTERN + " characters");
        }
        var parser = new PatternParser(pattern);
        Node tree = parser.parse();
        Compiled.Invalid problem = parser.problem();
        if (problem != null) {
            return problem;
        }
        List<Instruction> program = Program.of(tree);
        return program.isEmpty()
                ? new Compiled.Invalid(0, "repetitions that make the pattern too large")
                : new Compiled.Valid(new Regex(program, parser.names()));
    }

    /** The groups' names, in their order; empty for a group without one. */
    public List<Optional<String>> groups() {
        return names;
    }

    /**
     * Finds the first match that begins at {@code from} or behind it, of those the one a reader of the pattern who tries
     * its options in order finds.
     *
     * @param spend is told how many steps are to be done and says whether they may
     * @return empty when there is none or no more could be spent
     */
    public Optional<Match> find(String text, int from, IntPredicate spend) {
        return new Matcher(program, 2 * (names.size() + 1), text, spend).find(from);
    }

    /** Where a pattern and its groups matched; the whole match is group 0. */
    public record Match(String text, List<Integer> slots) {

        public int start() {
            return slots.get(0);
        }

        public int end() {
            return slots.get(1);
        }

        /** What a group matched; empty when it took no part. */
        public Optional<String> group(int index) {
            int start = slots.get(2 * index);
            int end = slots.get(2 * index + 1);
            return start < 0 || end < 0 ? Optional.empty() : Optional.of(text.substring(start, end));
        }
    }
}
