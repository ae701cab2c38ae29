package io.polargosling.fly.decode;

import java.util.Optional;

/** Stand-ins for what the caller of the decoder knows. */
final class TestCheckers {

    static final Checkers CHECKERS = new Checkers(TestCheckers::secretUri, TestCheckers::condition, TestCheckers::cron);

    private TestCheckers() {}

    private static Optional<Problem> secretUri(String text) {
        return text.matches("(yc-lockbox|aws-sm|vault|local)://[^/]+(/[^/]+)+")
                ? Optional.empty()
                : Optional.of(new Problem(0, "expected SCHEME://NAME/KEY"));
    }

    /** Anything without a question mark is a condition. */
    private static Optional<Problem> condition(String text) {
        int at = text.indexOf('?');
        return at < 0 ? Optional.empty() : Optional.of(new Problem(at, "expected an operator"));
    }

    /** Five fields, or a word behind an at sign. */
    private static Optional<Problem> cron(String text) {
        return text.startsWith("@") || text.split(" ", -1).length == 5
                ? Optional.empty()
                : Optional.of(new Problem(text.length(), "expected five fields"));
    }
}
