package io.polargosling.domain.problem;

import java.util.List;

/** The input breaks its rules; the findings say where and how. */
public final class InvalidException extends GoslingException {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    /** An invalid value without a place in a file. */
    public InvalidException(String message) {
        this(message, List.of());
    }

    /** @param findings what is wrong and where; may be empty */
    public InvalidException(String message, List<Finding> findings) {
        super(message, null);
        this.findings = List.copyOf(findings);
    }

    /** What is wrong and where; empty when the message says all. */
    public List<Finding> findings() {
        return findings;
    }
}
