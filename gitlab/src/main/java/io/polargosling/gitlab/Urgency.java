package io.polargosling.gitlab;

/** Which calls may go on when few are left: the least urgent are refused first. */
enum Urgency {
    /** What ends something, with the questions that must be answered first. */
    DELETE(0),
    /** What makes or changes something. */
    CREATE(0.1),
    /** What only looks. */
    POLL(0.3);

    /** The share of the budget that such a call leaves to more urgent ones. */
    private final double leaves;

    Urgency(double leaves) {
        this.leaves = leaves;
    }

    /** How much must be in a bucket of this size for one such call. */
    double needs(double capacity) {
        return 1 + leaves * (capacity - 1);
    }
}
