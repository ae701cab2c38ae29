package io.polargosling.api.problem;

import org.springframework.http.HttpStatus;

/** The ways a request can end badly, each with its stable type. */
public enum ProblemKind {
    MALFORMED(HttpStatus.BAD_REQUEST, "malformed", "The request cannot be read"),
    CHECKSUM_MISMATCH(HttpStatus.BAD_REQUEST, "checksum-mismatch", "The content is not what was announced"),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "unauthenticated", "A valid credential is needed"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "forbidden", "The credential does not allow this"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "not-found", "There is no such thing"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "method-not-allowed", "The method is not offered here"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "not-acceptable", "Answers are JSON"),
    CONFLICT(HttpStatus.CONFLICT, "conflict", "It was changed meanwhile"),
    ALREADY_ENROLLED(HttpStatus.CONFLICT, "already-enrolled", "The runner has enrolled and reported already"),
    STALE_SEQUENCE(HttpStatus.CONFLICT, "stale-sequence", "A newer heartbeat was received already"),
    VERSION_EXISTS(HttpStatus.CONFLICT, "version-exists", "This version is stored with other content"),
    EGG_DISABLED(HttpStatus.CONFLICT, "egg-disabled", "The egg takes no new runners"),
    PINNED(HttpStatus.CONFLICT, "pinned", "A rollback holds the egg at an earlier revision"),
    NOTHING_TO_ROLL_BACK(HttpStatus.CONFLICT, "nothing-to-roll-back", "There is no other revision to go back to"),
    CAPACITY_EXHAUSTED(HttpStatus.CONFLICT, "capacity-exhausted", "The egg has all the runners it may have"),
    JOB_RUNNING(HttpStatus.CONFLICT, "job-running", "A run of the job is not over"),
    JOB_DISABLED(HttpStatus.CONFLICT, "job-disabled", "The job is disabled in the Nest"),
    NO_PREVIOUS(HttpStatus.CONFLICT, "no-previous", "There is no version to go back to"),
    GONE(HttpStatus.GONE, "gone", "The runner has ended"),
    TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "too-large", "The body is too large"),
    UNSUPPORTED_MEDIA(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media", "Bodies are JSON"),
    INVALID(HttpStatus.UNPROCESSABLE_CONTENT, "invalid", "The request breaks its rules"),
    RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS, "rate-limited", "Too much was asked for"),
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "internal", "The fault is ours"),
    UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "Something needed does not answer for now");

    private final HttpStatus status;
    private final String slug;
    private final String title;

    ProblemKind(HttpStatus status, String slug, String title) {
        this.status = status;
        this.slug = slug;
        this.title = title;
    }

    /** The status it is answered with. */
    public HttpStatus status() {
        return status;
    }

    /** Its type, a URN. */
    public String type() {
        return "urn:gosling:problem:" + slug;
    }

    /** What it means, the same for all of its kind. */
    public String title() {
        return title;
    }

    /** The kind that stands for an HTTP status for which the framework gives no reason. */
    static ProblemKind ofStatus(int status) {
        for (var kind : values()) {
            if (kind.status.value() == status) {
                return kind;
            }
        }
        return status >= 400 && status < 500 ? MALFORMED : INTERNAL;
    }
}
