package io.polargosling.fly.eval.regex;

import io.polargosling.fly.eval.regex.Regex.Compiled;
import org.jspecify.annotations.Nullable;

/** A pattern being read, code point by code point. A problem moves to the end, so that all reading stops. */
final class PatternText {

    static final int NO_NUMBER = -2;

    private final String pattern;
    private int at;
    private Compiled.@Nullable Invalid problem;

    PatternText(String pattern) {
        this.pattern = pattern;
    }

    int at() {
        return at;
    }

    Compiled.@Nullable Invalid problem() {
        return problem;
    }

    boolean done() {
        return at >= pattern.length();
    }

    /** Only when not done. */
    int peek() {
        return pattern.codePointAt(at);
    }

    /** Only when not done. */
    int next() {
        int c = peek();
        at += Character.charCount(c);
        return c;
    }

    boolean take(char c) {
        boolean here = !done() && pattern.charAt(at) == c;
        at += here ? 1 : 0;
        return here;
    }

    boolean startsWith(String expected) {
        return pattern.startsWith(expected, at);
    }

    boolean takeAll(String expected) {
        boolean here = startsWith(expected);
        at += here ? expected.length() : 0;
        return here;
    }

    void back(int to) {
        if (problem == null) {
            at = to;
        }
    }

    /** What stands before a character, which is taken too; empty when it does not come. */
    String until(char end) {
        int found = pattern.indexOf(end, at);
        if (found < 0) {
            return "";
        }
        String text = pattern.substring(at, found);
        at = found + 1;
        return text;
    }

    /** A decimal number of at most four digits, larger ones as 9999; {@link #NO_NUMBER} when there is none. */
    int number() {
        int start = at;
        int value = 0;
        while (!done() && pattern.charAt(at) >= '0' && pattern.charAt(at) <= '9') {
            value = Math.min(9999, value * 10 + pattern.charAt(at) - '0');
            at++;
        }
        return at == start ? NO_NUMBER : value;
    }

    void fail(String found) {
        failAt(at, found);
    }

    /** The first problem is the one that counts. */
    void failAt(int offset, String found) {
        if (problem == null) {
            problem = new Compiled.Invalid(offset, found);
        }
        at = pattern.length();
    }
}
