package io.polargosling.fly.decode;

import java.time.ZoneId;
import java.util.Optional;

/** Checkers for the small notations of the schema. */
public final class Texts {

    private static final int LONGEST_NAME = 63;
    private static final int SHORTEST_BUCKET = 3;
    private static final int DIGITS_OF_ACCOUNT = 12;
    private static final int DIGITS_OF_SHA256 = 64;
    private static final String DIGEST = "@sha256:";

    private Texts() {}

    /** Any text but the empty one. */
    public static Optional<Problem> notEmpty(String text) {
        return text.isEmpty() ? problem(0, "expected a text that is not empty") : Optional.empty();
    }

    /** A letter, then letters, digits, {@code -}, {@code _}; at most 63 characters; ASCII only. */
    public static Optional<Problem> name(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean inner = (c >= '0' && c <= '9') || c == '-' || c == '_';
            if (!letter && (i == 0 || !inner)) {
                return problem(i, "expected a letter, then letters, digits, \"-\" or \"_\"");
            }
        }
        if (text.isEmpty() || text.length() > LONGEST_NAME) {
            return problem(Math.min(text.length(), LONGEST_NAME), "expected 1 to " + LONGEST_NAME + " characters");
        }
        return Optional.empty();
    }

    /** {@code [A-Za-z_][A-Za-z0-9_]*}. */
    public static Optional<Problem> environmentName(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
            boolean digit = c >= '0' && c <= '9';
            if (!letter && (i == 0 || !digit)) {
                return problem(i, "expected letters, digits and \"_\", not beginning with a digit");
            }
        }
        return text.isEmpty() ? problem(0, "expected a name") : Optional.empty();
    }

    /** An image by digest, so that what runs cannot change behind its name: {@code NAME@sha256:} and 64 digits. */
    public static Optional<Problem> imageByDigest(String text) {
        String expected = "expected an image by digest: NAME@sha256: and 64 hexadecimal digits";
        int at = text.indexOf(DIGEST);
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) {
                return problem(i, expected);
            }
        }
        if (at <= 0) {
            return problem(text.length(), expected);
        }
        int start = at + DIGEST.length();
        for (int i = start; i < text.length(); i++) {
            boolean digit = "0123456789abcdef".indexOf(text.charAt(i)) >= 0;
            if (!digit || i >= start + DIGITS_OF_SHA256) {
                return problem(i, expected);
            }
        }
        return text.length() < start + DIGITS_OF_SHA256 ? problem(text.length(), expected) : Optional.empty();
    }

    /** {@code [a-z0-9.-]{3,63}}. */
    public static Optional<Problem> bucketName(String text) {
        String expected = "expected 3 to 63 lower case letters, digits, \".\" or \"-\"";
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean allowed = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
            if (!allowed || i >= LONGEST_NAME) {
                return problem(i, expected);
            }
        }
        return text.length() < SHORTEST_BUCKET ? problem(text.length(), expected) : Optional.empty();
    }

    /** The twelve digits of an AWS account. */
    public static Optional<Problem> awsAccount(String text) {
        String expected = "expected the 12 digits of an AWS account";
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9' || i >= DIGITS_OF_ACCOUNT) {
                return problem(i, expected);
            }
        }
        return text.length() < DIGITS_OF_ACCOUNT ? problem(text.length(), expected) : Optional.empty();
    }

    /** A name of the time zone database, such as {@code Europe/Berlin}. */
    public static Optional<Problem> timezone(String text) {
        return ZoneId.getAvailableZoneIds().contains(text)
                ? Optional.empty()
                : problem(0, "expected a name of the time zone database, such as Europe/Berlin");
    }

    /** One exact semantic version, such as {@code 1.12.6} or {@code 2.0.0-rc.1}. */
    public static Optional<Problem> version(String text) {
        if (text.startsWith("v")) {
            return problem(0, "expected a version without \"v\", such as 1.2.3");
        }
        if (!text.isEmpty() && "~<>=^!*".indexOf(text.charAt(0)) >= 0) {
            return problem(0, "expected one exact version, not a range");
        }
        int plus = text.indexOf('+');
        String withoutBuild = plus < 0 ? text : text.substring(0, plus);
        int dash = withoutBuild.indexOf('-');
        String core = dash < 0 ? withoutBuild : withoutBuild.substring(0, dash);
        String[] numbers = core.split("\\.", -1);
        int at = 0;
        for (String number : numbers) {
            boolean valid = isNumber(number) && number.length() <= 9;
            if (!valid) {
                return problem(at, "expected MAJOR.MINOR.PATCH, whole numbers without leading zeros");
            }
            at += number.length() + 1;
        }
        if (numbers.length != 3) {
            return problem(core.length(), "expected MAJOR.MINOR.PATCH, three numbers");
        }
        if (dash >= 0 && !identifiers(withoutBuild.substring(dash + 1), true)) {
            return problem(dash + 1, "expected letters, digits and \"-\", separated by dots");
        }
        return plus >= 0 && !identifiers(text.substring(plus + 1), false)
                ? problem(plus + 1, "expected letters, digits and \"-\", separated by dots")
                : Optional.empty();
    }

    private static boolean isNumber(String text) {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits && (text.length() == 1 || text.charAt(0) != '0');
    }

    private static boolean identifiers(String text, boolean prerelease) {
        for (String part : text.split("\\.", -1)) {
            boolean characters = !part.isEmpty()
                    && part.chars()
                            .allMatch(c -> (c >= '0' && c <= '9')
                                    || (c >= 'a' && c <= 'z')
                                    || (c >= 'A' && c <= 'Z')
                                    || c == '-');
            boolean allDigits = characters && part.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!characters || (prerelease && allDigits && !isNumber(part))) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Problem> problem(int offset, String message) {
        return Optional.of(new Problem(offset, message));
    }
}
