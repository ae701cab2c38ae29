package io.polargosling.domain.policy;

/** Leaves the parser at the first thing that is wrong; never leaves this package. */
final class ConditionSyntaxException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;
    private final String text;

    ConditionSyntaxException(int offset, String text) {
        super(text, null, false, false);
        this.offset = offset;
        this.text = text;
    }

    int offset() {
        return offset;
    }

    String text() {
        return text;
    }
}
