package io.polargosling.nest;

import io.polargosling.domain.policy.Condition;
import io.polargosling.domain.secret.SecretUri;
import io.polargosling.fly.decode.Checkers;
import io.polargosling.fly.decode.Problem;
import io.polargosling.nest.schedule.CronSchedule;
import java.util.Optional;

/** The notations inside of strings whose readers the language does not have. */
final class InsideCheckers {

    static final Checkers ALL =
            new Checkers(InsideCheckers::secretUri, InsideCheckers::condition, InsideCheckers::cron);

    private InsideCheckers() {}

    private static Optional<Problem> secretUri(String text) {
        return switch (SecretUri.parse(text)) {
            case SecretUri.Parsed.Valid valid -> Optional.empty();
            case SecretUri.Parsed.Malformed(int offset, String message) -> Optional.of(new Problem(offset, message));
        };
    }

    private static Optional<Problem> condition(String text) {
        return switch (Condition.parse(text)) {
            case Condition.Parsed.Valid valid -> Optional.empty();
            case Condition.Parsed.Malformed(int offset, String message) -> Optional.of(new Problem(offset, message));
        };
    }

    private static Optional<Problem> cron(String text) {
        return switch (CronSchedule.parse(text)) {
            case CronSchedule.Parsed.Valid valid -> Optional.empty();
            case CronSchedule.Parsed.Malformed(int offset, String message) -> Optional.of(new Problem(offset, message));
        };
    }
}
