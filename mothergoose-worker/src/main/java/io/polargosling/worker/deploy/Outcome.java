package io.polargosling.worker.deploy;

import io.polargosling.domain.egg.Egg;
import io.polargosling.domain.egg.EggName;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of one try to carry out an order. */
sealed interface Outcome {

    /** When to try again what somebody else is at. */
    Duration LEASE_HELD = Duration.ofSeconds(2);

    /** Done; {@code result} is told to who asked, under names as they stand in JSON. */
    record Done(Map<String, ? extends @Nullable Object> result) implements Outcome {}

    /** Not to be done; {@code why} begins with a stable word and never holds a secret. */
    record Refused(String why) implements Outcome {

        static Refused unknown(EggName egg) {
            return new Refused("not-found: there is no egg \"" + egg + "\"");
        }

        static Refused disabled(Egg egg) {
            return new Refused("egg-disabled: egg \"" + egg.name() + "\" is "
                    + egg.state().name().toLowerCase(Locale.ROOT) + ": it takes no new runners");
        }
    }

    /** Not possible just now. */
    record Later(Duration pause, String why) implements Outcome {}
}
