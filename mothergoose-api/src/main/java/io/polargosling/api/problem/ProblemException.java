package io.polargosling.api.problem;

import java.util.List;

/** Ends a request with a problem. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ProblemKind kind;
    private final transient List<Problem.FieldError> errors;

    /** @param detail what is wrong with this request; shown to the caller, so never a secret */
    public ProblemException(ProblemKind kind, String detail) {
        this(kind, detail, List.of());
    }

    /** @param errors the broken rules */
    public ProblemException(ProblemKind kind, String detail, List<Problem.FieldError> errors) {
        super(detail);
        this.kind = kind;
        this.errors = List.copyOf(errors);
    }

    /** One broken rule. */
    public static ProblemException invalid(String pointer, String code, String message) {
        return new ProblemException(
                ProblemKind.INVALID, message, List.of(new Problem.FieldError(pointer, code, message)));
    }

    /** A thing that is not there. */
    public static ProblemException notFound(String detail) {
        return new ProblemException(ProblemKind.NOT_FOUND, detail);
    }

    /** Which kind. */
    public ProblemKind kind() {
        return kind;
    }

    /** The broken rules; may be empty. */
    public List<Problem.FieldError> errors() {
        return errors;
    }
}
