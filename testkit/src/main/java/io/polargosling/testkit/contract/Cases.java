package io.polargosling.testkit.contract;

import java.util.Random;

/** Many generated cases of one property; a failure tells the seed of its case. */
final class Cases {

    private static final int COUNT = 100;

    private Cases() {}

    /** One case, drawn from a seeded source. */
    @FunctionalInterface
    interface Case {
        void run(Random random, int number) throws Exception;
    }

    static void each(Case body) {
        for (int number = 0; number < COUNT; number++) {
            long seed = 7919L * number + 17;
            try {
                body.run(new Random(seed), number);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("case " + number + " with seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
