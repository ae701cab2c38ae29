package io.polargosling.domain.planner;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a decision leaves alone on purpose, and when it is worth another look for that. */
final class Notebook {

    private final Instant now;
    private final List<String> notes = new ArrayList<>();
    private Optional<Instant> lookAgain = Optional.empty();

    Notebook(Instant now) {
        this.now = now;
    }

    void note(String line) {
        notes.add(line);
    }

    /** Asks for a look at {@code at}, unless that is over already. */
    void lookAgainAt(Instant at) {
        if (at.isAfter(now) && lookAgain.filter(earlier -> !earlier.isAfter(at)).isEmpty()) {
            lookAgain = Optional.of(at);
        }
    }

    List<String> notes() {
        return notes;
    }

    Optional<Instant> lookAgain() {
        return lookAgain;
    }
}
