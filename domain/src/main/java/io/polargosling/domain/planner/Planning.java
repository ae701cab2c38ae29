package io.polargosling.domain.planner;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is to change, and what was left alone on purpose.
 *
 * @param verdicts one per job that was looked at and waits, the longest waiting first
 * @param notes one line per thing that was wanted and refused, such as {@code no-capacity: 10 of 10 runners}
 * @param pending jobs of the egg that wait
 * @param running jobs of the egg that run on its runners
 * @param lookAgain when the egg is worth another look though nothing happens
 */
public record Planning(
        List<RunnerChange> changes,
        List<JobVerdict> verdicts,
        List<String> notes,
        int pending,
        int running,
        Optional<Instant> lookAgain) {

    public Planning {
        changes = List.copyOf(changes);
        verdicts = List.copyOf(verdicts);
        notes = List.copyOf(notes);
    }
}
