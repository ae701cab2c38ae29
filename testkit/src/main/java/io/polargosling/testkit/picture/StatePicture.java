package io.polargosling.testkit.picture;

import io.polargosling.domain.plan.PlanStatus;
import io.polargosling.domain.runner.RunnerState;
import io.polargosling.testkit.picture.Diagram.Move;
import io.polargosling.testkit.picture.Diagram.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Draws the states of runners and plans and the moves between them, from the very data that every write is checked
 * against.
 */
public final class StatePicture {

    private static final String HEAD = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1060 800" font-family="sans-serif" font-size="14">
            <style>
            .title { font-size: 17px; font-weight: bold; }
            .state { text-anchor: middle; }
            .note { font-size: 13px; fill: #555; }
            .move { fill: none; stroke: #456; stroke-width: 1.5; }
            .fails { fill: none; stroke: #b33; stroke-width: 1.5; }
            rect { stroke: #456; }
            </style>
            <defs>
            <marker id="move" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">\
            <path d="M0 0 L10 5 L0 10 Z" fill="#456"/></marker>
            <marker id="fails" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto">\
            <path d="M0 0 L10 5 L0 10 Z" fill="#b33"/></marker>
            </defs>
            <rect x="0" y="0" width="1060" height="800" style="fill: #fff; stroke: none"/>
            """;
    private static final String NOTES = """
            <path d="M38 560 V576" class="fails" marker-end="url(#fails)"/>
            <text x="52" y="573" class="note">may become failed</text>
            """;

    private static final String STARTS = "#e8f0fb";
    private static final String WORKS = "#dff3e0";
    private static final String SLEEPS = "#ece6f6";
    private static final String ENDS = "#f3ead9";
    private static final String FAILS = "#f8dcdc";

    private StatePicture() {}

    /**
     * Writes the picture.
     *
     * @param arguments the file
     * @throws IOException when it cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), svg());
    }

    /** The picture. */
    public static String svg() {
        return HEAD + runners().svg() + NOTES + plans().svg() + "</svg>\n";
    }

    private static Diagram runners() {
        var places = new LinkedHashMap<RunnerState, Place>();
        places.put(RunnerState.PROVISIONING, new Place(100, 260, STARTS));
        places.put(RunnerState.ACTIVE, new Place(320, 260, WORKS));
        places.put(RunnerState.IDLE, new Place(540, 260, WORKS));
        places.put(RunnerState.BUSY, new Place(780, 260, WORKS));
        places.put(RunnerState.PROMOTING, new Place(320, 110, SLEEPS));
        places.put(RunnerState.DEMOTING, new Place(540, 110, SLEEPS));
        places.put(RunnerState.DORMANT, new Place(780, 110, SLEEPS));
        places.put(RunnerState.DRAINING, new Place(540, 390, ENDS));
        places.put(RunnerState.FAILED, new Place(320, 480, FAILS));
        places.put(RunnerState.TERMINATING, new Place(940, 440, ENDS));
        places.put(RunnerState.TERMINATED, new Place(940, 540, ENDS));
        var bends = Map.of(
                "dormant-promoting", 32,
                "active-busy", 26,
                "draining-busy", 14,
                "dormant-terminating", -22,
                "provisioning-terminating", 118);
        return diagram(
                "Runners",
                RunnerState.values(),
                RunnerState::word,
                RunnerState::mayBecome,
                words(places, RunnerState::word),
                bends,
                "failed");
    }

    private static Diagram plans() {
        var places = new LinkedHashMap<PlanStatus, Place>();
        places.put(PlanStatus.PENDING, new Place(100, 670, STARTS));
        places.put(PlanStatus.APPLYING, new Place(320, 670, STARTS));
        places.put(PlanStatus.APPLIED, new Place(540, 670, WORKS));
        places.put(PlanStatus.ROLLED_BACK, new Place(780, 670, ENDS));
        places.put(PlanStatus.DISCARDED, new Place(320, 750, ENDS));
        places.put(PlanStatus.FAILED, new Place(540, 750, FAILS));
        return diagram(
                "Plans",
                PlanStatus.values(),
                PlanStatus::word,
                PlanStatus::mayBecome,
                words(places, PlanStatus::word),
                Map.of(),
                "");
    }

    private static <S> Map<String, Place> words(Map<S, Place> places, Function<S, String> word) {
        var named = new LinkedHashMap<String, Place>();
        places.forEach((state, place) -> named.put(word.apply(state), place));
        return named;
    }

    /** @param stub the state to which moves are not drawn in full; empty for none */
    private static <S> Diagram diagram(
            String title,
            S[] states,
            Function<S, String> word,
            BiPredicate<S, S> mayBecome,
            Map<String, Place> places,
            Map<String, Integer> bends,
            String stub) {
        var moves = new ArrayList<Move>();
        var failing = new ArrayList<String>();
        for (var from : states) {
            for (var to : states) {
                if (from.equals(to) || !mayBecome.test(from, to)) {
                    continue;
                }
                if (word.apply(to).equals(stub)) {
                    failing.add(word.apply(from));
                } else {
                    int both = mayBecome.test(to, from) ? 8 : 0;
                    var key = word.apply(from) + "-" + word.apply(to);
                    moves.add(new Move(word.apply(from), word.apply(to), bends.getOrDefault(key, both)));
                }
            }
        }
        return new Diagram(title, places, List.copyOf(moves), List.copyOf(failing));
    }
}
