package io.polargosling.testkit.contract;

import java.util.Random;

/**
 * Many generated cases of one property, 100 or as many as the system property {@value #COUNT} says, for databases that
 * are slow on one machine; a failure tells the seed of its case.
 */
public final class Cases {

    /** The system property. */
    public static final String COUNT = "gosling.contract.cases";

    private Cases() {}

    /** One case, drawn from a seeded source. */
    @FunctionalInterface
    interface Case {
        void run(Random random, int number) throws Exception;
    }

    static void each(Case body) {
        some(100, body);
    }

    /** As {@link #each}, for cases that each do much: {@code of100} where the others have a hundred. */
    static void some(int of100, Case body) {
        int count = Math.max(2, of100 * Integer.getInteger(COUNT, 100) / 100);
        for (int number = 0; number < count; number++) {
            long seed = 7919L * number + 17;
            try {
                body.run(new Random(seed), number);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("case " + number + " with seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
