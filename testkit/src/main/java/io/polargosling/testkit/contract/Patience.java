package io.polargosling.testkit.contract;

import io.polargosling.domain.problem.UnavailableException;
import java.util.concurrent.Callable;

/** Asking again, as every caller does in time, when a crowd made a store say that it should be asked later. */
final class Patience {

    private static final int ATTEMPTS = 100;

    private Patience() {}

    static <T> T until(Callable<T> work) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return work.call();
            } catch (UnavailableException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
