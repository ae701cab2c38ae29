package io.polargosling.fly.decode;

import java.util.Optional;
import java.util.regex.Pattern;

/** Checkers for the small notations of the schema. */
public final class Texts {

    private static final int LONGEST_NAME = 63;
    private static final Pattern HOST = Pattern.compile(
            "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

    private Texts() {}

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

    /** A host name or IPv4 address with an optional port, and nothing else. */
    public static Optional<Problem> server(String text) {
        int scheme = text.indexOf("://");
        if (scheme >= 0) {
            return problem(0, "expected a host name without \"https://\", such as gitlab.example.com");
        }
        int colon = text.indexOf(':');
        String host = colon < 0 ? text : text.substring(0, colon);
        if (host.length() > 253 || !HOST.matcher(host).matches()) {
            return problem(0, "expected a host name with an optional port, such as gitlab.example.com:8443");
        }
        String port = colon < 0 ? "443" : text.substring(colon + 1);
        boolean digits = !port.isEmpty() && port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = digits ? Integer.parseInt(port) : 0;
        return number >= 1 && number <= 65_535
                ? Optional.empty()
                : problem(colon + 1, "expected a port from 1 to 65535");
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
