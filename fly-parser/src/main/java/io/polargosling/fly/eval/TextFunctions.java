package io.polargosling.fly.eval;

import static io.polargosling.fly.eval.FlyFunction.Parameter.ANY;
import static io.polargosling.fly.eval.FlyFunction.Parameter.TEXT;
import static io.polargosling.fly.eval.FlyFunction.Parameter.TEXTS;

import io.polargosling.fly.eval.FlyFunction.Outcome;
import io.polargosling.fly.eval.FlyValue.ListValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;

/** Functions of strings. */
final class TextFunctions {

    private TextFunctions() {}

    static Map<String, FlyFunction> all() {
        return Map.ofEntries(
                Map.entry("upper", each(text -> mapped(text, Character::toUpperCase))),
                Map.entry("lower", each(text -> mapped(text, Character::toLowerCase))),
                Map.entry("title", each(TextFunctions::title)),
                Map.entry("trimspace", each(TextFunctions::trimmed)),
                Map.entry("trimprefix", FlyFunction.of(TextFunctions::trimPrefix, TEXT, TEXT)),
                Map.entry("trimsuffix", FlyFunction.of(TextFunctions::trimSuffix, TEXT, TEXT)),
                Map.entry("replace", FlyFunction.of(RegexFunctions::replace, TEXT, TEXT, TEXT)),
                Map.entry("regex", FlyFunction.of(RegexFunctions::regex, TEXT, TEXT)),
                Map.entry("format", FlyFunction.variadic(Format::call, TEXT, ANY)),
                Map.entry("join", FlyFunction.variadic(TextFunctions::join, TEXT, TEXTS, TEXTS)),
                Map.entry("split", FlyFunction.of(TextFunctions::split, TEXT, TEXT)));
    }

    private static FlyFunction each(UnaryOperator<String> change) {
        return FlyFunction.of(arguments -> Outcome.of(change.apply(arguments.text(0))), TEXT);
    }

    /** Code point by code point: no letter becomes two. */
    private static String mapped(String text, IntUnaryOperator change) {
        int[] changed = text.codePoints().map(change).toArray();
        return new String(changed, 0, changed.length);
    }

    private static String title(String text) {
        var out = new StringBuilder(text.length());
        int before = ' ';
        for (int at = 0; at < text.length(); at += Character.charCount(before)) {
            int c = text.codePointAt(at);
            out.appendCodePoint(isInWord(before) ? c : Character.toTitleCase(c));
            before = c;
        }
        return out.toString();
    }

    private static boolean isInWord(int c) {
        if (c == '_' || Character.isLetterOrDigit(c)) {
            return true;
        }
        return c >= 0x80 && !isSpace(c);
    }

    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** What Unicode calls white space; no such character needs two units. */
    private static boolean isSpace(int c) {
        return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == 0x85;
    }

    private static Outcome trimPrefix(Arguments arguments) {
        String text = arguments.text(0);
        String prefix = arguments.text(1);
        return Outcome.of(text.startsWith(prefix) ? text.substring(prefix.length()) : text);
    }

    private static Outcome trimSuffix(Arguments arguments) {
        String text = arguments.text(0);
        String suffix = arguments.text(1);
        return Outcome.of(text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text);
    }

    private static Outcome join(Arguments arguments) {
        String separator = arguments.text(0);
        var parts = new ArrayList<String>();
        long size = 0;
        for (int i = 1; i < arguments.size(); i++) {
            for (String part : arguments.texts(i)) {
                parts.add(part);
                size += part.length() + separator.length();
                if (size > Evaluator.MAX_TEXT + (long) separator.length()) {
                    return Outcome.tooLong();
                }
            }
        }
        return Outcome.of(String.join(separator, parts));
    }

    private static Outcome split(Arguments arguments) {
        String separator = arguments.text(0);
        String text = arguments.text(1);
        List<String> parts = new ArrayList<>();
        if (separator.isEmpty()) {
            text.codePoints().forEach(c -> parts.add(Character.toString(c)));
        } else {
            int from = 0;
            for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
                parts.add(text.substring(from, at));
                from = at + separator.length();
            }
            parts.add(text.substring(from));
        }
        return Outcome.of(new ListValue(parts.stream().map(FlyValue::of).toList()));
    }
}
