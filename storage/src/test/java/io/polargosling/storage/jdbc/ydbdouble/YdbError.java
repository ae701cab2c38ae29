package io.polargosling.storage.jdbc.ydbdouble;

import tech.ydb.proto.StatusCodesProtos.StatusIds.StatusCode;

/** What the server answers instead of a result. */
final class YdbError extends RuntimeException {

    private final StatusCode status;

    private YdbError(StatusCode status, String message) {
        super(message);
        this.status = status;
    }

    static YdbError of(StatusCode status, String message) {
        return new YdbError(status, message);
    }

    /** A statement that YDB, or this double, does not take. */
    static YdbError refused(String message) {
        return new YdbError(StatusCode.GENERIC_ERROR, message);
    }

    StatusCode status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
