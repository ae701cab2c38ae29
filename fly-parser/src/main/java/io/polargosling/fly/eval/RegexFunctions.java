package io.polargosling.fly.eval;

import io.polargosling.fly.eval.FlyFunction.Outcome;
import io.polargosling.fly.eval.FlyValue.ListValue;
import io.polargosling.fly.eval.FlyValue.NullValue;
import io.polargosling.fly.eval.FlyValue.ObjectValue;
import io.polargosling.fly.eval.regex.Regex;
import io.polargosling.fly.eval.regex.Regex.Compiled;
import io.polargosling.fly.eval.regex.Regex.Match;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Functions that take patterns. */
final class RegexFunctions {

    private RegexFunctions() {}

    /** The match, or its groups: a list, or an object when they have names. */
    static Outcome regex(Arguments arguments) {
        return switch (Regex.compile(arguments.text(0))) {
            case Compiled.Invalid(int offset, String found) -> invalid(0, offset, found);
            case Compiled.Valid(Regex regex) -> {
                List<Optional<String>> names = regex.groups();
                long named = names.stream().filter(Optional::isPresent).count();
                if (named > 0 && named < names.size()) {
                    yield Outcome.problem(0, "the groups of the pattern have names or none, not both");
                }
                yield regex.find(arguments.text(1), 0, arguments.work()::spend)
                        .map(match -> Outcome.of(found(match, names)))
                        .orElse(Outcome.problem(1, "the pattern matches no part of the text"));
            }
        };
    }

    private static FlyValue found(Match match, List<Optional<String>> names) {
        if (names.isEmpty()) {
            return group(match, 0);
        }
        var items = new ArrayList<FlyValue>();
        var entries = new LinkedHashMap<String, FlyValue>();
        for (int i = 0; i < names.size(); i++) {
            FlyValue value = group(match, i + 1);
            items.add(value);
            names.get(i).ifPresent(name -> entries.put(name, value));
        }
        return entries.isEmpty() ? new ListValue(items) : new ObjectValue(entries);
    }

    private static FlyValue group(Match match, int index) {
        return match.group(index).map(FlyValue::of).orElse(new NullValue());
    }

    private static Outcome invalid(int argument, int offset, String found) {
        return Outcome.problem(argument, "the pattern has " + found + " at character " + (offset + 1));
    }

    /** Replaces a text everywhere, or what a pattern between slashes matches. */
    static Outcome replace(Arguments arguments) {
        String text = arguments.text(0);
        String wanted = arguments.text(1);
        String replacement = arguments.text(2);
        if (wanted.length() > 1 && wanted.startsWith("/") && wanted.endsWith("/")) {
            return switch (Regex.compile(wanted.substring(1, wanted.length() - 1))) {
                case Compiled.Invalid(int offset, String found) -> invalid(1, offset + 1, found);
                case Compiled.Valid(Regex regex) -> replaceAll(regex, text, replacement, arguments.work());
            };
        }
        var out = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, from)) {
            if (wanted.isEmpty()) {
                return everywhere(text, replacement);
            }
            out.append(text, from, at).append(replacement);
            from = at + wanted.length();
            if (out.length() > Evaluator.MAX_TEXT) {
                return Outcome.tooLong();
            }
        }
        return Outcome.of(out.append(text, from, text.length()).toString());
    }

    /** The empty text stands before each character and at the end. */
    private static Outcome everywhere(String text, String replacement) {
        long length = text.length() + (long) replacement.length() * (text.codePointCount(0, text.length()) + 1);
        if (length > Evaluator.MAX_TEXT) {
            return Outcome.tooLong();
        }
        var out = new StringBuilder(replacement);
        text.codePoints().forEach(c -> out.appendCodePoint(c).append(replacement));
        return Outcome.of(out.toString());
    }

    private static Outcome replaceAll(Regex regex, String text, String replacement, Work work) {
        var out = new StringBuilder();
        int copied = 0;
        int from = 0;
        int lastEnd = -1;
        while (from <= text.length() && !work.exhausted()) {
            Optional<Match> found = regex.find(text, from, work::spend);
            if (found.isEmpty()) {
                break;
            }
            Match match = found.get();
            // Nothing is not found right behind a match.
            if (match.end() > match.start() || match.start() != lastEnd) {
                out.append(text, copied, match.start());
                expand(match, regex.groups(), replacement, out);
                copied = match.end();
                lastEnd = match.end();
            }
            boolean empty = match.end() == match.start();
            int step = empty && match.end() < text.length() ? Character.charCount(text.codePointAt(match.end())) : 1;
            from = empty ? match.end() + step : match.end();
            if (out.length() > Evaluator.MAX_TEXT || !work.spend(replacement.length())) {
                return Outcome.tooLong();
            }
        }
        return Outcome.of(out.append(text, copied, text.length()).toString());
    }

    /** {@code $1}, {@code $name} and both in braces stand for groups, unknown ones for nothing, {@code $$} for a dollar. */
    private static void expand(Match match, List<Optional<String>> names, String replacement, StringBuilder out) {
        int at = 0;
        while (at < replacement.length()) {
            char c = replacement.charAt(at);
            int next = at + 1;
            if (c != '$' || next == replacement.length()) {
                out.append(c);
                at++;
                continue;
            }
            if (replacement.charAt(next) == '$') {
                out.append('$');
                at += 2;
                continue;
            }
            boolean braces = replacement.charAt(next) == '{';
            int start = braces ? next + 1 : next;
            int end = start;
            while (end < replacement.length() && isWord(replacement.charAt(end))) {
                end++;
            }
            boolean closed = !braces || (end < replacement.length() && replacement.charAt(end) == '}');
            if (end == start || !closed) {
                out.append(c);
                at++;
                continue;
            }
            group(match, names, replacement.substring(start, end)).ifPresent(out::append);
            at = braces ? end + 1 : end;
        }
    }

    private static boolean isWord(char c) {
        return c == '_' || Character.isLetterOrDigit(c);
    }

    private static Optional<String> group(Match match, List<Optional<String>> names, String name) {
        int index = names.indexOf(Optional.of(name)) + 1;
        if (index == 0 && name.length() <= 3 && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            index = Integer.parseInt(name);
            return index <= names.size() ? match.group(index) : Optional.empty();
        }
        return index == 0 ? Optional.empty() : match.group(index);
    }
}
