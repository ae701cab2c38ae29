package io.polargosling.gitlab;

import io.polargosling.domain.problem.InternalException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reading what GitLab's answers must hold. */
final class Json {

    private Json() {}

    static long id(JsonNode node, String act) {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw new InternalException(act + ": an answer without an id (expected: a whole number)");
        }
        return node.asLong();
    }

    static String text(JsonNode node, String act) {
        if (!node.isString() || node.asString().isEmpty()) {
            throw new InternalException(act + ": an answer without a text where one belongs");
        }
        return node.asString();
    }

    static Instant instant(JsonNode node, String act) {
        String text = text(node, act);
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new InternalException(act + ": time \"" + text + "\" (expected: ISO 8601 with an offset)", e);
        }
    }

    static Optional<Instant> optionalInstant(JsonNode node, String act) {
        return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(instant(node, act));
    }
}
