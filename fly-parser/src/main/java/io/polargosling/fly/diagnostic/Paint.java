package io.polargosling.fly.diagnostic;

/** Whether and how text for a terminal is coloured. */
public enum Paint {
    NONE,
    ANSI;

    private static final String STRONG = "1";
    private static final String FAINT = "2";
    private static final String STRONG_RED = "1;31";
    private static final String STRONG_YELLOW = "1;33";
    private static final String CYAN = "36";

    String strong(String text) {
        return wrap(STRONG, text);
    }

    String faint(String text) {
        return wrap(FAINT, text);
    }

    String advice(String text) {
        return wrap(CYAN, text);
    }

    String of(Severity severity, String text) {
        return switch (severity) {
            case ERROR -> wrap(STRONG_RED, text);
            case WARNING -> wrap(STRONG_YELLOW, text);
        };
    }

    private String wrap(String code, String text) {
        return switch (this) {
            case NONE -> text;
            case ANSI -> "\u001b[" + code + "m" + text + "\u001b[0m";
        };
    }
}
