package io.polargosling.uglyfox.evaluate;

import io.polargosling.domain.policy.PruningPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Judges the runners of all eggs by one policy at one moment; pure. */
public final class Evaluator {

    private final HeartbeatLoss heartbeats;

    /** @param heartbeat how often a runner reports */
    public Evaluator(Duration heartbeat) {
        this.heartbeats = new HeartbeatLoss(heartbeat);
    }

    /** What is to be ordered now; equal input gives an equal answer. */
    public Judgement judge(List<EggFleet> fleets, PruningPolicy policy, Instant now) {
        var book = RuleBook.of(policy);
        var rulings = new ArrayList<Ruling>();
        var notes = new ArrayList<>(book.unreadable());
        var runners = fleets.stream().flatMap(fleet -> fleet.runners().stream()).toList();
        boolean suspect = heartbeats.isSuspect(runners, now);
        if (suspect) {
            notes.add("heartbeats-suspect: most runners of several eggs fell silent together, so nothing is ended for"
                    + " it now");
        }
        for (var fleet : fleets) {
            var judged = new EggEvaluation(fleet, policy, book, heartbeats, suspect, now).judge();
            rulings.addAll(judged.rulings());
            notes.addAll(judged.notes());
        }
        return new Judgement(rulings, notes);
    }
}
