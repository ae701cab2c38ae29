package io.polargosling.api.heartbeat;

import io.polargosling.api.problem.ProblemException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the short texts that machines send; they end up in rows and on screens. */
final class Words {

    private static final int MAX = 128;
    private static final Pattern PHASE = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,63}");

    private Words() {}

    /** At most 128 characters, none of them a control character; nothing for an empty one. */
    static Optional<String> shortText(@Nullable String text, String field) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        if (text.length() > MAX || text.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.invalid(
                    "/" + field, "size", field + ": expected at most " + MAX + " printable characters");
        }
        return Optional.of(text);
    }

    /** A word such as {@code agent_up}. */
    static Optional<String> phase(@Nullable String text) {
        var phase = shortText(text, "boot_phase");
        if (phase.isPresent() && !PHASE.matcher(phase.get()).matches()) {
            throw ProblemException.invalid(
                    "/boot_phase", "word", "boot_phase: expected a word of a-z, 0-9, _, . and -, at most 64 long");
        }
        return phase;
    }
}
