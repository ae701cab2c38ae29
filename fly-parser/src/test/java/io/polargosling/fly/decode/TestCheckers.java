package io.polargosling.fly.decode;

import java.util.Optional;

/** Stand-ins for what the caller of the decoder knows. */
final class TestCheckers {

    static final Checkers CHECKERS = new Checkers(TestCheckers::secretUri, TestCheckers::condition);

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
}
