package io.polargosling.worker.deploy;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of one try to carry out an order. */
sealed interface Outcome {

    /** Done; {@code result} is told to who asked, under names as they stand in JSON. */
    record Done(Map<String, ? extends @Nullable Object> result) implements Outcome {}

    /** Not to be done; {@code why} begins with a stable word and never holds a secret. */
    record Refused(String why) implements Outcome {}

    /** Not possible just now. */
    record Later(Duration pause, String why) implements Outcome {}
}
