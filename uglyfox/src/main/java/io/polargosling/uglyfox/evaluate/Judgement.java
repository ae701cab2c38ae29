package io.polargosling.uglyfox.evaluate;

import java.util.List;

/**
 * What an evaluation came to.
 *
 * @param rulings at most one per runner
 * @param notes what was wanted and not ordered, and why; one line each
 */
public record Judgement(List<Ruling> rulings, List<String> notes) {

    public Judgement {
        rulings = List.copyOf(rulings);
        notes = List.copyOf(notes);
    }
}
