package io.polargosling.fly.eval.regex;

import io.polargosling.fly.eval.regex.Regex.Compiled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Text to tree. After the first problem everybody returns at once, with any node. */
final class PatternParser {

    static final int MAX_REPEAT = 1000;

    private static final int MAX_DEPTH = 100;
    private static final Node EMPTY = new Node.Sequence(List.of());

    final PatternText text;
    private final List<Optional<String>> names = new ArrayList<>();
    private final ClassParser classes;
    private Flags flags = new Flags(false, false, false, false);
    private int depth;

    /** What {@code (?imsU)} switches. */
    record Flags(boolean ignoreCase, boolean lines, boolean dotAll, boolean lazy) {}

    PatternParser(String pattern) {
        this.text = new PatternText(pattern);
        this.classes = new ClassParser(text);
    }

    /** The names of the groups, the first group's first; empty for one without name. */
    List<Optional<String>> names() {
        return names;
    }

    Compiled.@Nullable Invalid problem() {
        return text.problem();
    }

    Node parse() {
        Node node = choice();
        if (!text.done()) {
            text.fail("unexpected \")\"");
        }
        return node;
    }

    private Node choice() {
        if (++depth > MAX_DEPTH) {
            text.fail("groups nested deeper than " + MAX_DEPTH);
        }
        var options = new ArrayList<Node>();
        do {
            options.add(sequence());
        } while (text.take('|'));
        depth--;
        return options.size() == 1 ? options.getFirst() : new Node.Choice(options);
    }

    private Node sequence() {
        var parts = new ArrayList<Node>();
        while (!text.done() && text.peek() != '|' && text.peek() != ')') {
            Node atom = atom();
            parts.add(repeated(atom));
        }
        return parts.size() == 1 ? parts.getFirst() : new Node.Sequence(parts);
    }

    private Node repeated(Node atom) {
        Node node = atom;
        int start = text.at();
        if (quantifier()) {
            node = new Node.Repeat(atom, least, most, text.take('?') == flags.lazy());
            int second = text.at();
            if (quantifier()) {
                text.failAt(second, "a repetition of a repetition, which needs a group around the first");
            } else if (most > MAX_REPEAT || least > MAX_REPEAT || (most >= 0 && least > most)) {
                text.failAt(start, "a count out of order or above " + MAX_REPEAT);
            }
        }
        return node;
    }

    private int least;
    private int most;

    /** Whether a quantifier stands here, which then is in {@link #least} and {@link #most}. */
    private boolean quantifier() {
        boolean found = true;
        if (text.take('*')) {
            bounds(0, -1);
        } else if (text.take('+')) {
            bounds(1, -1);
        } else if (text.take('?')) {
            bounds(0, 1);
        } else {
            found = !text.done() && text.peek() == '{' && counted();
        }
        return found;
    }

    private void bounds(int from, int to) {
        least = from;
        most = to;
    }

    /** {@code {2}}, {@code {2,}} or {@code {2,5}}; anything else in braces is text. */
    private boolean counted() {
        int start = text.at();
        text.take('{');
        int from = text.number();
        int to = from;
        if (text.take(',')) {
            to = !text.done() && text.peek() == '}' ? -1 : text.number();
            from = to == PatternText.NO_NUMBER ? PatternText.NO_NUMBER : from;
        }
        if (from == PatternText.NO_NUMBER || !text.take('}')) {
            text.back(start);
            return false;
        }
        bounds(from, to);
        return true;
    }

    private Node atom() {
        int start = text.at();
        int c = text.next();
        return switch (c) {
            case '(' -> group(start);
            case '[' -> one(classes.parse(start));
            case '.' -> {
                boolean all = flags.dotAll();
                yield new Node.One(any -> all || any != '\n');
            }
            case '^' -> new Node.Place(flags.lines() ? Node.Place.Kind.LINE_START : Node.Place.Kind.TEXT_START);
            case '$' -> new Node.Place(flags.lines() ? Node.Place.Kind.LINE_END : Node.Place.Kind.TEXT_END);
            case '*', '+', '?' -> {
                text.failAt(start, "a repetition of nothing");
                yield EMPTY;
            }
            case '\\' -> escape(start);
            default -> one(found -> found == c);
        };
    }

    private Node one(IntPredicate accepts) {
        return new Node.One(flags.ignoreCase() ? CharClasses.folded(accepts) : accepts);
    }

    private Node escape(int start) {
        if (text.done()) {
            text.failAt(start, "a backslash at the end");
            return EMPTY;
        }
        return switch (text.peek()) {
            case 'A' -> place(Node.Place.Kind.TEXT_START);
            case 'z' -> place(Node.Place.Kind.TEXT_END);
            case 'b' -> place(Node.Place.Kind.WORD_BORDER);
            case 'B' -> place(Node.Place.Kind.NO_WORD_BORDER);
            case 'Q' -> quoted();
            default -> one(classes.escape(start));
        };
    }

    private Node place(Node.Place.Kind kind) {
        text.next();
        return new Node.Place(kind);
    }

    private Node quoted() {
        text.next();
        var parts = new ArrayList<Node>();
        while (!text.done() && !text.takeAll("\\E")) {
            int c = text.next();
            parts.add(one(found -> found == c));
        }
        return new Node.Sequence(parts);
    }

    private Node group(int start) {
        Flags outer = flags;
        Node node;
        if (text.takeAll("?P<")
                || (text.startsWith("?<")
                        && !text.startsWith("?<=")
                        && !text.startsWith("?<!")
                        && text.takeAll("?<"))) {
            String name = text.until('>');
            if (name.isEmpty() || !name.chars().allMatch(CharClasses::isWord) || names.contains(Optional.of(name))) {
                text.failAt(start, "a group whose name is no name or stands twice");
            }
            node = captured(Optional.of(name));
        } else if (text.take('?')) {
            if (flags(start)) {
                return EMPTY;
            }
            node = choice();
        } else {
            node = captured(Optional.empty());
        }
        if (!text.take(')')) {
            text.failAt(start, "a group without closing \")\"");
        }
        flags = outer;
        return node;
    }

    private Node captured(Optional<String> name) {
        names.add(name);
        int index = names.size();
        return new Node.Group(index, choice());
    }

    /** Reads {@code i-s:} or {@code i)}; whether it was the latter, which holds for the rest of the group around. */
    private boolean flags(int start) {
        boolean on = true;
        while (!text.done()) {
            int c = text.next();
            switch (c) {
                case 'i' -> flags = new Flags(on, flags.lines(), flags.dotAll(), flags.lazy());
                case 'm' -> flags = new Flags(flags.ignoreCase(), on, flags.dotAll(), flags.lazy());
                case 's' -> flags = new Flags(flags.ignoreCase(), flags.lines(), on, flags.lazy());
                case 'U' -> flags = new Flags(flags.ignoreCase(), flags.lines(), flags.dotAll(), on);
                case '-' -> on = false;
                case ':' -> {
                    return false;
                }
                case ')' -> {
                    return true;
                }
                case '=', '!', '<' -> {
                    text.failAt(start, "a look ahead or behind, which these patterns do not have");
                    return true;
                }
                default -> {
                    text.failAt(start, "a kind of group these patterns do not have");
                    return true;
                }
            }
        }
        text.failAt(start, "a group without closing \")\"");
        return true;
    }
}
