package io.polargosling.fly.eval.regex;

import java.util.Optional;
import java.util.function.IntPredicate;

/** Reads what stands for one code point: classes in brackets, and escapes. */
final class ClassParser {

    private final PatternText text;

    ClassParser(PatternText text) {
        this.text = text;
    }

    /** What stands behind the opening bracket at {@code start}. */
    IntPredicate parse(int start) {
        boolean negated = text.take('^');
        IntPredicate accepts = ClassParser::none;
        boolean first = true;
        while (first || text.done() || text.peek() != ']') {
            if (text.done()) {
                text.failAt(start, "a class without closing \"]\"");
                return ClassParser::none;
            }
            accepts = accepts.or(item());
            first = false;
        }
        text.next();
        return negated ? accepts.negate() : accepts;
    }

    private IntPredicate item() {
        int start = text.at();
        if (text.startsWith("[:")) {
            Optional<IntPredicate> named = posix(start);
            if (named.isPresent()) {
                return named.get();
            }
        }
        if (!text.startsWith("\\")) {
            int c = text.next();
            return range(start, c);
        }
        text.next();
        Optional<IntPredicate> named = named(start);
        return named.isPresent() ? named.get() : range(start, character(start));
    }

    private Optional<IntPredicate> posix(int start) {
        text.takeAll("[:");
        boolean negated = text.take('^');
        String name = text.until(':');
        if (!text.take(']')) {
            text.back(start);
            return Optional.empty();
        }
        Optional<IntPredicate> found = CharClasses.posix(name);
        if (found.isEmpty()) {
            text.failAt(start, "a class of unknown name");
            return Optional.of(ClassParser::none);
        }
        return negated ? found.map(IntPredicate::negate) : found;
    }

    private static boolean none(int c) {
        return false;
    }

    /** {@code a} or {@code a-z}. */
    private IntPredicate range(int start, int low) {
        if (!text.startsWith("-") || text.startsWith("-]")) {
            return c -> c == low;
        }
        text.next();
        if (text.done()) {
            return ClassParser::none;
        }
        int from = text.at();
        int c = text.next();
        int high = c == '\\' ? character(from) : c;
        if (high < low) {
            text.failAt(start, "a range that ends before it begins");
        }
        return found -> found >= low && found <= high;
    }

    /** What an escape stands for; its backslash, at {@code start}, has been taken. */
    IntPredicate escape(int start) {
        Optional<IntPredicate> named = named(start);
        if (named.isPresent()) {
            return named.get();
        }
        int c = character(start);
        return found -> found == c;
    }

    private Optional<IntPredicate> named(int start) {
        if (text.done()) {
            return Optional.empty();
        }
        int letter = text.peek();
        if (letter != 'p' && letter != 'P') {
            Optional<IntPredicate> found = CharClasses.escape(letter);
            found.ifPresent(any -> text.next());
            return found;
        }
        text.next();
        String name = "";
        if (text.take('{')) {
            name = text.until('}');
        } else if (!text.done()) {
            name = Character.toString(text.next());
        }
        boolean negated = name.startsWith("^") != (letter == 'P');
        Optional<IntPredicate> found = CharClasses.unicode(name.startsWith("^") ? name.substring(1) : name);
        if (found.isEmpty()) {
            text.failAt(start, "an unknown Unicode category or script");
            return Optional.of(ClassParser::none);
        }
        return negated ? found.map(IntPredicate::negate) : found;
    }

    /** One code point written as an escape. */
    private int character(int start) {
        if (text.done()) {
            text.failAt(start, "a backslash at the end");
            return 0;
        }
        int c = text.next();
        return switch (c) {
            case 'a' -> 7;
            case 'f' -> '\f';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'v' -> 0x0b;
            case 'x' -> hexadecimal(start);
            case '0' -> octal();
            default -> {
                if (c >= 0x80 || CharClasses.isWord(c)) {
                    text.failAt(
                            start,
                            c >= '1' && c <= '9'
                                    ? "a reference to a group, which these patterns do not have"
                                    : "an unknown escape");
                }
                yield c;
            }
        };
    }

    private int octal() {
        int value = 0;
        for (int i = 0; i < 2 && !text.done() && text.peek() >= '0' && text.peek() <= '7'; i++) {
            value = value * 8 + text.next() - '0';
        }
        return value;
    }

    private int hexadecimal(int start) {
        String digits = text.take('{') ? text.until('}') : two();
        boolean valid = !digits.isEmpty()
                && digits.length() <= 6
                && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
        int value = valid ? Integer.parseInt(digits, 16) : -1;
        if (value < 0 || value > Character.MAX_CODE_POINT) {
            text.failAt(start, "an escape without a code point");
            return 0;
        }
        return value;
    }

    private String two() {
        var digits = new StringBuilder();
        while (digits.length() < 2 && !text.done()) {
            digits.appendCodePoint(text.next());
        }
        return digits.length() == 2 ? digits.toString() : "";
    }
}
