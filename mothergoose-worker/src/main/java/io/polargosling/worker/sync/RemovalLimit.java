package io.polargosling.worker.sync;

/**
 * How many of the stored eggs one commit may remove.
 *
 * @param share of the eggs, 0 to 1
 * @param lifted true when somebody allowed more
 */
record RemovalLimit(double share, boolean lifted) {

    /** Up to this many eggs may go in one commit however few there are. */
    private static final int FEW = 3;

    /** True when {@code gone} of {@code stored} eggs may be removed. */
    boolean allows(int gone, int stored) {
        return lifted || gone <= FEW || gone <= share * stored;
    }
}
