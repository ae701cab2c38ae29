package io.polargosling.fly.eval.regex;

import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Named sets of code points. */
final class CharClasses {

    /** The first letters of the general categories, and the two letters of each. */
    private static final Map<Integer, String> CATEGORIES = Map.ofEntries(
            Map.entry((int) Character.UPPERCASE_LETTER, "Lu"),
            Map.entry((int) Character.LOWERCASE_LETTER, "Ll"),
            Map.entry((int) Character.TITLECASE_LETTER, "Lt"),
            Map.entry((int) Character.MODIFIER_LETTER, "Lm"),
            Map.entry((int) Character.OTHER_LETTER, "Lo"),
            Map.entry((int) Character.NON_SPACING_MARK, "Mn"),
            Map.entry((int) Character.ENCLOSING_MARK, "Me"),
            Map.entry((int) Character.COMBINING_SPACING_MARK, "Mc"),
            Map.entry((int) Character.DECIMAL_DIGIT_NUMBER, "Nd"),
            Map.entry((int) Character.LETTER_NUMBER, "Nl"),
            Map.entry((int) Character.OTHER_NUMBER, "No"),
            Map.entry((int) Character.SPACE_SEPARATOR, "Zs"),
            Map.entry((int) Character.LINE_SEPARATOR, "Zl"),
            Map.entry((int) Character.PARAGRAPH_SEPARATOR, "Zp"),
            Map.entry((int) Character.CONTROL, "Cc"),
            Map.entry((int) Character.FORMAT, "Cf"),
            Map.entry((int) Character.PRIVATE_USE, "Co"),
            Map.entry((int) Character.SURROGATE, "Cs"),
            Map.entry((int) Character.DASH_PUNCTUATION, "Pd"),
            Map.entry((int) Character.START_PUNCTUATION, "Ps"),
            Map.entry((int) Character.END_PUNCTUATION, "Pe"),
            Map.entry((int) Character.CONNECTOR_PUNCTUATION, "Pc"),
            Map.entry((int) Character.OTHER_PUNCTUATION, "Po"),
            Map.entry((int) Character.INITIAL_QUOTE_PUNCTUATION, "Pi"),
            Map.entry((int) Character.FINAL_QUOTE_PUNCTUATION, "Pf"),
            Map.entry((int) Character.MATH_SYMBOL, "Sm"),
            Map.entry((int) Character.CURRENCY_SYMBOL, "Sc"),
            Map.entry((int) Character.MODIFIER_SYMBOL, "Sk"),
            Map.entry((int) Character.OTHER_SYMBOL, "So"));

    private CharClasses() {}

    /** {@code \d} and its like; empty for a letter that is none. */
    static Optional<IntPredicate> escape(int letter) {
        return switch (letter) {
            case 'd' -> Optional.of(CharClasses::isDigit);
            case 'D' -> Optional.of(c -> !isDigit(c));
            case 'w' -> Optional.of(CharClasses::isWord);
            case 'W' -> Optional.of(c -> !isWord(c));
            case 's' -> Optional.of(CharClasses::isSpace);
            case 'S' -> Optional.of(c -> !isSpace(c));
            default -> Optional.empty();
        };
    }

    /** The class {@code alpha} of {@code [[:alpha:]]}. */
    static Optional<IntPredicate> posix(String name) {
        return switch (name) {
            case "alnum" -> Optional.of(c -> isLetter(c) || isDigit(c));
            case "alpha" -> Optional.of(CharClasses::isLetter);
            case "ascii" -> Optional.of(c -> c < 0x80);
            case "blank" -> Optional.of(c -> c == ' ' || c == '\t');
            case "cntrl" -> Optional.of(c -> c < ' ' || c == 0x7f);
            case "digit" -> Optional.of(CharClasses::isDigit);
            case "graph" -> Optional.of(c -> c > ' ' && c < 0x7f);
            case "lower" -> Optional.of(c -> c >= 'a' && c <= 'z');
            case "print" -> Optional.of(c -> c >= ' ' && c < 0x7f);
            case "punct" -> Optional.of(c -> c > ' ' && c < 0x7f && !isLetter(c) && !isDigit(c));
            case "space" -> Optional.of(c -> isSpace(c) || c == 0x0b);
            case "upper" -> Optional.of(c -> c >= 'A' && c <= 'Z');
            case "word" -> Optional.of(CharClasses::isWord);
            case "xdigit" -> Optional.of(c -> isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'));
            default -> Optional.empty();
        };
    }

    /** The category or script of {@code \p{...}}. */
    static Optional<IntPredicate> unicode(String name) {
        if (name.equals("Any")) {
            return Optional.of(c -> true);
        }
        if (name.length() == 1 ? "LMNZCPS".contains(name) : CATEGORIES.containsValue(name)) {
            return Optional.of(
                    c -> CATEGORIES.getOrDefault(Character.getType(c), "").startsWith(name));
        }
        for (Character.UnicodeScript script : Character.UnicodeScript.values()) {
            if (name.length() > 2 && script.name().equalsIgnoreCase(name)) {
                return Optional.of(c -> Character.UnicodeScript.of(c) == script);
            }
        }
        return Optional.empty();
    }

    static boolean isWord(int c) {
        return isLetter(c) || isDigit(c) || c == '_';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
    }

    /** The same without regard to case. */
    static IntPredicate folded(IntPredicate exact) {
        return c -> exact.test(c)
                || exact.test(Character.toLowerCase(c))
                || exact.test(Character.toUpperCase(c))
                || exact.test(Character.toLowerCase(Character.toUpperCase(c)));
    }
}
