package io.polargosling.fly.decode;

import java.util.List;
import java.util.Optional;

/** Checkers for host names, URLs and e-mail addresses; ASCII only, as they travel. */
public final class Addresses {

    private static final int LONGEST_HOST = 253;
    private static final int LONGEST_LABEL = 63;
    private static final int LONGEST_URL = 2000;
    private static final int LONGEST_LOCAL_PART = 64;
    private static final String IN_LOCAL_PART = ".!#$%&'*+/=?^_`{|}~-";

    private static final List<String> LOOPBACK = List.of("http://127.0.0.1", "http://localhost");

    private Addresses() {}

    /** A host name or IPv4 address, without a port. */
    public static Optional<Problem> host(String text) {
        return host(text, 0, text.length(), "expected a host name, such as gitlab.example.com");
    }

    /** A host name or IPv4 address with an optional port, and nothing else. */
    public static Optional<Problem> server(String text) {
        if (text.contains("://")) {
            boolean login = text.indexOf('@') >= 0;
            return Optional.of(
                    new Problem(0, "expected a host name without \"https://\", such as gitlab.example.com", login));
        }
        return hostAndPort(
                text, 0, text.length(), "expected a host name with an optional port, such as gitlab.example.com:8443");
    }

    /** An {@code https} URL without a login. */
    public static Optional<Problem> httpsUrl(String text) {
        String expected = "expected an https URL, such as https://hooks.example.com/gosling";
        return text.startsWith("https://") ? url(text, "https://".length(), expected) : problem(0, expected);
    }

    /** An {@code https} URL of scheme and host only, as browsers send it, or {@code http} for this machine. */
    public static Optional<Problem> origin(String text) {
        String expected = "expected an origin, such as https://dashboard.example.com";
        int start = webScheme(text);
        if (start < 0) {
            return problem(0, expected);
        }
        return hostAndPort(text, start, text.length(), expected);
    }

    /** Where a person or a program is told of failures: an e-mail address or an {@code https} URL. */
    public static Optional<Problem> recipient(String text) {
        if (text.contains("://")) {
            return httpsUrl(text);
        }
        return email(text);
    }

    /** {@code someone@example.com}. */
    public static Optional<Problem> email(String text) {
        String expected = "expected an e-mail address or an https URL";
        int at = text.indexOf('@');
        if (at <= 0 || at > LONGEST_LOCAL_PART) {
            return problem(0, expected);
        }
        for (int i = 0; i < at; i++) {
            boolean dot = text.charAt(i) == '.';
            boolean misplaced = dot && (i == 0 || i == at - 1 || text.charAt(i - 1) == '.');
            if (misplaced || (!isAlphanumeric(text.charAt(i)) && IN_LOCAL_PART.indexOf(text.charAt(i)) < 0)) {
                return problem(i, expected);
            }
        }
        return host(text, at + 1, text.length(), expected);
    }

    /** Where a Git repository lies: an https, ssh or file URL, {@code git@host:path}, or http on this machine. */
    public static Optional<Problem> repository(String text) {
        String expected = "expected the address of a Git repository, such as https://gitlab.example.com/group/nest.git"
                + " or git@gitlab.example.com:group/nest.git";
        int web = webScheme(text);
        if (web >= 0) {
            return url(text, web, expected);
        }
        if (text.startsWith("ssh://")) {
            return url(text, "ssh://".length(), expected);
        }
        if (text.startsWith("file:///")) {
            return printable(text, expected);
        }
        int colon = text.indexOf(':');
        int at = text.indexOf('@');
        if (text.contains("://") || colon < 0 || colon == text.length() - 1 || at <= 0 || at > colon) {
            return problem(0, expected);
        }
        return host(text, at + 1, colon, expected).or(() -> printable(text, expected));
    }

    /** The web server, with its port, that an address accepted by {@link #repository} or {@link #httpsUrl} names. */
    public static Optional<String> hostOf(String text) {
        int web = webScheme(text);
        if (web >= 0) {
            int end = authorityEnd(text, web);
            return Optional.of(text.substring(web, end));
        }
        if (text.startsWith("file:")) {
            return Optional.empty();
        }
        boolean ssh = text.startsWith("ssh://");
        int start = ssh ? "ssh://".length() : 0;
        int end = ssh ? authorityEnd(text, start) : text.indexOf(':');
        String host = text.substring(Math.max(start, text.lastIndexOf('@', end - 1) + 1), end);
        // The port of an ssh address is not that of the web server.
        return Optional.of(host.indexOf(':') < 0 ? host : host.substring(0, host.indexOf(':')));
    }

    private static int authorityEnd(String text, int start) {
        int end = start;
        while (end < text.length() && "/?#".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** Behind {@code https://}, or behind {@code http://} of this machine; -1 for anything else. */
    private static int webScheme(String text) {
        if (text.startsWith("https://")) {
            return "https://".length();
        }
        for (String loopback : LOOPBACK) {
            if (text.startsWith(loopback)
                    && (text.length() == loopback.length() || ":/".indexOf(text.charAt(loopback.length())) >= 0)) {
                return "http://".length();
            }
        }
        return -1;
    }

    private static Optional<Problem> url(String text, int start, String expected) {
        int end = authorityEnd(text, start);
        int login = text.lastIndexOf('@', end - 1);
        boolean ssh = text.startsWith("ssh://");
        if (login >= start && (!ssh || text.substring(start, login).indexOf(':') >= 0)) {
            return Optional.of(
                    new Problem(start, "expected a URL without a login; secrets have URIs of their own", true));
        }
        return hostAndPort(text, Math.max(start, login + 1), end, expected).or(() -> printable(text, expected));
    }

    private static Optional<Problem> printable(String text, String expected) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) >= 0x7f) {
                return problem(i, expected);
            }
        }
        return text.length() > LONGEST_URL
                ? problem(LONGEST_URL, "expected at most " + LONGEST_URL + " characters")
                : Optional.empty();
    }

    private static Optional<Problem> hostAndPort(String text, int start, int end, String expected) {
        int colon = text.indexOf(':', start);
        if (colon < 0 || colon >= end) {
            return host(text, start, end, expected);
        }
        return host(text, start, colon, expected).or(() -> port(text, colon + 1, end));
    }

    private static Optional<Problem> port(String text, int start, int end) {
        int number = 0;
        boolean digits = end > start && end - start <= 5;
        for (int i = start; digits && i < end; i++) {
            digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
            number = number * 10 + text.charAt(i) - '0';
        }
        return digits && number >= 1 && number <= 65_535
                ? Optional.empty()
                : problem(start, "expected a port from 1 to 65535");
    }

    private static Optional<Problem> host(String text, int start, int end, String expected) {
        if (end <= start || end - start > LONGEST_HOST) {
            return problem(start, expected);
        }
        int label = start;
        for (int i = start; i <= end; i++) {
            boolean border = i == end || text.charAt(i) == '.';
            if (border) {
                boolean fits = i > label && i - label <= LONGEST_LABEL;
                if (!fits || text.charAt(label) == '-' || text.charAt(i - 1) == '-') {
                    return problem(label, expected);
                }
                label = i + 1;
            } else if (!isAlphanumeric(text.charAt(i)) && text.charAt(i) != '-') {
                return problem(i, expected);
            }
        }
        return Optional.empty();
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static Optional<Problem> problem(int offset, String message) {
        return Optional.of(new Problem(offset, message));
    }
}
