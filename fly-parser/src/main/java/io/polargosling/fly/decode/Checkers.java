package io.polargosling.fly.decode;

import java.util.Optional;

/**
 * What the caller knows and the language does not.
 *
 * @param secretUri judges secret URIs; its messages must repeat nothing of the text
 * @param condition judges the conditions of UglyFox's rules
 * @param cron judges the schedules of jobs
 */
public record Checkers(StringChecker secretUri, StringChecker condition, StringChecker cron) {

    /** Accepts everything; for files that hold nothing of the kind. */
    public static Checkers none() {
        return new Checkers(text -> Optional.empty(), text -> Optional.empty(), text -> Optional.empty());
    }
}
