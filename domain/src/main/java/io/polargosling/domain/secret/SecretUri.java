package io.polargosling.domain.secret;

import io.polargosling.domain.problem.InvalidException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a secret lies: {@code SCHEME://NAME/KEY}, where KEY is what follows the last slash; {@code env://VARIABLE} has
 * no key. Prints as a mask; {@link #text()} is the URI itself.
 *
 * @param key empty only for {@link Scheme#ENV}
 */
public record SecretUri(Scheme scheme, String name, String key) {

    private static final int MAX_LENGTH = 512;

    /** The secret backends. */
    public enum Scheme {
        YC_LOCKBOX,
        AWS_SM,
        VAULT,
        LOCAL,
        ENV;

        /** The word before {@code ://}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** The scheme called {@code word}, or empty. */
        public static Optional<Scheme> parse(String word) {
            for (var scheme : values()) {
                if (scheme.word().equals(word)) {
                    return Optional.of(scheme);
                }
            }
            return Optional.empty();
        }
    }

    /** What reading a URI gives. */
    public sealed interface Parsed {

        /** The URI. */
        record Valid(SecretUri uri) implements Parsed {}

        /**
         * Why the text is none.
         *
         * @param offset 0-based, in characters, of what is wrong
         * @param message never holds any of the text
         */
        record Malformed(int offset, String message) implements Parsed {}
    }

    /** A URI of parts known to be valid. */
    public static SecretUri of(Scheme scheme, String name, String key) {
        return of(scheme.word() + "://" + name + (key.isEmpty() ? "" : "/" + key));
    }

    /**
     * The URI {@code text}.
     *
     * @throws InvalidException when it is none; the message holds none of the text
     */
    public static SecretUri of(String text) {
        return switch (parse(text)) {
            case Parsed.Valid valid -> valid.uri();
            case Parsed.Malformed bad ->
                throw new InvalidException(
                        "secret URI: " + bad.message() + " (at character " + (bad.offset() + 1) + ")");
        };
    }

    /** Reads {@code text}; never throws. */
    public static Parsed parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return new Parsed.Malformed(MAX_LENGTH, "longer than " + MAX_LENGTH + " characters");
        }
        int colon = text.indexOf("://");
        if (colon <= 0) {
            return new Parsed.Malformed(0, "not a secret URI (expected: SCHEME://NAME/KEY)");
        }
        var scheme = Scheme.parse(text.substring(0, colon));
        if (scheme.isEmpty()) {
            return new Parsed.Malformed(0, "unknown scheme (expected: yc-lockbox, aws-sm, vault, local or env)");
        }
        int start = colon + 3;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) || c == '?' || c == '#') {
                return new Parsed.Malformed(i, "control characters, '?' and '#' are not allowed");
            }
        }
        return scheme.get() == Scheme.ENV ? parseVariable(text, start) : parsePath(scheme.get(), text, start);
    }

    private static Parsed parseVariable(String text, int start) {
        String variable = text.substring(start);
        if (!variable.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            return new Parsed.Malformed(start, "not the name of an environment variable");
        }
        return new Parsed.Valid(new SecretUri(Scheme.ENV, variable, ""));
    }

    private static Parsed parsePath(Scheme scheme, String text, int start) {
        int slash = text.lastIndexOf('/');
        if (slash <= start || slash == text.length() - 1) {
            return new Parsed.Malformed(start, "both a name and a key are needed (expected: SCHEME://NAME/KEY)");
        }
        int from = start;
        for (String part : text.substring(start).split("/", -1)) {
            if (part.isEmpty() || "..".equals(part)) {
                return new Parsed.Malformed(from, "empty parts and \"..\" are not allowed");
            }
            from += part.length() + 1;
        }
        return new Parsed.Valid(new SecretUri(scheme, text.substring(start, slash), text.substring(slash + 1)));
    }

    /** The URI itself; not for logs. */
    public String text() {
        return scheme.word() + "://" + name + (key.isEmpty() ? "" : "/" + key);
    }

    /** The scheme and a mask. */
    @Override
    public String toString() {
        return scheme.word() + "://" + SecretValue.MASK;
    }
}
