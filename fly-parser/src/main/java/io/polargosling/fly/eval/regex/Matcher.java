package io.polargosling.fly.eval.regex;

import io.polargosling.fly.eval.regex.Program.Instruction;
import io.polargosling.fly.eval.regex.Regex.Match;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Runs all ways to match side by side, the preferred first, so that no character is looked at twice by one of them. */
final class Matcher {

    /** One way to match, at an instruction; nobody changes its slots. */
    private static final class Way {
        private final int at;
        private final int[] slots;

        Way(int at, int[] slots) {
            this.at = at;
            this.slots = slots;
        }
    }

    private final List<Instruction> program;
    private final int slotCount;
    private final String text;
    private final IntPredicate spend;
    /** For each instruction the last place at which a way came to it. */
    private final int[] seen;

    private final ArrayDeque<Way> pending = new ArrayDeque<>();
    private int steps;

    Matcher(List<Instruction> program, int slotCount, String text, IntPredicate spend) {
        this.program = program;
        this.slotCount = slotCount;
        this.text = text;
        this.spend = spend;
        this.seen = new int[program.size()];
        Arrays.fill(seen, -1);
    }

    Optional<Match> find(int from) {
        if (!spend.test(program.size())) {
            return Optional.empty();
        }
        var ways = new ArrayList<Way>();
        int @Nullable [] best = null;
        int place = from;
        while (true) {
            if (best == null) {
                var slots = new int[slotCount];
                Arrays.fill(slots, -1);
                follow(new Way(0, slots), place, ways);
            }
            if (ways.isEmpty() && (best != null || place >= text.length())) {
                break;
            }
            int c = place < text.length() ? text.codePointAt(place) : -1;
            int after = place + (c < 0 ? 1 : Character.charCount(c));
            var next = new ArrayList<Way>();
            for (Way way : ways) {
                if (program.get(way.at) instanceof Instruction.Match) {
                    best = way.slots;
                    break;
                }
                if (c >= 0
                        && program.get(way.at) instanceof Instruction.One(Node.One what)
                        && what.accepts().test(c)) {
                    follow(new Way(way.at + 1, way.slots), after, next);
                }
            }
            if (!spend.test(1 + 2 * steps * (1 + slotCount / 8))) {
                return Optional.empty();
            }
            steps = 0;
            if (c < 0) {
                break;
            }
            ways = next;
            place = after;
        }
        return best == null
                ? Optional.empty()
                : Optional.of(new Match(text, Arrays.stream(best).boxed().toList()));
    }

    /** Adds what a way comes to without taking a character, in order of preference; each instruction once a place. */
    private void follow(Way start, int place, List<Way> ways) {
        pending.push(start);
        while (!pending.isEmpty()) {
            Way way = pending.pop();
            int at = way.at;
            if (seen[at] == place) {
                continue;
            }
            seen[at] = place;
            steps++;
            switch (program.get(at)) {
                case Instruction.Jump(int to) -> pending.push(new Way(to, way.slots));
                case Instruction.Fork(int first, int second) -> {
                    pending.push(new Way(second, way.slots));
                    pending.push(new Way(first, way.slots));
                }
                case Instruction.Note(int slot) -> {
                    int[] slots = way.slots.clone();
                    slots[slot] = place;
                    pending.push(new Way(at + 1, slots));
                }
                case Instruction.At(Node.Place.Kind kind) -> {
                    if (holds(kind, place)) {
                        pending.push(new Way(at + 1, way.slots));
                    }
                }
                case Instruction.One one -> ways.add(way);
                case Instruction.Match match -> ways.add(way);
            }
        }
    }

    private boolean holds(Node.Place.Kind kind, int place) {
        return switch (kind) {
            case TEXT_START -> place == 0;
            case TEXT_END -> place == text.length();
            case LINE_START -> place == 0 || text.charAt(place - 1) == '\n';
            case LINE_END -> place == text.length() || text.charAt(place) == '\n';
            case WORD_BORDER -> isWord(place - 1) != isWord(place);
            case NO_WORD_BORDER -> isWord(place - 1) == isWord(place);
        };
    }

    private boolean isWord(int index) {
        return index >= 0 && index < text.length() && CharClasses.isWord(text.charAt(index));
    }
}
