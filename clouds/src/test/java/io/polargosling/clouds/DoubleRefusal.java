package io.polargosling.clouds;

import java.util.List;
import java.util.Map;

/** What {@link YandexDouble} says of a call, or of an operation, that failed. */
final class DoubleRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int http;
    private final int code;

    DoubleRefusal(int http, int code, String message) {
        super(message, null, false, false);
        this.http = http;
        this.code = code;
    }

    int http() {
        return http;
    }

    Map<String, Object> body() {
        return Map.of("code", code, "message", String.valueOf(getMessage()), "details", List.of());
    }
}
