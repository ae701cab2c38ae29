package io.polargosling.domain.problem;

import java.util.Optional;

/**
 * A problem found in the Nest or in operation.
 *
 * @param code stable, kebab-case, such as {@code duplicate-target}
 * @param subject the object it concerns, such as {@code egg/web}; empty when it concerns none
 * @param message what is wrong, with the offending and the expected value; never a secret
 * @param advice what to do about it
 */
public record Finding(
        Severity severity, String code, Place place, String subject, String message, Optional<String> advice) {

    /** True when this keeps its object at the last good configuration. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
